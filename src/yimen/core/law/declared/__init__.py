"""Everything a place may set, declared once: names, Chinese labels, units, bounds and the article that leaves it open."""

from yimen.core.book import Parameter
from yimen.core.law.declared.children import CHILDREN
from yimen.core.law.declared.clocks import CLOCKS
from yimen.core.law.declared.dibao import DIBAO
from yimen.core.law.declared.disability import DISABILITY
from yimen.core.law.declared.gangxing import GANGXING
from yimen.core.law.declared.linshi import LINSHI
from yimen.core.law.declared.medical import MEDICAL
from yimen.core.law.declared.others import OTHERS
from yimen.core.law.declared.rounding import AMOUNTS
from yimen.core.law.declared.tekun import TEKUN

PARAMETERS: tuple[Parameter, ...] = (
    *DIBAO,
    *TEKUN,
    *GANGXING,
    *LINSHI,
    *DISABILITY,
    *CHILDREN,
    *MEDICAL,
    *OTHERS,
    *AMOUNTS,
    *CLOCKS,
)
BY_NAME: dict[str, Parameter] = {parameter.name: parameter for parameter in PARAMETERS}

__all__ = ["BY_NAME", "PARAMETERS"]
