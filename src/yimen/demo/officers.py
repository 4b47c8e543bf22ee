"""Those who handle the cases: bureau, verification centre, towns and villages, with posts and near relatives."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from yimen.core.regions import Level, cut
from yimen.demo.families import Columns


class Village(NamedTuple):
    """A village or community by its twelve-digit code and its name."""

    code: str
    name: str

    @property
    def town(self) -> str:
        return self.code[: Level.TOWN]

    @property
    def urban(self) -> bool:
        """A community (居委会) counts as town here; the national list does not say."""
        return "居" in self.name or "社区" in self.name


class Post(NamedTuple):
    """A post to fill: in which area, in what kind of organisation, called what, with which duty (network.Duty)."""

    area: str
    organisation: str
    title: str
    duty: str


COUNTY_POSTS = (
    ("bureau", "社会救助科科长", "county_leader"),
    ("bureau", "社会救助科科员", "county_clerk"),
    ("bureau", "社会救助科科员", "county_clerk"),
    ("bureau", "计财科科员", "finance"),
    ("bureau", "系统管理员", "system_admin"),
    ("bureau", "安全管理员", "security_admin"),
    ("bureau", "审计管理员", "audit_admin"),
    ("centre", "核对中心工作人员", "centre_clerk"),
    ("centre", "核对中心工作人员", "centre_clerk"),
    ("supervision", "纪检监察干部", "supervisor"),
)
TOWN_POSTS = (
    ("town", "分管民政负责人", "town_leader"),
    ("town", "民政所经办人", "town_clerk"),
    ("town", "民政所经办人", "town_clerk"),
)
VILLAGE_POSTS = (("village", "党支部书记", ""), ("village", "社会救助协理员", "village_assistant"))


@dataclass(frozen=True)
class Officers:
    """Posts and, row by row, the people in them: male, age, surname index (from `names`)."""

    posts: list[Post]
    people: Columns


def posts_of(place: str, villages: Sequence[Village]) -> list[Post]:
    """Every post of a county: the bureau's, each town's, each village's."""
    county = cut(place, Level.COUNTY) or place
    towns = sorted({v.town for v in villages})
    return [
        *(Post(county, *post) for post in COUNTY_POSTS),
        *(Post(town, *post) for town in towns for post in TOWN_POSTS),
        *(Post(village.code, *post) for village in villages for post in VILLAGE_POSTS),
    ]


def make_officers(
    rng: np.random.Generator, place: str, villages: Sequence[Village], surnames: int
) -> Officers:
    posts = posts_of(place, villages)
    people = {
        "male": rng.random(len(posts)) < 0.62,
        "age": rng.integers(26, 58, len(posts)),
        "surname": rng.integers(0, surnames, len(posts)).astype(np.int16),
    }
    return Officers(posts, people)
