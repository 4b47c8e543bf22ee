"""What a place sets for 特困人员: the basic living standard, care by level and mode, what is netted off."""

from yimen.core.book import Parameter
from yimen.core.law.declared import categories as c
from yimen.core.law.declared.builders import amount, choice, multiple, share_of, truth

TEKUN: tuple[Parameter, ...] = (
    choice("tekun_basic_method", "特困基本生活标准算法", "R649:15", c.FIXED_OR_MULTIPLE),
    multiple("tekun_multiple", "特困基本生活标准折合低保标准的倍数", "R649:15", by=c.CARE_MODE),
    amount("tekun_basic_fixed", "特困基本生活标准", "R649:15", by=c.RESIDENCE, short="基本生活标准"),
    choice("tekun_care_method", "特困照料护理标准算法", "R649:15", c.CARE_METHOD),
    amount("care_wage", "照料护理标准所依据的月最低工资标准", "R649:15", "fen/month", short="最低工资"),
    share_of("tekun_care_rate_institution", "集中供养照料护理标准折合最低工资的比例", "R649:15", by=c.CARE_LEVEL),
    share_of("tekun_care_rate_home", "分散供养照料护理标准折合最低工资的比例", "R649:15", by=c.CARE_LEVEL),
    amount("tekun_care_fixed_institution", "集中供养照料护理标准", "R649:15", "fen/month", by=c.CARE_LEVEL, short="照料护理标准"),
    amount("tekun_care_fixed_home", "分散供养照料护理标准", "R649:15", "fen/month", by=c.CARE_LEVEL, short="照料护理标准"),
    truth("tekun_nets_pension", "特困供养金扣减城乡居民基础养老金", "R649:15"),
    amount(
        "disposable_income",
        "上年度人均可支配收入",
        "T43:8",
        "fen/person/year",
        by=c.RESIDENCE,
        most=10**9,
        short="人均可支配收入",
    ),
)  # fmt: skip
