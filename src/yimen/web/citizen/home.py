"""The first page of the phone, and 低保 in plain words."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimen.cases.models import Case
from yimen.core.book import Parameters
from yimen.core.law import parameters_for
from yimen.core.processes import State
from yimen.guard import clock
from yimen.guard.scope import scope
from yimen.intake.queries import draft_of
from yimen.network.models import Organisation
from yimen.people.accounts import CITIZEN_SESSION, Citizen, citizen_for
from yimen.regions.queries import path_name
from yimen.web.requests import public_view

ENTRIES = (
    {"label": "申请低保", "hint": "手机上填一次，拍照交材料", "url": "/m/apply/", "icon": "file-text"},
    {
        "label": "先测一测",
        "hint": "不用登录，几个问题看是否可能符合",
        "url": "/m/try/",
        "icon": "clipboard-check",
    },
    {"label": "查进度", "hint": "办到哪一步、缺什么、收到的文书", "url": "/m/progress/", "icon": "search"},
    {
        "label": "看公示",
        "hint": "本村（社区）公示名单，有异议可以反映",
        "url": "/notices/{county}/",
        "icon": "speakerphone",
    },
    {"label": "谁查过我", "hint": "谁、什么时候、为什么看过我家的信息", "url": "/m/looks/", "icon": "eye"},
)


@public_view(own_scope=True, methods=("GET",))
def home(request: HttpRequest) -> HttpResponse:
    """What can be done here; for who has signed in, what is under way."""
    citizen = citizen_for(request.session.get(CITIZEN_SESSION))
    context = {
        "entries": [{**e, "url": e["url"].format(county=settings.ENV.county)} for e in ENTRIES],
        "office": _office(),
        "signed_in": citizen is not None,
        **(_mine(citizen) if citizen else {}),
    }
    return render(request, "m/home.html", context)


def _mine(citizen: Citizen) -> dict[str, object]:
    """Cases by number and stage only: the page is no look at the file."""
    with scope(citizen.scope):
        own = Case.objects.filter(household__in=citizen.households)  # the row policy alone has no index
        cases = list(own.order_by("-submitted_at").values("pk", "number", "state")[:10])
        draft = draft_of(citizen.account)
    lines = [{"pk": c["pk"], "number": c["number"], "label": State(c["state"]).label} for c in cases]
    return {"cases": lines, "draft": draft}


def _office() -> Organisation | None:
    """The bureau of this installation: whom to call."""
    return Organisation.objects.filter(kind=Organisation.Kind.BUREAU, area=settings.ENV.county).first()


@public_view(methods=("GET",))
def dibao(request: HttpRequest) -> HttpResponse:
    """低保是什么: who, how much, how long, what to bring — with the standard that is in force here."""
    law = parameters_for(settings.ENV.county, clock.today())
    context = {
        "office": _office(),
        "place": path_name(settings.ENV.county),
        "standards": _standards(law),
        "days": law.get("dibao_total_days"),
    }
    return render(request, "m/dibao.html", context)


def _standards(law: Parameters) -> list[dict[str, object]]:
    found = [("城镇", law.get("dibao_standard", "urban")), ("农村", law.get("dibao_standard", "rural"))]
    return [
        {"label": label, "fen": setting.raw, "assumed": setting.assumed, "source": setting.instrument}
        for label, setting in found
        if setting is not None
    ]
