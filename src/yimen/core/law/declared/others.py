"""What a place sets for price allowances, rent, phasing out, imputed income, support money and the other special aids."""

from yimen.core.book import Parameter
from yimen.core.law.declared import categories as c
from yimen.core.law.declared.builders import amount, choice, multiple, number, share_of, truth

PRICE_LAW = "R649:10"
PRICE: tuple[Parameter, ...] = (
    truth("price_open", "可享受价格临时补贴", PRICE_LAW, by=c.LOW_INCOME),
    share_of("cpi", "居民消费价格同比涨幅", PRICE_LAW, least=-(10**4), most=10**4),
    share_of("food_cpi", "食品价格同比涨幅", PRICE_LAW, least=-(10**4), most=10**4),
    share_of("scpi", "低收入居民基本生活费用价格同比涨幅", PRICE_LAW, least=-(10**4), most=10**4),
    share_of("price_trigger", "启动价格临时补贴的居民消费价格涨幅", PRICE_LAW, most=10**4),
    share_of("price_trigger_food", "启动价格临时补贴的食品价格涨幅", PRICE_LAW, most=10**4),
    choice("price_method", "价格临时补贴算法", PRICE_LAW, c.PRICE_METHOD),
    share_of("price_tier_line", "分档的涨幅界线", PRICE_LAW, most=10**4),
    share_of("price_tier_low", "低档补贴折合标准的比例", PRICE_LAW, most=10**4),
    share_of("price_tier_high", "高档补贴折合标准的比例", PRICE_LAW, most=10**4),
    amount("price_per_point", "每个百分点的补贴金额", PRICE_LAW, short="每个百分点"),
    amount("price_floor", "价格临时补贴最低金额", PRICE_LAW, short="最低金额"),
)

RENT_LAW = "R649:38"
RENT: tuple[Parameter, ...] = (
    truth("rent_open", "可享受住房租赁补贴", RENT_LAW, by=c.LOW_INCOME),
    number("rent_norm", "住房保障面积标准", RENT_LAW, "m2", by=c.HEADS, most=500),
    amount("rent_rate", "每平方米月租赁补贴标准", RENT_LAW, "fen/m2/month", short="每平方米补贴"),
    share_of("rent_coefficient", "租赁补贴系数", RENT_LAW, by=c.LOW_INCOME, most=10**4),
)  # fmt: skip

IMPUTED_LAW = "N2022:一(一)"
IMPUTED: tuple[Parameter, ...] = (
    choice("imputed_method", "无法证明就业收入时的核定办法", IMPUTED_LAW, c.IMPUTED),
    share_of("imputed_rate", "核定收入折合最低工资的比例", IMPUTED_LAW, by=c.IMPUTED_GROUP),
    number("imputed_prime_until", "青壮年核定收入的最高年龄", IMPUTED_LAW, "age", by=c.SEX, most=100),
    number("imputed_until", "核定收入的最高年龄", IMPUTED_LAW, "age", by=c.SEX, most=100),
)

SUPPORT_LAW = "D57:13"
SUPPORT: tuple[Parameter, ...] = (
    choice("support_method", "赡养费核算办法", SUPPORT_LAW, c.SUPPORT_METHOD),
    share_of("support_rate", "赡养费比例", SUPPORT_LAW, by=c.SUPPORT_METHOD, most=10**4),
    share_of("support_rate_many", "子女三人以上时的赡养费比例", SUPPORT_LAW, most=10**4),
    share_of("alimony_rate", "抚养费、扶养费占义务人收入的比例", SUPPORT_LAW, most=10**4),
    share_of("alimony_most", "抚养费、扶养费合计占义务人收入的最高比例", SUPPORT_LAW, most=10**4),
)

PHASE_OUT: tuple[Parameter, ...] = (
    share_of("phase_out_rate", "渐退期保留低保金的比例", "D57:33", by=c.PHASE, most=10**4),
    multiple("phase_out_multiple", "渐退家庭收入上限折合标准的倍数（0 表示不设）", "D57:33"),
    truth("refusal_reduces", "三次拒绝介绍的工作即减发本人低保金", "D57:34"),
)

SPECIALS: tuple[Parameter, ...] = (
    truth("special_open", "当地开办的专项救助", "L2023:四", by=c.SPECIAL),
    number("rehab_age", "残疾儿童康复救助的最高年龄", "REH:二", "age", most=18),
)

START: tuple[Parameter, ...] = (choice("starts", "起发月份", "R649:17", c.START_MONTH, by=c.STARTS),)

OTHERS: tuple[Parameter, ...] = (*PRICE, *RENT, *IMPUTED, *SUPPORT, *PHASE_OUT, *SPECIALS, *START)
