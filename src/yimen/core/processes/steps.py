"""What a step, a state and a clock are. Menus, permissions, the case page and the diagram in docs are drawn from them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from yimen.core.law import Article


class State(StrEnum):
    """Where a case stands (policy §19A). The value is stored; the label is what people read."""

    SUBMITTED = "submitted"
    CORRECTING = "correcting"
    INVESTIGATING = "investigating"
    REVIEWED = "reviewed"
    PUBLICISED = "publicised"
    OBJECTED = "objected"
    AWAITING = "awaiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def closed(self) -> bool:
        return self in CLOSED


LABELS = {
    State.SUBMITTED: "已提交",
    State.CORRECTING: "补正中",
    State.INVESTIGATING: "调查核对",
    State.REVIEWED: "已初审",
    State.PUBLICISED: "公示中",
    State.OBJECTED: "异议复查",
    State.AWAITING: "待确认",
    State.CONFIRMED: "已确认",
    State.REFUSED: "不予确认",
    State.WITHDRAWN: "已撤回",
    State.TERMINATED: "已终止",
}
CLOSED = frozenset({State.CONFIRMED, State.REFUSED, State.WITHDRAWN, State.TERMINATED})
OPEN = tuple(state for state in State if state not in CLOSED)


class Route(StrEnum):
    """Who confirms: frozen on the case at acceptance, so a running case keeps the route it started with."""

    COUNTY = "county"
    TOWN = "town"


class Need(StrEnum):
    """What must lie in the file before a step may be taken; the case page shows them as a list to tick off."""

    COMPLETE = "complete"  # 材料齐全（或已一次性告知并补正）
    AUTHORISED = "authorised"  # 每名成员已授权核对
    MISSING_LIST = "missing_list"  # 一次性告知清单
    SURVEY = "survey"  # 入户调查表（两名调查人员）
    REPORT = "report"  # 核对报告
    HEARD = "heard"  # 核对不利情况已告知并听取意见
    NOTHING_OPEN = "nothing_open"  # 没有未答的问题
    ELIGIBLE = "eligible"  # 测算结论：符合
    NOT_ELIGIBLE = "not_eligible"  # 测算结论：不符合
    OPINION = "opinion"  # 初审意见
    PUBLICITY_OVER = "publicity_over"  # 公示期满
    BOARD_PHOTOS = "board_photos"  # 公示栏照片
    NO_OBJECTION = "no_objection"  # 无未处理的异议
    OBJECTION_HANDLED = "objection_handled"  # 异议已复查
    COUNTY_VISIT = "county_visit"  # 近亲属备案、有举报的须县级入户
    REASONS = "reasons"  # 书面理由


CONFIRMER = "confirmer"
"""The duty that confirms; which one depends on the route frozen at acceptance (design §4.5)."""

CONFIRMING_DUTY = {Route.COUNTY: "county_leader", Route.TOWN: "town_leader"}


@dataclass(frozen=True)
class Clock:
    """A limit of the statute: `days` from the event, on working or calendar days, for whom (policy §19A C1…)."""

    key: str
    label: str
    parameter: str
    working: bool
    source: Article


@dataclass(frozen=True)
class Step:
    """One thing an officer (or the family) does to a case."""

    key: str
    label: str
    from_: frozenset[State]
    to: State
    by: tuple[str, ...]
    source: Article
    needs: tuple[Need, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    kind: Literal["primary", "plain", "negative", "ending"] = "primary"

    def duties(self, route: Route) -> tuple[str, ...]:
        """The duties that may take this step on a case of this route."""
        return tuple(CONFIRMING_DUTY[route] if duty == CONFIRMER else duty for duty in self.by)


@dataclass(frozen=True)
class Procedure:
    """A programme's steps and clocks, in the order of the work."""

    programme: str
    label: str
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...]

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.key == key)

    def clock(self, key: str) -> Clock:
        return next(clock for clock in self.clocks if clock.key == key)

    def open_to(self, state: State) -> tuple[Step, ...]:
        """The steps that leave this state."""
        return tuple(step for step in self.steps if state in step.from_)
