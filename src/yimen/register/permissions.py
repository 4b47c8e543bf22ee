"""Who hands a register in and who lets it in: two people of the county bureau (the database holds it again)."""

from yimen.network.models import Duty
from yimen.network.officers import Officer
from yimen.register.errors import NotYourRegister
from yimen.register.models import Upload

HANDING_IN = frozenset({Duty.COUNTY_CLERK.value, Duty.COUNTY_LEADER.value})
LETTING_IN = frozenset({Duty.COUNTY_LEADER.value})


def why_not_hand_in(officer: Officer) -> str | None:
    """The sentence that says why this officer does not upload, check again or withdraw; None when they may."""
    if officer.duty not in HANDING_IN or len(officer.counties) != 1:
        return f"在册名单由县级民政部门导入，{officer.post_name}不办理。"
    return None


def why_not_let_in(officer: Officer, upload: Upload) -> str | None:
    if officer.duty not in LETTING_IN:
        return f"批准入库由县级负责人办理，{officer.post_name}不办理。"
    if officer.user_id == upload.uploaded_by_id:
        return f"“{upload.name}”是 {officer.name} 本人上传的，须由另一名负责人批准入库。"
    return None


def require_hand_in(officer: Officer) -> None:
    """Raises: NotYourRegister."""
    _require(why_not_hand_in(officer))


def require_let_in(officer: Officer, upload: Upload) -> None:
    """Raises: NotYourRegister."""
    _require(why_not_let_in(officer, upload))


def _require(reason: str | None) -> None:
    if reason is not None:
        raise NotYourRegister(reason)
