"""What a place sets for 刚性支出困难家庭: which expenses count, how heavy they must be, whether money is paid."""

from yimen.core.book import Parameter
from yimen.core.law.declared import categories as c
from yimen.core.law.declared.builders import choice, multiple, number, share_of, truth

GANGXING: tuple[Parameter, ...] = (
    choice("gangxing_method", "刚性支出认定办法", "G2025:4", c.GANGXING_METHOD),
    share_of("gangxing_ratio", "刚性支出占家庭总收入的比例", "G2025:4"),
    truth("gangxing_inclusive", "等于规定比例也算", "G2025:4"),
    truth("gangxing_counts", "计入的支出类别", "G2025:5", by=c.EXPENSE),
    multiple("gangxing_residual", "收入减支出后的剩余折合低保标准的倍数", "G2025:4"),
    truth("gangxing_other", "另有当地规定的条件", "G2025:4"),
    truth("gangxing_pays", "按月发放生活补助", "G2025:2"),
    number("gangxing_valid_months", "刚性支出困难家庭认定有效期", "G2025:10", "month", most=12),
)
