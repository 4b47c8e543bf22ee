"""What a place sets for 医疗救助: premium, deductible, rate and cap by class; the second layer in segments."""

from yimen.core.book import Parameter
from yimen.core.law.declared import categories as c
from yimen.core.law.declared.builders import amount, choice, share_of, truth

ARTICLE, SECTION = "R649:29", "L2023:四(二)"
BIG = 10**9

MEDICAL: tuple[Parameter, ...] = (
    truth("medical_open", "可享受医疗救助", "R649:28", by=c.LOW_INCOME),
    choice("medical_deductible_basis", "医疗救助起付标准算法", SECTION, c.DEDUCTIBLE, by=c.LOW_INCOME),
    amount("medical_deductible", "医疗救助年度起付标准", SECTION, "fen/year", by=c.LOW_INCOME, most=BIG, short="起付标准"),
    share_of("medical_deductible_share", "起付标准折合人均可支配收入的比例", SECTION, by=c.LOW_INCOME, most=10**4),
    share_of("medical_rate", "医疗救助比例", SECTION, by=c.LOW_INCOME, most=10**4),
    amount("medical_cap", "医疗救助年度限额（0 表示不设）", ARTICLE, "fen/year", by=c.LOW_INCOME, most=BIG, short="年度限额"),
    truth("second_open", "可享受倾斜救助", SECTION, by=c.LOW_INCOME),
    amount("second_above", "倾斜救助各段起点", SECTION, "fen/year", by=c.LAYER, most=BIG, short="起点"),
    share_of("second_rate", "倾斜救助各段比例", SECTION, by=c.LAYER, most=10**4),
    amount("second_cap", "倾斜救助年度限额（0 表示不设）", SECTION, "fen/year", most=BIG, short="倾斜救助限额"),
    amount("premium", "城乡居民基本医疗保险个人缴费标准", SECTION, "fen/person/year", short="个人缴费"),
    share_of("premium_share", "资助参保比例", SECTION, by=c.LOW_INCOME, most=10**4),
)  # fmt: skip
