"""Cases of the demo at every stage of the procedure, so that every desk has something to do on the first morning."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import numpy as np
import pyarrow.compute as pc

from yimen.core.errors import YimenError
from yimen.demo.county import County
from yimen.demo.forms import Applicants, applicants
from yimen.demo.staff import OWNER
from yimen.demo.walks import Team, Walk
from yimen.guard.clock import local_day
from yimen.guard.keys import blind_index
from yimen.network.models import Duty, Post, StaffKin, User
from yimen.network.officers import Officer, officer_in
from yimen.people.models import Person

Script = Callable[[Walk], object]
Say = Callable[[str], object]

# How many days ago the family came, and how far its case has got. The first ones are made in the smallest county too.
ELIGIBLE: tuple[tuple[int, Script], ...] = (
    (0, lambda w: w.filed()),
    (23, lambda w: _up_to_review(w).posted().to_the_county()),
    (13, lambda w: _up_to_review(w).posted()),
    (3, lambda w: w.filed().accepted()),
    (25, lambda w: _up_to_review(w).posted().to_the_county().confirmed()),
    (7, lambda w: _up_to_review(w)),
    (5, lambda w: w.filed().accepted().surveyed().checked()),
    (2, lambda w: w.filed().asked_for_papers()),
    (16, lambda w: _up_to_review(w).posted().objected()),
    (21, lambda w: _up_to_review(w).posted().to_the_county()),
    (12, lambda w: w.filed().accepted()),
    (6, lambda w: w.filed().accepted().surveyed()),
    (8, lambda w: _up_to_review(w).posted()),
    (9, lambda w: w.filed().withdrawn()),
    (28, lambda w: _up_to_review(w).posted().objected().handled()),
    (26, lambda w: _up_to_review(w).posted().to_the_county().confirmed()),
    (1, lambda w: w.filed()),
    (30, lambda w: _up_to_review(w).posted().to_the_county().confirmed()),
)
WELL_OFF: tuple[tuple[int, Script], ...] = (
    (15, lambda w: _up_to_review(w)),
    (20, lambda w: _up_to_review(w).refused()),
)
UNANSWERED: tuple[tuple[int, Script], ...] = ((8, lambda w: w.filed().accepted().surveyed().checked()),)
KIN = (19, lambda w: _up_to_review(w).posted().to_the_county())


def _up_to_review(walk: Walk) -> Walk:
    return walk.filed().accepted().surveyed().checked().heard().settled().reviewed()


def families_for_cases(county: County) -> dict[str, list[int]]:
    """Which households file an application instead of being loaded, by what they are for; the first town's come first."""
    towns = [village[:9] for village in county.households["village"].to_pylist()]
    taken = {*county.awards["household"].to_pylist(), *county.truths["household"].to_pylist()}
    free = [h for h in sorted(range(len(towns)), key=lambda h: (towns[h], h)) if h not in taken]
    applying, unanswered = (county.households[c].to_pylist() for c in ("applying", "unanswered"))
    ready = [h for h in free if applying[h]]
    plain = [h for h in free if not applying[h] and not unanswered[h]]
    return {
        "eligible": ready[: len(ELIGIBLE)],
        "kin": ready[len(ELIGIBLE) :][:1],
        "well_off": _earning(county, plain)[: len(WELL_OFF)],
        "unanswered": [h for h in free if unanswered[h]][: len(UNANSWERED)],
    }


def _earning(county: County, households: list[int]) -> list[int]:
    """Households with a wage that is well above any standard, and nothing that makes the case complicated."""
    wage = county.incomes.filter(pc.equal(county.incomes["kind"], "wage"))
    summed = np.zeros(county.households.num_rows, np.int64)
    np.add.at(summed, wage["household"].to_numpy(), pc.fill_null(wage["monthly_fen"], 0).to_numpy())
    return [h for h in households if summed[h] > 6_000_00]


def make_cases(county: County, now: datetime, *, say: Say) -> int:
    """Walk each case as far as its script says; returns how many there are. One that cannot go on stays where it is."""
    chosen = families_for_cases(county)
    made = 0
    for kind, scripts in (
        ("eligible", ELIGIBLE),
        ("well_off", WELL_OFF),
        ("unanswered", UNANSWERED),
        ("kin", (KIN,)),
    ):
        for family, (days, script) in zip(applicants(county, chosen[kind]), scripts, strict=False):
            made += _walk(family, days, script, now, kind == "kin", say)
    say(f"办理中的事项 {made} 件，各环节都有。")
    return made


def _walk(family: Applicants, days: int, script: Script, now: datetime, kin: bool, say: Say) -> bool:
    if _came_already(family):
        return False
    walk = Walk(family, team_of(family.town, now), _morning(now, days))
    if kin:
        _declare_kin(family, walk)
    try:
        script(walk)
    except YimenError as stop:
        say(f"有一件事项停在半途：{stop.message}")
    return walk.case_id is not None


def _came_already(family: Applicants) -> bool:
    """In an earlier filling that was broken off."""
    number = family.members[0]["id_number"]
    return Person.objects.using(OWNER).filter(id_index=blind_index("id", number)).exists()


def _morning(now: datetime, days: int) -> datetime:
    """The working morning that many days ago; today's applications came this very hour."""
    begun = (now - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    if days == 0:
        return begun - timedelta(hours=1)
    return begun.replace(hour=8) - timedelta(days=max(0, begun.isoweekday() - 5))


def team_of(town: str, now: datetime) -> Team:
    """The officers who handle cases of this town, in the order of their posts."""
    clerks = list(_posts(town, str(Duty.TOWN_CLERK), now))
    return Team(
        clerk=clerks[0],
        second=clerks[1],
        leader=next(_posts(town, str(Duty.TOWN_LEADER), now)),
        county_clerk=next(_posts(town[:6], str(Duty.COUNTY_CLERK), now)),
        county_leader=next(_posts(town[:6], str(Duty.COUNTY_LEADER), now)),
    )


def _posts(area: str, duty: str, now: datetime) -> Iterator[Officer]:
    held = Post.objects.filter(
        organisation__area=area, duty=duty, since__lte=local_day(now), until__isnull=True
    )
    for post in held.select_related("user", "organisation").order_by("id"):
        yield officer_in(post)


def _declare_kin(family: Applicants, walk: Walk) -> None:
    """The applicant is the brother of an official of another office, who has said so."""
    official = User.objects.get(username="supervisor")
    StaffKin.objects.using(OWNER).create(
        county=family.town[:6],
        user_id=official.pk,
        staff_name=official.name,
        staff_post="罗庄区纪检监察机构 纪检监察干部",
        relation="兄弟姐妹",
        id_index=blind_index("id", family.members[0]["id_number"]),
        declared_on=local_day(walk.begun),
    )


def left_out(county: County) -> set[int]:
    """All households that are not loaded, because they come to the window themselves."""
    return {h for group in families_for_cases(county).values() for h in group}
