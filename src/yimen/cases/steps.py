"""The one place where a case changes its state."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yimen.audit.trail import wrote
from yimen.cases import clocks, needs, permissions
from yimen.cases.errors import NotYourStep, StaleScreen, StepNotOpen, StepNotReady
from yimen.cases.models import Case, CaseLog
from yimen.core.processes import PROCEDURES, Need, State, Step
from yimen.guard.clock import local_day
from yimen.guard.rows import area_of
from yimen.network.officers import Officer


@dataclass(frozen=True)
class Family:
    """The family itself as the one who acts (补正、撤回)."""

    name: str = "申请人"


def lock(case_id: UUID, version: int | None = None) -> Case:
    """The case, locked until the transaction ends.

    Raises: StaleScreen when the page was made from an older version; Case.DoesNotExist outside one's area.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if version is not None and version != case.version:
        raise StaleScreen(number=case.number, changes=changes_since(case, version), case=case.pk)
    return case


def changes_since(case: Case, version: int) -> str:
    """What happened after a version, as a person would say it."""
    steps = {step.key: step.label for step in PROCEDURES[case.programme].steps}
    behind = max(case.version - version, 1)
    log = list(case.log.order_by("-id")[:behind])
    said = [f"{entry.officer_post} {steps.get(entry.step, entry.step)}" for entry in reversed(log)]
    return "；".join(said) or "资料有更新"


def take(
    case: Case,
    key: str,
    *,
    by: Officer | Family,
    now: datetime,
    note: str = "",
    given: frozenset[Need] = frozenset(),
) -> Case:
    """Take one step of the procedure: permission, state, needs, clocks, log. The caller holds the lock.

    Raises: NotYourStep, StepNotOpen, StepNotReady; nothing is stored then.
    """
    step = PROCEDURES[case.programme].step(key)
    _require(by, step, case)
    if case.state not in step.from_:
        raise StepNotOpen(number=case.number, state=State(case.state).label, step=step.label)
    today = local_day(now)
    missing = needs.unmet(needs.Folder(case, today), step, given)
    if missing:
        said = "".join(sentence for _, sentence in missing)
        raise StepNotReady(
            number=case.number, step=step.label, missing=said, needs=[need for need, _ in missing]
        )
    before = case.state
    case.state = step.to
    clocks.turn(case, step, today)
    touch(case, step.key, before, by=by, now=now, note=note)
    return case


def touch(case: Case, key: str, before: str, *, by: Officer | Family, now: datetime, note: str = "") -> None:
    """Save the case under a new version and write the line of its log."""
    case.version += 1
    case.save()
    CaseLog.objects.create(
        case=case,
        household_id=case.household_id,
        step=key,
        from_state=before,
        to_state=case.state,
        officer_id=by.user_id if isinstance(by, Officer) else None,
        officer_post=by.title if isinstance(by, Officer) else by.name,
        at=now,
        note=note,
        **area_of(case),
    )
    wrote(case.household_id, f"{case.number} {key}")


def _require(by: Officer | Family, step: Step, case: Case) -> None:
    if isinstance(by, Officer):
        permissions.require(by, step, case)
    elif "family" not in step.by:
        raise NotYourStep(f"“{step.label}”由工作人员办理。", case=case.number, step=step.key)
