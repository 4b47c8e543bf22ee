"""What a place sets for 低保: who, income, property, amount, supplements."""

from yimen.core.book import ROUNDING, Kind, Parameter
from yimen.core.law.declared import categories as c

MONEY = 10**7  # a hundred thousand yuan, in fen
N, T, C = Kind.NUMBER, Kind.TRUTH, Kind.CATEGORY
TENFOLD = (0, 10**5)  # in parts of ten thousand
DOUBLE = (0, 2 * 10**4)

WHO = (
    Parameter("residence_permit_open", "持居住证可在居住地申请", T, source="D57:5"),
    Parameter(
        "clergy_years", "宗教教职人员脱离家庭独立生活的年限", N, "year", bounds=(0, 50), source="D57:7"
    ),
)

STANDARDS = (
    Parameter(
        "dibao_standard",
        "最低生活保障标准",
        N,
        "fen/person/month",
        bounds=(0, MONEY),
        by=c.RESIDENCE,
        short="标准",
        source="R649:10",
    ),
    Parameter("standard_by", "城乡混合家庭的标准适用", C, category=c.STANDARD_BY),
    Parameter("minimum_wage", "月最低工资标准", N, "fen/month", bounds=(0, MONEY)),
)

INCOME = (
    Parameter("basic_pension_exempt", "城乡居民基础养老金不计入收入", T, source="D57:13"),
    Parameter(
        "employment_deduction", "必要就业成本的扣减办法", C, category=c.EMPLOYMENT_DEDUCTION, source="D57:13"
    ),
    Parameter(
        "employment_deduction_rate",
        "必要就业成本的扣减比例",
        N,
        "share",
        4,
        TENFOLD,
        short="扣减比例",
        source="D57:13",
    ),
    Parameter("rigid_deduction", "残疾、重病刚性支出可扣减收入", T, source="D57:13"),
)

PROPERTY = (
    Parameter(
        "financial_basis",
        "金融资产限额算法",
        C,
        category=c.FINANCIAL_BASIS,
        by=c.PROPERTY_CLASS,
        source="D57:14",
    ),
    Parameter(
        "financial_months",
        "金融资产限额折合低保月标准的倍数",
        N,
        "month",
        2,
        (0, 10**5),
        by=c.PROPERTY_CLASS,
        short="月数",
        source="D57:14",
    ),
    Parameter(
        "financial_per_person",
        "人均金融资产限额",
        N,
        "fen/person",
        bounds=(0, 10**10),
        by=c.PROPERTY_CLASS,
        source="D57:14",
    ),
    Parameter("vehicle_counts", "计入限制的车辆", T, by=c.VEHICLE, source="D57:14"),
    Parameter(
        "vehicle_limit", "车辆限额", N, "vehicle", bounds=(0, 100), by=c.PROPERTY_CLASS, source="D57:14"
    ),
    Parameter(
        "house_limit", "住房套数限额", N, "house", bounds=(0, 100), by=c.PROPERTY_CLASS, source="D57:14"
    ),
    Parameter(
        "house_area_exempts",
        "超过套数但人均面积低于当地水平的不受限",
        T,
        by=c.PROPERTY_CLASS,
        source="D57:14",
    ),
    Parameter("house_area_norm", "当地人均住房面积", N, "m2/person", 2, (0, 10**6), source="D57:14"),
    Parameter(
        "non_residential_limit",
        "非居住类房屋限额",
        N,
        "house",
        bounds=(0, 100),
        by=c.PROPERTY_CLASS,
        source="D57:14",
    ),
    Parameter("business_bars", "办理市场主体登记的不符合", T, by=c.PROPERTY_CLASS, source="D57:14"),
    Parameter("family_stall_exempt", "无雇工的家庭摊点不受限", T, by=c.PROPERTY_CLASS, source="D57:14"),
    Parameter(
        "recent_home_bars", "一年内购建或高标准装修住房的不符合", T, by=c.PROPERTY_CLASS, source="D57:14"
    ),
)

SINGLE = (
    Parameter(
        "bianyuan_multiple", "低保边缘家庭收入倍数", N, "times", 4, TENFOLD, short="倍数", source="L2023:2"
    ),
    Parameter("bianyuan_inclusive", "等于倍数线也算低保边缘", T, source="L2023:2"),
    Parameter("single_open", "可以单独提出申请", T, by=c.SINGLE_ENTRY, source="D57:8"),
    Parameter(
        "single_multiple",
        "单独申请的家庭人均收入倍数",
        N,
        "times",
        4,
        TENFOLD,
        by=c.SINGLE_ENTRY,
        short="倍数",
        source="D57:8",
    ),
    Parameter("single_amount", "单人保金额算法", C, category=c.SINGLE_AMOUNT, source="D57:8"),
    Parameter(
        "single_full_below",
        "单人保发全额的家庭人均收入倍数",
        N,
        "times",
        4,
        TENFOLD,
        short="倍数",
        source="D57:8",
    ),
    Parameter(
        "single_reduced", "单人保减发后的比例", N, "share", 4, (0, 10**4), short="比例", source="D57:8"
    ),
)

AMOUNT = (
    Parameter("dibao_method", "保障金算法", C, category=c.AMOUNT_METHOD, source="D57:23"),
    Parameter(
        "bracket_below",
        "各档人均收入上限折合标准的比例",
        N,
        "share",
        4,
        TENFOLD,
        by=c.BRACKET,
        short="比例",
        source="D57:23",
    ),
    Parameter(
        "bracket_pays",
        "各档保障金折合标准的比例",
        N,
        "share",
        4,
        TENFOLD,
        by=c.BRACKET,
        short="比例",
        source="D57:23",
    ),
    Parameter(
        "dibao_floor",
        "人均最低补差折合标准的比例",
        N,
        "share",
        4,
        (0, 10**4),
        short="最低补差比例",
        source="D57:23",
    ),
    Parameter("dibao_rounding_step", "保障金取整到", N, "fen", bounds=(1, 10**4), source="D57:23"),
    Parameter("dibao_rounding_mode", "保障金取整方式", C, category=ROUNDING, source="D57:23"),
    Parameter("dibao_rounding_per", "保障金取整对象", C, category=c.ROUNDING_PER, source="D57:23"),
    Parameter("dibao_start", "保障金起发月份", C, category=c.START_MONTH, source="D57:21"),
)

SUPPLEMENTS = (
    Parameter(
        "supplement_basis", "增发办法", C, category=c.SUPPLEMENT_BASIS, by=c.SUPPLEMENT, source="D57:27"
    ),
    Parameter(
        "supplement_rate",
        "增发比例",
        N,
        "share",
        4,
        DOUBLE,
        by=c.SUPPLEMENT,
        short="增发比例",
        source="D57:27",
    ),
    Parameter(
        "supplement_fixed",
        "固定增发金额",
        N,
        "fen/person/month",
        bounds=(0, MONEY),
        by=c.SUPPLEMENT,
        source="D57:27",
    ),
    Parameter("supplement_group", "增发分组", C, category=c.GROUP, by=c.SUPPLEMENT, source="D57:27"),
    Parameter("supplement_stacking", "同组增发叠加", C, category=c.STACKING, by=c.GROUP, source="D57:27"),
    Parameter("supplement_for_single", "单人保也增发", T, source="D57:27"),
)

DIBAO = (*WHO, *STANDARDS, *INCOME, *PROPERTY, *SINGLE, *AMOUNT, *SUPPLEMENTS)
