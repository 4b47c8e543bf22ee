"""Who may take which step of which case. The database holds the hard part again (migration 0003)."""

from yimen.cases.errors import NotYourStep
from yimen.cases.models import Case
from yimen.core.processes import PROCEDURES, Route, Step
from yimen.network.officers import Officer
from yimen.people.queries import Kin, kin_of_staff

DECIDING = frozenset({"confirm", "refuse"})


def why_not(officer: Officer, step: Step, case: Case, kin: list[Kin] | None = None) -> str | None:
    """The sentence that says why this officer may not take this step of this case; None when they may.

    `kin`: the household's declared relatives of staff, where the caller has them already.
    """
    if officer.duty not in step.duties(Route(case.route)):
        return f"“{step.label}”不由{officer.post_name}办理。"
    if not officer.covers(case.county) and not case.village.startswith(officer.area):
        return f"{case.number} 不在{officer.organisation}的辖区。"
    if step.key in DECIDING and officer.user_id in (case.accepted_by_id, case.reviewed_by_id):
        return f"{officer.name} 办理过 {case.number} 的受理或初审，须由他人审核确认。"
    related = kin_of_staff(case.household_id) if kin is None else kin
    own = next((k for k in related if k.user_id == officer.user_id), None)
    if own is not None:
        return f"{officer.name} 是该家庭成员的近亲属（{own.relation}），应当回避，请转由他人办理。"
    return None


def may_take(officer: Officer, step: Step, case: Case) -> bool:
    return why_not(officer, step, case) is None


def require(officer: Officer, step: Step, case: Case) -> None:
    """Raises: NotYourStep, with the reason."""
    reason = why_not(officer, step, case)
    if reason is not None:
        raise NotYourStep(reason, case=case.number, step=step.key)


def steps_for(officer: Officer, case: Case, kin: list[Kin]) -> list[Step]:
    """The steps this officer could take on this case now, in the order of the procedure."""
    procedure = PROCEDURES[case.programme]
    open_steps = (step for step in procedure.steps if case.state in step.from_)
    return [step for step in open_steps if why_not(officer, step, case, kin) is None]
