"""Which form a step of the procedure asks for."""

from typing import Any

from yimen.cases.models import Case
from yimen.web.desk import forms

BY_STEP: dict[str, type[forms.StepForm]] = {
    "ask_correction": forms.CorrectionForm,
    "first_review": forms.OpinionForm,
    "first_review_against": forms.OpinionForm,
    "review_after_objection": forms.OpinionForm,
    "review_against_after_objection": forms.OpinionForm,
    "refuse": forms.RefusalForm,
    "send_back": forms.ReasonsForm,
    "withdraw": forms.ReasonsForm,
    "terminate": forms.ReasonsForm,
}


def form_for(key: str, case: Case, *, missing: list[str], data: Any = None) -> forms.StepForm:
    """The form of a step, empty or as typed. `missing`: the papers the file lacks, to tick."""
    extra: dict[str, Any] = {"missing": missing} if key == "ask_correction" else {}
    return BY_STEP.get(key, forms.Nothing)(
        data, initial={"version": case.version}, auto_id=f"{key}-%s", **extra
    )
