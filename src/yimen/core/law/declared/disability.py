"""What a place sets for the two allowances of disabled persons."""

from yimen.core.book import Parameter
from yimen.core.law.declared import categories as c
from yimen.core.law.declared.builders import amount, truth

LIVING = CARE = "L2023:四(五)"

DISABILITY: tuple[Parameter, ...] = (
    truth("disability_living_open", "可享受困难残疾人生活补贴", LIVING, by=c.LOW_INCOME),
    amount("disability_living", "困难残疾人生活补贴标准", LIVING, by=c.DISABILITY_TIER, short="生活补贴"),
    truth("disability_care_mind", "智力、精神残疾人可享受护理补贴的等级", CARE, by=c.DISABILITY_GRADE),
    amount("disability_care", "重度残疾人护理补贴标准", CARE, by=c.DISABILITY_GRADE, short="护理补贴"),
    truth("care_or_elderly_subsidy", "护理补贴与老年人护理补贴只享受一项", CARE),
)
