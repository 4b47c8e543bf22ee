"""Who walks through the pages: officers and citizens with open sessions, and what each of them may ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from yimen.bench.errors import BenchRefused
from yimen.cases.models import Award, Case
from yimen.core.processes import State
from yimen.core.regions import Level
from yimen.guard import clock
from yimen.guard.scope import scope
from yimen.intake.drafts import start_draft
from yimen.network.models import Duty, Post
from yimen.network.officers import Officer, officer_in
from yimen.people.accounts import CITIZEN_SESSION, citizen_for, open_account
from yimen.people.models import Person
from yimen.regions.queries import within
from yimen.web.staff.session import POST, SECOND_FACTOR

PASSWORDS = "django.contrib.auth.backends.ModelBackend"
DESKS = (
    (Duty.TOWN_CLERK, 12),
    (Duty.TOWN_LEADER, 4),
    (Duty.COUNTY_CLERK, 2),
    (Duty.COUNTY_LEADER, 2),
    (Duty.VILLAGE_ASSISTANT, 4),
)
"""How many of each duty sit at once among twenty; the rest wait until more are asked for."""
POOL = 300
"""How many files of its area one officer asks for; more than pages of the cache would hide."""


@dataclass
class Visitor:
    """One seat: an officer at a desk, and a citizen with a phone. What they may ask for; nothing is asked twice."""

    officer: Officer
    session: str
    citizen_session: str
    cases: list[Case]
    to_accept: list[Case]
    names: list[str]
    id_numbers: list[str]
    phones: list[str]
    awards: int
    villages: Sequence[str]
    rng: Random

    def case(self) -> Case:
        return self.rng.choice(self.cases)


def visitors(wanted: int, seed: int) -> list[Visitor]:
    """So many seats.  Raises: BenchRefused where the installation has too few officers."""
    officers = list(islice(_officers(), wanted))
    if len(officers) < wanted:
        raise BenchRefused(f"演示县只有 {len(officers)} 名办件人员，坐不满 {wanted} 个位置。")
    villages = list(within(settings.ENV.county, Level.VILLAGE).values_list("code", flat=True))
    taken: set[UUID] = set()
    return [_visitor(officer, Random(f"{seed}-{n}"), villages, taken) for n, officer in enumerate(officers)]


def _officers() -> Any:
    posts = Post.objects.filter(until__isnull=True).select_related("organisation", "user")
    rest = []
    for duty, sitting in DESKS:
        holders = list(posts.filter(duty=duty).order_by("organisation__area", "pk"))
        yield from map(officer_in, holders[:sitting])
        rest += holders[sitting:]
    yield from map(officer_in, rest)


def _visitor(officer: Officer, rng: Random, villages: Sequence[str], taken: set[UUID]) -> Visitor:
    with scope(officer.scope):
        cases = _sample(Case.objects.select_related("application").order_by("pk"), rng)
        waiting = Case.objects.filter(state=State.SUBMITTED.value).exclude(pk__in=taken).order_by("pk")
        to_accept = list(waiting[:40]) if officer.duty == Duty.TOWN_CLERK else []
        taken.update(case.pk for case in to_accept)
        people = _sample(Person.objects.filter(id_number__isnull=False).order_by("pk"), rng)
        awards = Award.objects.filter(state=Award.State.ACTIVE).count()
        found = [(p.name, p.id_number, p.phone) for p in people]
    phones = [phone for _, _, phone in found if phone]
    if not cases:
        raise BenchRefused(f"{officer.title} 的辖区没有办件，不能测量。")
    return Visitor(
        officer=officer,
        session=_staff_session(officer),
        citizen_session=_citizen_session(cases, officer, rng),
        cases=cases,
        to_accept=to_accept,
        names=[name for name, _, _ in found],
        id_numbers=[number for _, number, _ in found],
        phones=phones,
        awards=awards,
        villages=villages,
        rng=rng,
    )


def _sample(rows: Any, rng: Random) -> list[Any]:
    """Some of the rows, spread over all of them."""
    count = rows.count()
    if count <= POOL:
        return list(rows)
    step = count // POOL
    keys = list(rows.values_list("pk", flat=True))[rng.randrange(step) :: step]
    return list(rows.filter(pk__in=keys))


# Sessions -----------------------------------------------------------------------------------------------------------


def _staff_session(officer: Officer) -> str:
    """As after the sign-in page: password and second factor shown, the post chosen."""
    user = Post.objects.select_related("user").get(pk=officer.post_id).user
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: PASSWORDS,
            HASH_SESSION_KEY: user.get_session_auth_hash(),
            SECOND_FACTOR: clock.now().timestamp(),
            POST: officer.post_id,
        }
    )
    session.create()
    return str(session.session_key)


def _citizen_session(cases: Sequence[Case], officer: Officer, rng: Random) -> str:
    """The phone of an applicant of the area, signed in, with a form begun."""
    with scope(officer.scope):
        applicants = Person.objects.filter(pk__in=[case.applicant_id for case in cases[:POOL]])
        phones = sorted({person.phone for person in applicants if person.phone})
    if not phones:
        raise BenchRefused(f"{officer.title} 的辖区没有留手机号的申请人，不能测量手机页面。")
    phone, now = rng.choice(phones), clock.now()
    account = open_account(phone, now)
    citizen = citizen_for(str(account))
    assert citizen is not None  # just opened
    with scope(citizen.scope):
        start_draft(account, phone, now)
    session = SessionStore()
    session[CITIZEN_SESSION] = str(account)
    session.create()
    return str(session.session_key)
