"""The pages of a working day and how often each is opened: what one visitor asks for next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from yimen.bench.visitors import Visitor
from yimen.core.processes import State
from yimen.web.desk.inbox import PAGE

Form = dict[str, str | list[str]]
NODES = (State.SUBMITTED, State.INVESTIGATING, State.PUBLICISED, State.AWAITING)


@dataclass(frozen=True)
class Ask:
    """One request. `by`: whose session it carries.  `good`: the answers that are no fault."""

    path: str
    by: Literal["officer", "citizen", "nobody"] = "officer"
    form: Form | None = None
    good: tuple[int, ...] = (200,)


@dataclass(frozen=True)
class Page:
    """A kind of page. `ask` says None where this visitor has nothing left to ask of that kind."""

    name: str
    weight: int
    ask: Callable[[Visitor], Ask | None]


def _search(words: str) -> Ask:
    return Ask(f"/desk/search/?{urlencode({'q': words})}", good=(200, 302))  # one hit opens the case


def _list(v: Visitor) -> Ask:
    wanted: dict[str, object] = {"page": v.rng.randint(1, max(1, len(v.cases) // PAGE))}
    if v.rng.random() < 0.4:
        wanted = {"state": v.rng.choice(NODES).value}
    elif v.rng.random() < 0.3:
        wanted = {"late": 1}
    return Ask(f"/desk/cases/?{urlencode(wanted)}")


def _awards(v: Visitor) -> Ask:
    """The first pages mostly, sometimes one from far behind."""
    last = max(1, v.awards // PAGE)
    page = v.rng.randint(1, last) if v.rng.random() < 0.3 else v.rng.randint(1, min(3, last))
    return Ask(f"/desk/awards/?page={page}")


def _receipt(v: Visitor) -> Ask:
    return Ask(f"/m/receipt/{v.case().application.receipt_no}/", "nobody")


def _autosave(v: Visitor) -> Ask:
    form: Form = {
        "filer": "self",
        "reasons": ["illness"],
        "address": f"{v.rng.randint(1, 99)} 组 {v.rng.randint(1, 99)} 号",
        "residence": "rural",
        "tab": "bench",
        "version": "0",
    }
    return Ask("/m/apply/place/?save=1", "citizen", form)


def _accept(v: Visitor) -> Ask | None:
    if not v.to_accept:
        return None
    case = v.to_accept.pop()
    return Ask(f"/desk/cases/{case.pk}/accept/", form={"version": str(case.version)}, good=(302,))


PAGES = (
    Page("待办工作台", 14, lambda v: Ask("/desk/")),
    Page("在办列表（筛选、翻页）", 12, _list),
    Page("办件页", 24, lambda v: Ask(f"/desk/cases/{v.case().pk}/")),
    Page("查询：姓名", 5, lambda v: _search(v.rng.choice(v.names))),
    Page("查询：身份证号", 4, lambda v: _search(v.rng.choice(v.id_numbers))),
    Page("查询：回执号", 3, lambda v: _search(v.case().application.receipt_no)),
    Page("查询：电话", 2, lambda v: _search(v.rng.choice(v.phones)) if v.phones else None),
    Page("在册家庭", 6, _awards),
    Page("待送达文书", 4, lambda v: Ask("/desk/letters/")),
    Page("受理（办理一步）", 1, _accept),
    Page("公示（村）", 5, lambda v: Ask(f"/notices/{v.rng.choice(v.villages)}/", "nobody")),
    Page("手机首页", 5, lambda v: Ask("/m/", "citizen")),
    Page("手机办件列表", 3, lambda v: Ask("/m/cases/", "citizen")),
    Page("回执查询", 5, _receipt),
    Page("谁查过我", 1, lambda v: Ask("/m/looks/", "citizen")),
    Page("填表自动保存", 7, _autosave),
)
