"""Posts given and ended, near relatives declared. Rights are rows: what is written here holds with the next request."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from yimen.core.ids import resident_id, uuid7
from yimen.guard import clock
from yimen.guard.keys import blind_index
from yimen.network.duties import OFFICES, conflict
from yimen.network.errors import (
    AlreadyHeld,
    BadPeriod,
    ConflictingDuties,
    NobodyGrantsThemselves,
    NotYoursToGrant,
    PostOver,
    ReasonMissing,
    WrongOffice,
)
from yimen.network.models import Duty, Organisation, Post, StaffKin, User
from yimen.network.officers import Officer

LONG_AGO = 366
"""Days back that a post may be entered: a decree is sometimes registered late, but not for years gone."""


@transaction.atomic
def appoint(
    user: User,
    organisation: Organisation,
    duty: str,
    *,
    since: date,
    until: date | None,
    reason: str,
    granted_by: Officer,
    now: datetime,
) -> Post:
    """Give somebody a post. Runs in the administrators' scope.

    Raises: AppointmentRefused, of the kind that says why.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two grants to one person, one after the other
    _require_granter(granted_by, user, duty)
    _require_period(since, until, reason, clock.local_day(now))
    _require_office(organisation, duty)
    _require_no_conflict(user, organisation, duty, since, until)
    return Post.objects.create(
        user=user,
        organisation=organisation,
        duty=duty,
        since=since,
        until=until,
        reason=reason.strip(),
        granted_by_id=granted_by.user_id,
    )


def _require_granter(granter: Officer, user: User, duty: str) -> None:
    if granter.user_id == user.pk:
        raise NobodyGrantsThemselves(user=user.pk)
    if duty not in may_grant(granter):
        raise NotYoursToGrant(granter=granter.post_name, duty=Duty(duty).label)


def may_grant(granter: Officer) -> frozenset[str]:
    """The security administrator gives every post but their own kind; those come from the system administrator."""
    if granter.duty == Duty.SECURITY_ADMIN:
        return frozenset(set(Duty) - {Duty.SECURITY_ADMIN})
    return frozenset({Duty.SECURITY_ADMIN} if granter.duty == Duty.SYSTEM_ADMIN else ())


def _require_period(since: date, until: date | None, reason: str, today: date) -> None:
    if not reason.strip():
        raise ReasonMissing()
    if until is not None and until < max(since, today):
        raise BadPeriod(f"截止日期 {until} 早于起始日期或今天，岗位不会生效。请改正日期。", until=until)
    if (today - since).days > LONG_AGO:
        raise BadPeriod(f"起始日期 {since} 早于一年以前，请核对年份。", since=since)


def _require_office(organisation: Organisation, duty: str) -> None:
    wanted = OFFICES[duty]
    if organisation.kind not in wanted:
        kinds = "、".join(sorted(Organisation.Kind(kind).label for kind in wanted))
        kind = Organisation.Kind(organisation.kind).label
        raise WrongOffice(duty=Duty(duty).label, office=organisation.name, kind=kind, wanted=kinds)


def _require_no_conflict(
    user: User, organisation: Organisation, duty: str, since: date, until: date | None
) -> None:
    for held in user.posts.select_related("organisation"):
        if not held.overlaps(since, until):
            continue
        office = held.organisation.name
        if conflict(held.duty, duty):
            label = Duty(duty).label
            raise ConflictingDuties(name=user.name, office=office, held=held.get_duty_display(), wanted=label)
        if held.duty == duty and held.organisation_id == organisation.pk:
            raise AlreadyHeld(name=user.name, office=office, duty=held.get_duty_display())


@transaction.atomic
def end_post(post_id: int, *, reason: str, by: Officer, now: datetime) -> Post:
    """End a post at once: with the holder's next request the rights and the session are gone.

    Raises: PostOver, NobodyGrantsThemselves, NotYoursToGrant, ReasonMissing.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("user").get(pk=post_id)
    if post.ended_at is not None:
        raise PostOver(name=post.user.name, on=clock.local_day(post.ended_at))
    _require_granter(by, post.user, post.duty)
    if not reason.strip():
        raise ReasonMissing("请填写结束岗位的原因，例如调离、退休。")
    today = clock.local_day(now)
    post.until = max(post.since, min(today, post.until or today))
    post.ended_at, post.ended_by_id, post.end_reason = now, by.user_id, reason.strip()
    post.save(update_fields=["until", "ended_at", "ended_by", "end_reason"])
    return post


@dataclass(frozen=True)
class FirstPassword:
    """A new account, or one whose password was forgotten: the password is shown once and changed at sign-in."""

    user: User
    password: str


@transaction.atomic
def open_account(username: str, name: str, *, by: Officer) -> FirstPassword:
    """A member of staff who can sign in, and do nothing before a post is given. Runs in the administrators' scope."""
    _require_administrator(by)
    password = first_password()
    user = User.objects.create_user(username.strip(), name.strip(), password)
    user.password_is_first = True
    user.save(update_fields=["password_is_first"])
    return FirstPassword(user, password)


@transaction.atomic
def reset_sign_in(user_id: int, *, by: Officer) -> FirstPassword:
    """A forgotten password or a lost phone: a new first password, and the second factor is set up anew."""
    _require_administrator(by)
    user = User.objects.select_for_update().get(pk=user_id)
    if user.pk == by.user_id:
        raise NobodyGrantsThemselves("不能重置自己的登录。请由另一位管理员办理。", user=user.pk)
    password = first_password()
    user.set_password(password)
    user.password_is_first = True
    user.save(update_fields=["password", "password_is_first"])
    Authenticator.objects.filter(user=user).delete()
    return FirstPassword(user, password)


def _require_administrator(by: Officer) -> None:
    if not may_grant(by):
        raise NotYoursToGrant("登录账号由安全管理员管理，您的岗位不能办理。", granter=by.post_name)


def first_password() -> str:
    """Shown once, changed at the first sign-in: twelve letters and figures that are not mistaken for one another when read out."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(12))


def declare_kin(
    *, relation: str, id_number: str, by: Officer, now: datetime, staff_name: str = "", staff_post: str = ""
) -> StaffKin:
    """近亲属申报 (D57 §11): one's own relative, or that of a village official who has no account. Runs in the officer's scope.

    Only the blind index of the number is kept: it says whether an applicant is this relative, and nothing else.
    Raises: BadNumber.
    """
    own = not staff_name
    area, today = by.area, clock.local_day(now)
    number = resident_id(id_number, synthetic=settings.SYNTHETIC, on=today).number
    return StaffKin.objects.create(
        id=uuid7(),
        county=area[:6],
        town=area[:9] if len(area) >= 9 else "",
        village=area if len(area) == 12 else "",
        user_id=by.user_id if own else None,
        staff_name=by.name if own else staff_name,
        staff_post=by.post_name if own else staff_post,
        relation=relation,
        id_index=blind_index("id", number),
        declared_on=today,
    )
