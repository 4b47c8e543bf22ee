"""What is asked about, as data: each category with the declared item it is compared with.

The first ten of the catalogue of policy §13.3 that a sum or a number can answer. `kind` is the kind of the declared
item (people.PropertyItem / people.IncomeItem), and so the fact of the rule book that the answer stands over.
"""

from dataclasses import dataclass
from typing import Any, Literal

from yimen.core.errors import YimenError
from yimen.people.models import IncomeItem, PropertyItem

Measure = Literal["amount", "count"]


class CategoryUnknown(YimenError):
    code = "verification.category_unknown"
    sentence = "没有“{category}”这个核对项目。可用的有：{known}。请改正数据源设置后再试。"


@dataclass(frozen=True)
class Category:
    """`measure`: fen or a number of things.

    `whole`: the sources of this category together hold all of it, so that less found than declared is a difference
    and "none" means none. A pension office knows one part of transfer income: what it does not know it cannot deny.
    """

    key: str
    label: str
    kind: str
    measure: Measure
    unit: str
    whole: bool = True

    @property
    def is_income(self) -> bool:
        return self.kind in _I.values


_P: Any = PropertyItem.Kind
_I: Any = IncomeItem.Kind
_ALL = (
    Category("deposit", "银行存款", _P.DEPOSIT.value, "amount", "元"),
    Category("securities", "有价证券", _P.SECURITIES.value, "amount", "元"),
    Category("insurance", "商业保险", _P.INSURANCE.value, "amount", "元"),
    Category("online_finance", "互联网金融资产", _P.ONLINE.value, "amount", "元"),
    Category("house", "住房", _P.HOUSE.value, "count", "套"),
    Category("non_residential", "非居住类房屋", _P.NON_RESIDENTIAL.value, "count", "处"),
    Category("vehicle", "机动车辆", _P.VEHICLE.value, "count", "辆"),
    Category("business_registration", "市场主体登记", _P.BUSINESS.value, "count", "户"),
    Category("wage", "工资性收入", _I.WAGE.value, "amount", "元/月", whole=False),
    Category("pension", "养老待遇", _I.TRANSFER.value, "amount", "元/月", whole=False),
)
CATEGORIES = {category.key: category for category in _ALL}


def category(key: str) -> Category:
    """Raises: CategoryUnknown."""
    try:
        return CATEGORIES[key]
    except KeyError:
        raise CategoryUnknown(category=key, known="、".join(CATEGORIES)) from None
