"""What a place sets for 临时救助: how each tier is computed, its caps, how often, and what a town may decide itself."""

from yimen.core.book import Kind, Parameter
from yimen.core.law.declared import categories as c
from yimen.core.law.declared.builders import amount, choice, multiple, number, share_of, truth

RULE, LEVEL = "T2018:二(一)", "T2018:二(三)"

LINSHI: tuple[Parameter, ...] = (
    share_of("linshi_expense_ratio", "支出型救助：必要支出占家庭年收入的比例", RULE),
    truth("linshi_urban_standard", "临时救助一律按城市低保标准计算", LEVEL),
    choice("linshi_method", "临时救助金算法", LEVEL, c.LINSHI_METHOD, by=c.LINSHI_TIER),
    Parameter(
        "linshi_months", "困难月数上限", Kind.NUMBER, "month", bounds=(0, 24), by=c.LINSHI_TIER, source=LEVEL
    ),
    multiple("linshi_multiple", "每人月标准倍数", LEVEL, by=c.LINSHI_TIER),
    amount("linshi_fixed", "固定救助金额", LEVEL, "fen", by=c.LINSHI_TIER),
    share_of("linshi_expense_share", "自付支出的救助比例", LEVEL, by=c.LINSHI_TIER, most=10**4),
    amount("linshi_daily", "每人每日救助标准", LEVEL, "fen/person/day", most=10**6, short="日标准"),
    number("linshi_days", "救助天数上限", LEVEL, "day", by=c.EMERGENCY, most=366),
    multiple("linshi_cap_multiple", "每人最高救助的月标准倍数（0 表示不设）", LEVEL, by=c.LINSHI_TIER),
    amount("linshi_cap", "每次最高救助金额（0 表示不设）", LEVEL, "fen", by=c.LINSHI_TIER, short="最高额"),
    amount("linshi_floor", "每次最低救助金额", LEVEL, "fen", by=c.LINSHI_TIER, short="最低额"),
    truth("linshi_within_expense", "救助金不超过实际支出", LEVEL, by=c.LINSHI_TIER),
    number("linshi_times", "同一事由一年内的救助次数（0 表示不限）", LEVEL, "time", most=12),
    choice("linshi_ceiling_basis", "下放乡镇审批的限额算法", "R649:48", c.CEILING),
    amount("linshi_ceiling", "下放乡镇审批的限额", "R649:48", "fen", short="限额"),
    multiple("linshi_ceiling_multiple", "下放乡镇审批的限额折合月标准的倍数", "R649:48"),
)
