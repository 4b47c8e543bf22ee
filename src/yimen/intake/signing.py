"""核对授权：who must allow the check, and how it is signed — by a one-time code, or on a numbered paper form.

Before filing a signature hangs on the draft; afterwards it is an Authorisation of the household's file. Adults of full
capacity sign for themselves; for a minor, or an adult without full capacity, a guardian in the same file signs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from yimen.audit.trail import wrote
from yimen.core.calendar import add_months
from yimen.core.errors import YimenError
from yimen.core.ids import uuid7
from yimen.documents.models import Attachment
from yimen.guard.clock import local_day
from yimen.guard.keys import blind_index
from yimen.guard.rows import area_of
from yimen.intake.checks import ADULT, Form, may_sign, needs_guardian
from yimen.intake.completeness import is_minor
from yimen.intake.content import Content
from yimen.intake.drafts import lock
from yimen.intake.faults import Fault
from yimen.intake.models import Authorisation, Draft, DraftFile, DraftSignature
from yimen.intake.numbers import AUTHORISATION, new_number, read_number
from yimen.intake.reading import PersonRead
from yimen.intake.texts import AUTHORISATION_PURPOSE, AUTHORISATION_SCOPE, AUTHORISED_MONTHS
from yimen.notifications import codes
from yimen.people.models import Household, Person
from yimen.people.queries import members_on, supporters_on


class CannotSign(YimenError):
    """A minor, a person without full capacity, or a stranger to the file."""

    code = "cannot_sign"


class NumberRefused(YimenError):
    """The number on a paper form is wrong or was used before."""

    code = "authorisation_number"


def code_purpose(signer: UUID) -> str:
    return f"sign:{signer.hex}"


def ask_code(signer_name: str, signer: UUID, phone: str, *, address: str, now: datetime) -> None:
    """Send the signer a code.  Raises: NoChannel, TooManyCodes."""
    words = f"{signer_name}授权民政部门核对家庭经济状况"
    codes.issue(phone, code_purpose(signer), words, address=address, now=now)


# On the draft -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Duty:
    """One member of a form and how their authorisation stands. `standing`: signed, changed, later, open."""

    person: PersonRead
    guardian: bool
    standing: str
    signature: DraftSignature | None = None


def duties(draft: Draft, form: Form, content: Content, on: date) -> list[Duty]:
    """Every member living in common, in the order of the form."""
    held = {signature.member: signature for signature in draft.signatures.select_related("paper")}
    return [_duty(person, held.get(person.id), content, on) for person in form.members]


def _duty(person: PersonRead, signature: DraftSignature | None, content: Content, on: date) -> Duty:
    standing = "later" if person.id.hex in content.later else "open"
    if signature is not None:
        standing = "signed" if bytes(signature.identity) == identity(person) else "changed"
    return Duty(person, needs_guardian(person, on), standing, signature)


def signing_faults(waiting: Iterable[Duty]) -> list[Fault]:
    """What hinders filing: a member who has neither signed nor said that they will at the window."""
    sentences = {
        "open": "还没有授权核对。请本人（或监护人）签署，或选择“以后到窗口签”。",
        "changed": "签署以后姓名或证件号码改过，原来的授权作废，请重新签署。",
    }
    return [
        Fault("sign", duty.person.id.hex, duty.person.name, "核对授权", sentences[duty.standing])
        for duty in waiting
        if duty.standing in sentences
    ]


def identity(person: PersonRead) -> bytes:
    """Who was authorised: name and number as they stood at signing."""
    return blind_index("identity", f"{person.name}\0{person.id_number or person.birth_date}")


def sign_draft(
    draft_id: UUID, form: Form, signer: UUID, members: Sequence[UUID], *, code: str, now: datetime
) -> list[DraftSignature]:
    """The signer allows the check of themselves and of those they are guardian of, by the code sent to their phone.

    Raises: CannotSign; CodeRefused, whose try stays counted (see notifications.codes).
    """
    person = _signer(form, signer, now)
    signed = _for_whom(form, person, members, now)
    if person.phone is None:
        raise CannotSign(f"{person.name} 没有填写手机号码，不能用验证码签署。请先填写，或改用纸质授权书。")
    codes.spend(person.phone, code_purpose(signer), code, now)
    with transaction.atomic():
        draft, _ = lock(draft_id)
        return [
            _keep(draft, one, signer, new_number(AUTHORISATION, local_day(now)), None, now) for one in signed
        ]


def sign_draft_on_paper(
    draft_id: UUID, form: Form, member: UUID, signer: UUID, *, number: str, paper: DraftFile, now: datetime
) -> DraftSignature:
    """The number printed on the signed form, typed back, and its photo.  Raises: CannotSign, NumberRefused."""
    person = _signer(form, signer, now)
    signed = _for_whom(form, person, [member], now)
    draft, _ = lock(draft_id)
    return _keep(draft, signed[0], signer, read_paper_number(number), paper, now)


def read_paper_number(typed: str) -> str:
    """Raises: NumberRefused."""
    number = read_number(typed, AUTHORISATION)
    if number is None:
        raise NumberRefused(
            "授权书编号不对：应与纸质授权书右上角的编号一致，例如 SQ-261122-4839-2015，请逐位核对。"
        )
    if DraftSignature.objects.filter(number=number).exists():
        raise NumberRefused(f"授权书编号 {number} 已经用过。每份授权书只能用于一个人，请核对编号。")
    return number


def _signer(form: Form, signer: UUID, now: datetime) -> PersonRead:
    person = next((p for p in form.persons if p.id == signer), None)
    if person is None:
        raise CannotSign("签署人不在这份申请里，请先添加为家庭成员或义务人。")
    if not may_sign(person, local_day(now)):
        raise CannotSign(
            f"{person.name} 不满 {ADULT} 周岁、没有完全民事行为能力，或者出生日期没有填好，不能签署。请由监护人代签。"
        )
    return person


def _for_whom(form: Form, signer: PersonRead, members: Sequence[UUID], now: datetime) -> list[PersonRead]:
    """Oneself, and those who need a guardian; nobody else."""
    wanted = [person for person in form.persons if person.id in set(members)]
    if not wanted or len(wanted) != len(set(members)):
        raise CannotSign("请选择为谁签署。")
    for person in wanted:
        if person.id != signer.id and not needs_guardian(person, local_day(now)):
            raise CannotSign(f"{person.name} 是完全民事行为能力人，须由本人签署，{signer.name} 不能代签。")
    return wanted


def _keep(
    draft: Draft, person: PersonRead, signer: UUID, number: str, paper: DraftFile | None, now: datetime
) -> DraftSignature:
    DraftSignature.objects.filter(draft=draft, member=person.id).delete()
    wrote()
    return DraftSignature.objects.create(
        id=uuid7(),
        account_id=draft.account_id,
        draft=draft,
        member=person.id,
        signer=signer,
        identity=identity(person),
        number=number,
        paper=paper,
        signed_at=now,
    )


# In the file ------------------------------------------------------------------------------------------------------


def file_signatures(draft: Draft, household: Household) -> list[Authorisation]:
    """The signatures of a draft as authorisations of the new file. Photos of paper forms are attachments by now."""
    signatures = list(draft.signatures.all())
    return [_authorise(household, s.member, s.signer, s.number, s.paper_id, s.signed_at) for s in signatures]


def sign_authorisation(
    household: Household, signer: Person, persons: Sequence[Person], *, code: str, now: datetime
) -> list[Authorisation]:
    """After filing: by the code sent to the signer's phone, for themselves and those they are guardian of.

    Raises: CannotSign; CodeRefused, whose try stays counted.
    """
    require_signer(household, signer, persons, now)
    if signer.phone is None:
        raise CannotSign(f"{signer.name} 没有登记手机号码，不能用验证码签署，请改用纸质授权书。")
    codes.spend(signer.phone, code_purpose(signer.pk), code, now)
    day = local_day(now)
    return [
        _authorise(household, p.pk, signer.pk, new_number(AUTHORISATION, day), None, now) for p in persons
    ]


def authorise_on_paper(
    household: Household, signer: Person, person: Person, *, number: str, paper: Attachment, now: datetime
) -> Authorisation:
    """A signed form, at the window or by photo.  Raises: CannotSign, NumberRefused."""
    require_signer(household, signer, [person], now)
    return _authorise(household, person.pk, signer.pk, read_paper_number(number), paper.pk, now)


def require_signer(household: Household, signer: Person, persons: Sequence[Person], now: datetime) -> None:
    """Raises: CannotSign."""
    day = local_day(now)
    known = {m.person_id for m in [*members_on(household.pk, day), *supporters_on(household.pk, day)]}
    strangers = [p.name for p in [signer, *persons] if p.pk not in known]
    if strangers or not persons:
        raise CannotSign(f"{'、'.join(strangers) or '签署对象'} 不在这个家庭的档案里。")
    if not signs_alone(signer, day):
        raise CannotSign(f"{signer.name} 未成年或没有完全民事行为能力，不能签署。请由监护人代签。")
    for person in persons:
        if person.pk != signer.pk and signs_alone(person, day):
            raise CannotSign(f"{person.name} 是完全民事行为能力人，须由本人签署，{signer.name} 不能代签。")


def signs_alone(person: Person, day: date) -> bool:
    """An adult of full capacity, as far as the file says."""
    return person.birth_date is not None and not is_minor(person, day) and person.full_capacity is not False


def withdraw_authorisation(authorisation_id: UUID, now: datetime) -> Authorisation:
    """撤回授权: the next query is not made. What was checked before stands."""
    held = Authorisation.objects.select_for_update(of=("self",)).get(pk=authorisation_id)
    if held.withdrawn_at is None:
        held.withdrawn_at = now
        held.save(update_fields=["withdrawn_at"])
        wrote(held.household_id, f"撤回授权 {held.number}")
    return held


def _authorise(
    household: Household, person: UUID, signer: UUID, number: str, paper: UUID | None, at: datetime
) -> Authorisation:
    day = local_day(at)
    row = Authorisation(
        id=uuid7(),
        number=number,
        household=household,
        person_id=person,
        signed_by_id=signer,
        guardian=person != signer,
        kind=Authorisation.Kind.PAPER if paper else Authorisation.Kind.ELECTRONIC,
        scope=AUTHORISATION_SCOPE,
        purpose=AUTHORISATION_PURPOSE,
        valid_from=day,
        valid_until=add_months(day, AUTHORISED_MONTHS),
        signed_at=at,
        paper_id=paper,
        **area_of(household),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as refusal:
        raise NumberRefused(
            f"授权书编号 {number} 已经用过。每份授权书只能用于一个人，请核对编号。"
        ) from refusal
    wrote(household.pk, f"授权核对 {number}")
    return row
