"""Who is asked about, and under which authorisation. 先授权后核对，无授权不核对。"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yimen.core.errors import YimenError
from yimen.core.ids import mask_resident_id
from yimen.guard.clock import local_day
from yimen.intake.models import Authorisation
from yimen.people.models import Household, Membership
from yimen.people.queries import members_on, supporters_on
from yimen.verification.models import SourceQuery
from yimen.verification.purposes import purpose_named


class NoAuthorisation(YimenError):
    """无授权不核对: a member who has not signed, whose authorisation ended or was withdrawn. `names` lists them all."""

    code = "verification.no_authorisation"
    sentence = "还不能发起核对：{missing}。请先取得授权书，再发起核对。"


class NobodyToAsk(YimenError):
    code = "verification.nobody"
    sentence = "{file} 没有在册的家庭成员，不能发起核对。请先登记家庭成员。"


class OldVersion(YimenError):
    """The report has been replaced since."""

    code = "stale_screen"
    sentence = "{number} 第 {version} 版已有新版本。请打开最新版本，核对后再操作。"


@dataclass(frozen=True)
class Asked:
    """A person as the queries name them. `must`: without their authorisation nothing is asked about anybody."""

    id: UUID
    name: str
    id_masked: str
    relation: str
    must: bool = True


def members_asked(household: Household, now: datetime) -> list[Asked]:
    """The living members, head first, then kin outside the household.  Raises: NobodyToAsk."""
    day = local_day(now)
    members, kin = members_on(household.pk, day), supporters_on(household.pk, day)
    if not members:
        raise NobodyToAsk(file=household.number)
    return [_asked(m, m in members) for m in [*members, *kin] if m.person.died_on is None]


def _asked(membership: Membership, must: bool) -> Asked:
    person = membership.person
    masked = mask_resident_id(person.id_number or "")
    return Asked(person.pk, person.name, masked, Membership.Relation(membership.relation).label, must)


def persons_asked(queries: Sequence[SourceQuery]) -> list[Asked]:
    """Each person once, in the order in which they were first asked about."""
    return list(
        {q.person_id: Asked(q.person_id, q.person_name, q.id_masked, q.relation) for q in queries}.values()
    )


def standing_authorisations(
    household: UUID, must: Collection[Asked], purpose: str, now: datetime
) -> dict[UUID, Authorisation]:
    """The authorisation of each person that stands now, the newest where there are several.

    Raises: NoAuthorisation naming each one in `must` who has none, and why.
    """
    signed = Authorisation.objects.filter(household_id=household, signed_at__lte=now).order_by(
        "signed_at", "pk"
    )
    standing = {a.person_id: a for a in signed if why_not(a, purpose, now) is None}
    last = {a.person_id: why_not(a, purpose, now) for a in signed}
    lacking = {p.name: last.get(p.id) or "没有签署核对授权书" for p in must if p.id not in standing}
    if lacking:
        missing = "；".join(f"{name}：{why}" for name, why in lacking.items())
        raise NoAuthorisation(missing=missing, names=list(lacking))
    return standing


def why_not(authorisation: Authorisation, purpose: str, now: datetime) -> str | None:
    """Why an authorisation does not allow a check for this purpose at this moment; None when it does (promise 39)."""
    day = local_day(now)
    if authorisation.withdrawn_at is not None and authorisation.withdrawn_at <= now:
        return f"本人已于 {local_day(authorisation.withdrawn_at)} 撤回授权"
    if not authorisation.valid_from <= day <= authorisation.valid_until:
        return f"授权有效期为 {authorisation.valid_from} 至 {authorisation.valid_until}，不在有效期内"
    if not purpose_named(purpose).covered_by(authorisation.purpose):
        return f"授权用途是“{authorisation.purpose}”，不能用于“{purpose}”"
    return None
