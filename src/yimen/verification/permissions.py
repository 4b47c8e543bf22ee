"""Who may ask, who may ask again, who may read a report. Rows outside one's area are not seen at all."""

from yimen.core.errors import YimenError
from yimen.guard.rows import AreaRow
from yimen.network.officers import Officer

ASKING = frozenset({"town_clerk", "town_leader", "county_clerk", "county_leader"})
"""乡镇提出、县级办理：those who handle the case put the question (policy §2.3 row 5)."""

CHECKING = frozenset({"centre_clerk"})
READING = ASKING | CHECKING | {"supervisor"}


class NotYourCheck(YimenError):
    """Wrong duty, or a family of another area."""

    code = "not_your_duty"


def why_not_ask(officer: Officer, file: AreaRow, duties: frozenset[str] = ASKING) -> str | None:
    """The sentence that says why this officer may not ask about this family; None when they may."""
    if officer.duty not in duties:
        return f"“发起核对”不由{officer.post_name}办理，请转由本辖区社会救助经办人员发起。"
    if not officer.covers(file.village) and not file.village.startswith(officer.area):
        return f"该家庭不在{officer.organisation}的辖区，不能发起核对。"
    return None


def require_may_ask(officer: Officer, file: AreaRow) -> None:
    """Raises: NotYourCheck."""
    _require(why_not_ask(officer, file))


def require_may_ask_again(officer: Officer, file: AreaRow) -> None:
    """The centre asks again too: a source that was silent, a report that is disputed.  Raises: NotYourCheck."""
    _require(why_not_ask(officer, file, ASKING | CHECKING))


def may_ask_again(officer: Officer, file: AreaRow) -> bool:
    return why_not_ask(officer, file, ASKING | CHECKING) is None


def _require(reason: str | None) -> None:
    if reason is not None:
        raise NotYourCheck(reason)
