"""Putting the questions: every way a source can fail ends as "no answer", and nothing is asked twice (promise 21)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from tests.county import COUNTY, MONDAY, Kinsman, a_family, at
from tests.verification.checks import COUNTY_SCOPE, answers, ask, checker, number_of, run
from tests.verification.drops import Drops
from yimen.connectors import base
from yimen.guard import clock
from yimen.guard.scope import current_scope, scope
from yimen.verification import actions, asking
from yimen.verification.asking import MOST_ATTEMPTS, AskedInsideTransaction
from yimen.verification.models import CheckReport, CheckRequest
from yimen.verification.sources import SourceMistaken, sources
from yimen.verification.tasks import run_check

pytestmark = pytest.mark.django_db

COUPLE = (Kinsman("张三"), Kinsman("李四", relation="spouse", birth="19820202"))


class Scripted(base.Connector):
    """A source that does what a test tells it, and remembers whom it was asked about."""

    label = "测试"
    discloses = ("id_number",)

    def __init__(self, script: object = None) -> None:
        self.script, self.asked = script, []

    def ask(self, query):
        self.asked.append(query)
        step = self.script[len(self.asked) - 1] if isinstance(self.script, list) else self.script
        if isinstance(step, BaseException):
            raise step
        return step() if callable(step) else step

    def check(self, now):
        return []


@pytest.fixture
def scripted(monkeypatch):
    """Replace what stands behind every source."""

    def put(script: object) -> Scripted:
        connector = Scripted(script)
        monkeypatch.setattr("yimen.verification.sources.connect", lambda *_: connector)
        return connector

    return put


NOTHING = base.Answer(as_of=at(-2).date())


def a_finding(fen: int | None) -> base.Answer:
    return base.Answer(
        as_of=at(-2).date(), findings=[base.Finding("deposit", fen, "1 个账户")], raw={"rows": 1}
    )


def test_each_person_is_asked_about_once_at_each_source(office, drops: Drops, scripted):
    drops.source("second")
    source = scripted(NOTHING)
    request = ask(office, a_family(*COUPLE))

    run(request)

    assert sorted(answers(request)) == [
        ("张三", "bank"),
        ("张三", "second"),
        ("李四", "bank"),
        ("李四", "second"),
    ]
    assert len(source.asked) == 4


def test_sources_are_asked_in_the_order_of_the_settings(office, drops: Drops, monkeypatch):
    drops.source("aaa-slow", order=900)
    turns = []
    monkeypatch.setattr(
        asking, "ask", lambda source, query: turns.append((source.key, query.subject.name)) or NOTHING
    )

    run(ask(office, a_family(*COUPLE)))

    assert turns == [("bank", "张三"), ("bank", "李四"), ("aaa-slow", "张三"), ("aaa-slow", "李四")]


def test_the_source_learns_who_why_and_under_which_authorisation(office, drops: Drops, scripted):
    source = scripted(NOTHING)
    family = a_family(Kinsman("张三"))
    request = ask(office, family)

    run(request, at(1))

    query = source.asked[0]
    assert (query.subject.name, query.subject.id_number) == ("张三", number_of(family, "张三"))
    assert (query.purpose, query.reference, query.asked_at) == ("低保审核确认", request.number, at(1))
    assert query.authorisation == answers(request)["张三", "bank"].authorisation.number


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        pytest.param(base.NoAnswer(source="银行", reason="线路不通"), "线路不通", id="来源说不答复"),
        pytest.param(ConnectionResetError("reset"), "答复无法读取", id="连接被重置"),
        pytest.param(ValueError("half a reply"), "答复无法读取", id="答复只有一半"),
        pytest.param(lambda: "<html>502 Bad Gateway</html>", "答复无法读取", id="答复是网页"),
        pytest.param(lambda: None, "答复无法读取", id="空答复"),
        pytest.param(lambda: a_finding(12.5), "答复无法读取", id="金额是小数"),
        pytest.param(lambda: a_finding(1, "house"), "答复无法读取", id="答非所问"),
        pytest.param(base.BadOptions(source="银行", faults="folder"), "没有接通", id="设置有误"),
        pytest.param(lambda: threading.Event().wait(30), "秒内没有答复", id="一直不回"),
    ],
)
def test_whatever_a_source_does_wrong_is_silence_and_never_none(
    office, drops: Drops, scripted, script, reason
):
    drops.source("bank", patience=0.2)
    scripted(script)
    request = ask(office, a_family(Kinsman("张三")))

    report = run(request)

    only = answers(request)["张三", "bank"]
    assert only.outcome == "no_answer"
    assert reason in only.reason
    assert report.conclusion == "open"


def test_a_source_that_asks_for_time_is_asked_again_and_the_report_waits(office, drops: Drops, scripted):
    later = base.TryLater(source="银行", reason="忙", after=timedelta(minutes=7))
    source = scripted([later, NOTHING, NOTHING])
    request = ask(office, a_family(*COUPLE))

    wait = checker().run(request.pk)
    with scope(COUNTY_SCOPE):
        assert not CheckReport.objects.exists()
    report = run(request, at(0, 10))

    assert wait == timedelta(minutes=7)
    assert [q.subject.name for q in source.asked] == ["张三", "李四", "张三"]
    assert report.conclusion == "agrees"
    assert answers(request)["张三", "bank"].reason == ""


def test_a_source_that_always_asks_for_time_is_given_up(office, drops: Drops, scripted):
    source = scripted(base.TryLater(source="银行", reason="忙", after=timedelta(days=3)))
    request = ask(office, a_family(Kinsman("张三")))

    waits = [checker().run(request.pk) for _ in range(MOST_ATTEMPTS - 1)]
    report = run(request)

    assert waits == [timedelta(hours=1)] * (MOST_ATTEMPTS - 1), "no source sets a wait of days"
    assert len(source.asked) == MOST_ATTEMPTS
    assert f"{MOST_ATTEMPTS} 次要求稍后再试" in answers(request)["张三", "bank"].reason
    assert report.conclusion == "open"


class Killed(BaseException):
    """The worker dies: nothing of Python's gets to clean up after it."""


@pytest.mark.parametrize("dies_at", [0, 1, 2, 3])
def test_a_worker_killed_between_answers_asks_no_source_twice_for_what_it_has(
    office, drops: Drops, scripted, monkeypatch, dies_at
):
    """Dies after the answer came and before it was kept: that one question is put again, no other is."""
    drops.source("second")
    source = scripted(NOTHING)
    request = ask(office, a_family(*COUPLE))
    kept, keep = [], asking.Checker._keep

    def keep_or_die(self, query, answer):
        if len(kept) == dies_at:
            kept.append(None)
            raise Killed
        kept.append(query)
        keep(self, query, answer)

    monkeypatch.setattr(asking.Checker, "_keep", keep_or_die)
    with pytest.raises(Killed):
        checker().run(request.pk)
    before = {key: q.answered_at for key, q in answers(request).items() if q.answered_at}
    assert len(before) == dies_at, "the fault did not fire where it should"

    run(request, at(0, 15))

    after = answers(request)
    assert len(source.asked) == 4 + 1
    assert {key: after[key].answered_at for key in before} == before
    assert sum(q.attempts for q in after.values()) == 4 + 1


def test_a_worker_killed_before_the_report_makes_it_the_next_time(
    office, drops: Drops, scripted, monkeypatch
):
    source = scripted(NOTHING)
    request = ask(office, a_family(*COUPLE))
    with monkeypatch.context() as patch:
        patch.setattr(asking, "issue_report", lambda *_, **__: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            checker().run(request.pk)

    report, again = run(request), run(request)

    assert len(source.asked) == 2
    assert report == again
    with scope(COUNTY_SCOPE):
        assert CheckReport.objects.count() == 1


def test_a_question_on_which_the_worker_dies_every_time_is_given_up(office, drops: Drops, scripted):
    scripted(Killed())
    request = ask(office, a_family(Kinsman("张三")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "ask", lambda *_: (_ for _ in ()).throw(Killed()))
        for _ in range(MOST_ATTEMPTS):
            with pytest.raises(Killed):
                checker().run(request.pk)

    report = run(request)

    assert "都没有得到答复" in answers(request)["张三", "bank"].reason
    assert report.conclusion == "open"


def test_a_source_withdrawn_from_the_settings_is_no_answer(office, drops: Drops, scripted):
    scripted(NOTHING)
    drops.source("second")
    request = ask(office, a_family(Kinsman("张三")))
    drops.settings.joinpath("second.toml").unlink()

    run(request)

    assert "已停用" in answers(request)["张三", "second"].reason


def test_sources_are_never_asked_inside_a_scope(office, drops: Drops, monkeypatch):
    request = ask(office, a_family(Kinsman("张三")))
    scopes = []
    monkeypatch.setattr(asking, "ask", lambda *_: scopes.append(current_scope()) or NOTHING)

    with pytest.raises(AskedInsideTransaction), scope(COUNTY_SCOPE):
        checker().run(request.pk)
    run(request)

    assert scopes == [None]


def test_a_second_check_waits_for_the_first(office, drops: Drops):
    family = a_family(Kinsman("张三"))
    first = ask(office, family)
    with pytest.raises(actions.CheckRunning, match=first.number):
        ask(office, family, subject=first.subject_id)


def test_asking_queues_one_job_that_carries_ids_only(office, drops: Drops):
    request = ask(office, a_family(Kinsman("张三")))

    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, lock, args FROM procrastinate_jobs")
        jobs = cursor.fetchall()
    assert [(name, lock) for name, lock, _ in jobs] == [("verification.run_check", f"check:{request.pk}")]
    assert "张三" not in str(jobs[0][2])
    assert str(request.pk) in str(jobs[0][2])


def queued() -> list[tuple[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, scheduled_at FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def test_the_job_reports_and_comes_back_where_a_source_wants_time(
    office, drops: Drops, scripted, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    later = base.TryLater(source="银行", reason="忙", after=timedelta(minutes=7))
    scripted([later, NOTHING])
    request = ask(office, a_family(Kinsman("张三")))

    run_check(str(request.pk), COUNTY, "user:1")
    first, second = queued()
    run_check(str(request.pk), COUNTY, "user:1")

    assert (first[0], first[1]) == ("todo", None)
    assert second[0] == "todo"
    assert second[1] is not None, "asked again after the time the source wants"
    assert len(queued()) == 2
    with scope(COUNTY_SCOPE):
        assert CheckReport.objects.get().conclusion == "agrees"


def test_the_check_must_have_begun_three_working_days_after_it_was_asked(office, drops: Drops):
    request = ask(office, a_family(Kinsman("张三")), at(3))  # Thursday 5 November

    assert request.start_by == at(8).date()  # Tuesday


def test_every_question_put_to_a_source_leaves_one_audit_row(office, drops: Drops, scripted, trails):
    scripted(NOTHING)
    request = ask(office, a_family(*COUPLE))

    run(request)

    rows = [(trail.action, trail.writes, list(trail.subjects)) for trail in trails]
    asked = ("核对：向区农商银行查询", True, [request.household_id])
    assert rows == [asked, asked, ("核对：出具报告", True, [request.household_id])]


# Settings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("label = ", "不是 TOML 文本", id="不是TOML"),
        pytest.param('label = "银行"', "department", id="缺单位"),
        pytest.param(
            'label="银行"\ndepartment="银行"\ncategories=["gold"]\nconnector="silent"', "没有核对项目 gold", id="没有的项目"
        ),
        pytest.param(
            'label="银行"\ndepartment="银行"\ncategories=[]\nconnector="silent"', "categories", id="没有项目"
        ),
        pytest.param(
            'label="银行"\ndepartment="银行"\ncategories=["deposit"]\nconnector="silent"\npatiense=1', "patiense", id="写错的词"
        ),
    ],
)  # fmt: skip
def test_a_mistaken_setting_names_the_file_and_the_fault(drops: Drops, text, fault):
    drops.settings.joinpath("bank.toml").write_text(text, "utf-8")

    with pytest.raises(SourceMistaken) as mistake:
        sources()

    assert "bank.toml" in mistake.value.message
    assert fault in mistake.value.message


def test_a_synthetic_installation_without_settings_asks_the_demo_s_sources(tmp_path, monkeypatch):
    monkeypatch.setattr("yimen.verification.sources.folder", lambda: tmp_path / "none")

    assert [source.key for source in sources()] == ["bank-deposits", "police-vehicles", "securities"]


def test_requests_of_a_moment_are_numbered_in_turn(office, drops: Drops):
    numbers = [ask(office, a_family(Kinsman("张三"))).number for _ in range(3)]

    assert numbers == [f"371311核委〔2026〕{n:06d}号" for n in (1, 2, 3)]
    with scope(COUNTY_SCOPE):
        assert CheckRequest.objects.count() == 3
    assert MONDAY.year == 2026
