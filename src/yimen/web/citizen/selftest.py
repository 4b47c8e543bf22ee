"""自测: a few questions, only those that still matter, and the arithmetic of the rule book. Nothing is kept.

It never says "approved": what it finds rests on what was typed, and the town and county decide.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.core.book import Finding, because
from yimen.core.errors import YimenError
from yimen.core.law import parameters_for
from yimen.core.money import parse_yuan
from yimen.core.rules import PROGRAMMES, Family, assess
from yimen.guard import clock
from yimen.people.models import Residence
from yimen.web.citizen.typed import AnyChoice, TypedForm, text
from yimen.web.requests import public_view

UNKNOWN = "unknown"
YES_NO_UNKNOWN = [("yes", "有"), ("no", "没有"), (UNKNOWN, "不清楚")]
MOST = 10
INCOMES = ("wage", "business", "property_income", "transfer", "other_income")
PARTS = ("exempt_income", "basic_pension", "employment_cost", "rigid_expenditure")


@dataclass(frozen=True)
class Question:
    """A question of the self-test: the facts of the rule book it answers, and how. `always`: asked from the start."""

    name: str
    label: str
    facts: frozenset[str]
    kind: str  # choice, count or yuan
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    always: bool = False
    page: int = 1


def _question(name: str, label: str, facts: str, kind: str, page: int, **more: Any) -> Question:
    return Question(name, label, frozenset(facts.split()), kind, page=page, **more)


QUESTIONS = (
    _question("residence", "您家住在", "residence", "choice", 1, choices=tuple(Residence.choices), always=True),
    _question("people", "一起生活的有几口人", "members", "count", 1, always=True,
              hint="夫妻、未成年子女、在校的大学生子女，和长期一起住的其他家人。"),
    _question("local", "户口都在本地吗", "local_registration", "choice", 1,
              choices=(("yes", "都在，或至少一人在"), ("no", "都不在"), (UNKNOWN, "不清楚"))),
    _question("cover", "有人在享受特困供养、孤儿等待遇吗", "current_programme", "choice", 1, choices=tuple(YES_NO_UNKNOWN)),
    _question("earned", "全家每月工资、打工、种养、经营收入", " ".join(INCOMES), "yuan", 2,
              hint="全家合计，没有填 0。"),
    _question("received", "全家每月养老金、赡养费、租金等其他收入", " ".join(INCOMES), "yuan", 2,
              hint="城乡居民基础养老金、奖学金、救助金不计入，不用填。没有填 0。"),
    _question("rigid", "残疾、重病每月自己负担的必须支出", "rigid_expenditure", "yuan", 2, hint="没有填 0。"),
    _question("savings", "全家存款、股票、保险等一共", "financial_assets", "yuan", 3, hint="没有填 0。"),
    _question("cars", "有几辆汽车", "cars business_vehicles", "count", 3, hint="电动车、残疾人代步车不算。"),
    _question("machines", "有几艘船、几台大型农机", "large_machines", "count", 3),
    _question("houses", "有几套住房", "houses house_area", "count", 3),
    _question("shops", "有几处商铺、厂房等", "non_residential_houses", "count", 3),
    _question("firm", "有人办理公司或个体户登记吗", "business_registered family_stall", "choice", 3,
              choices=tuple(YES_NO_UNKNOWN), hint="没有雇人的小摊点选“没有”。"),
    _question("disabled", "有重度残疾人吗", "disability_kind disability_grade", "choice", 4,
              choices=tuple(YES_NO_UNKNOWN), hint="一级、二级残疾，或三级智力、三级精神残疾。"),
    _question("ill", "有人患重特大疾病吗", "major_illness", "choice", 4, choices=tuple(YES_NO_UNKNOWN)),
)  # fmt: skip


class TryForm(TypedForm):
    """The questions of one page; the answers of the pages before travel hidden with it."""

    def __init__(self, asked: list[Question], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for question in asked:
            self.fields[question.name] = _field(question)


def _field(question: Question) -> forms.Field:
    if question.kind == "choice":
        return AnyChoice(
            label=question.label, required=False, choices=question.choices, help_text=question.hint,
            widget=forms.RadioSelect,
        )  # fmt: skip
    if question.kind == "count":
        numbers = [(str(n), str(n)) for n in range(1 if question.name == "people" else 0, MOST + 1)]
        numbers = numbers if question.always else [*numbers, (UNKNOWN, "不清楚")]
        return AnyChoice(
            label=question.label, required=False, choices=[("", "请选择"), *numbers], help_text=question.hint
        )
    return text(question.label, help=f"{question.hint}不清楚可以不填。", inputmode="decimal")


@public_view()
def try_(request: HttpRequest) -> HttpResponse:
    """One page of questions after another, then what the rule book makes of the answers."""
    given = {q.name: request.POST[q.name].strip() for q in QUESTIONS if q.name in request.POST}
    faults = {name: sentence for name in given if (sentence := _fault(BY_NAME[name], given[name]))}
    if faults and request.POST.get("page", "1").isdigit():
        page = int(request.POST.get("page", "1"))
        return _asked(request, [q for q in QUESTIONS if q.name in given and q.page == page], given, faults)
    waiting = _waiting(given)
    if waiting:
        return _asked(request, waiting, given, {})
    return render(request, "m/try_result.html", _result(given))


BY_NAME = {question.name: question for question in QUESTIONS}


def _waiting(given: dict[str, str]) -> list[Question]:
    """The next page of questions whose answers can still change the finding."""
    first = [q for q in QUESTIONS if q.always and not given.get(q.name)]
    if first:
        return [q for q in QUESTIONS if (q.page == 1 and q.name not in given) or q in first]
    matter = {question.name for question in _assess("dibao", given).open}
    left = [q for q in QUESTIONS if q.name not in given and q.facts & matter]
    return [q for q in left if q.page == left[0].page] if left else []


def _asked(
    request: HttpRequest, asked: list[Question], given: dict[str, str], faults: dict[str, str]
) -> HttpResponse:
    names = {question.name for question in asked}
    shown = {name: value for name, value in given.items() if name in names}
    form = TryForm(asked, data=shown) if faults else TryForm(asked, initial=shown)
    if faults:
        form.full_clean()
        for name, sentence in faults.items():
            form.add_error(name, sentence)
    page = asked[0].page
    for question in asked:
        form.fields[question.name].required = question.always
    context = {
        "form": form,
        "kept": [(name, value) for name, value in given.items() if name not in names],
        "page": page,
        "place_name": parameters_for(settings.ENV.county, clock.today()).place_name,
    }
    return render(request, "m/try.html", context, status=422 if faults else 200)


def _fault(question: Question, value: str) -> str:
    """Why an answer cannot be taken; an empty one says: not known, except where nothing can be said without it."""
    if not value:
        return "请先选择。" if question.always else ""
    if question.kind == "yuan":
        try:
            parse_yuan(value)
        except YimenError as refusal:
            return refusal.message
    elif (question.kind == "choice" and value not in dict(question.choices)) or (
        question.kind == "count" and value != UNKNOWN and not (value.isdigit() and int(value) <= MOST)
    ):
        return "请重新选择。"
    return ""


def _assess(programme: str, given: dict[str, str]) -> Finding:
    law = parameters_for(settings.ENV.county, clock.today())
    return assess(programme, _family(given), clock.today(), law)


def _family(given: dict[str, str]) -> Family:
    """The answers as facts. What was not answered, or answered with 不清楚, stays open."""
    household = {
        "residence": given.get("residence"),
        "financial_assets": _fen(given, "savings"),
        "cars": _count(given, "cars"),
        "business_vehicles": 0 if _count(given, "cars") is not None else None,
        "large_machines": _count(given, "machines"),
        "houses": _count(given, "houses"),
        "non_residential_houses": _count(given, "shops"),
        "business_registered": _truth(given, "firm"),
        "family_stall": False if given.get("firm") == "yes" else None,
    }
    number = int(given.get("people") or 1)
    members = [_member(given, position) for position in range(number)]
    return Family({name: value for name, value in household.items() if value is not None}, members)


def _member(given: dict[str, str], position: int) -> dict[str, Any]:
    """The first member carries the family's sums; the arithmetic of the whole family is the same."""
    first = position == 0
    member: dict[str, Any] = {
        "name": "您" if first else f"第 {position + 1} 人",
        "relation": "head" if first else "child",
        "living_together": True,
        "absence": "none",
        "local_registration": _truth(given, "local"),
        "current_programme": "none" if given.get("cover") == "no" else None,
        **_need(given, first),
        **dict.fromkeys((*INCOMES, *PARTS), 0),
    }
    if first:
        member |= {
            "wage": _fen(given, "earned"),
            "transfer": _fen(given, "received"),
            "rigid_expenditure": _fen(given, "rigid"),
        }
    return {name: value for name, value in member.items() if value is not None}


def _need(given: dict[str, str], first: bool) -> dict[str, Any]:
    """Severe disability and illness, carried by the first member; the others have none once the answer is known."""
    disabled, ill = _truth(given, "disabled"), _truth(given, "ill")
    severe = bool(disabled) and first
    return {
        "disability_kind": None if disabled is None else "physical" if severe else "none",
        "disability_grade": None if disabled is None else 1 if severe else 0,
        "major_illness": None if ill is None else ill and first,
    }


def _fen(given: dict[str, str], name: str) -> int | None:
    return parse_yuan(given[name]) if given.get(name) else None


def _count(given: dict[str, str], name: str) -> int | None:
    return int(given[name]) if given.get(name, "").isdigit() else None


def _truth(given: dict[str, str], name: str) -> bool | None:
    return {"yes": True, "no": False}.get(given.get(name, ""))


CONDITIONS = ("income_below_standard", "property_ok_dibao")


def _result(given: dict[str, str]) -> dict[str, Any]:
    """What may be said: likely, unlikely or not known yet; the sums; what was left open; what else there is."""
    finding = _assess("dibao", given)
    edge = _assess("bianyuan", given) if finding.eligible is False else None
    lines = [_line(finding, name) for name in CONDITIONS if name in finding]
    return {
        "eligible": finding.eligible,
        "amount": finding.amount if finding.eligible else None,
        "lines": lines,
        "sums": because(finding, "shortfall")[:1]
        + because(finding, PROGRAMMES["dibao"].amount or "shortfall")[:1]
        if finding.eligible
        else [],
        "open": _open_words(finding),
        "edge": edge is not None and edge.eligible,
        "assumed": any(
            setting.assumed
            for key, setting in finding.law.settings.items()
            if key.startswith("dibao_standard")
        ),
        "place_name": finding.law.place_name,
        "given": list(given.items()),
    }


def _line(finding: Finding, name: str) -> dict[str, Any]:
    """One condition: its own sentence where that has the numbers, else its name above the limits it is made of."""
    own, *below = because(finding, name)
    whole = name == "property_ok_dibao" and bool(below)
    return {"holds": finding[name].value, "sentence": finding[name].label if whole else own, "below": below}


def _open_words(finding: Finding) -> list[str]:
    """The questions nobody answered, in the words in which they were asked here."""
    matter = {question.name for question in finding.open}
    asked = [question.label for question in QUESTIONS if question.facts & matter]
    return asked or sorted({question.label for question in finding.open})
