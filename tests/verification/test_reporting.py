"""The report: numbered, versioned, sealed; found · none · no answer beside what was declared (policy §13.2; practice B7)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.county import AREA, MONDAY, Kinsman, a_family, at
from tests.documents.reading import text_of
from tests.verification.checks import COUNTY_SCOPE, answers, ask, number_of, person, run
from tests.verification.drops import Drops
from yimen.documents import files
from yimen.guard.scope import scope
from yimen.people.models import PropertyItem
from yimen.verification import actions, queries
from yimen.verification.actions import NoReason, OldVersion
from yimen.verification.asked import NoAuthorisation
from yimen.verification.models import CheckReport, CheckRequest, ReportLine
from yimen.verification.permissions import NotYourCheck
from yimen.verification.reporting import AnswersMissing, issue_report

pytestmark = pytest.mark.django_db

COUPLE = (Kinsman("张三"), Kinsman("李四", relation="spouse", birth="19820202"))


def declare(family, name: str, kind: str, quantity: int | None, yuan: int | None = None) -> None:
    """The family states what one of them owns, in place of what it said of the whole family."""
    owner = person(family, name)
    with scope(COUNTY_SCOPE):
        PropertyItem.objects.filter(household=family.household, kind=kind, owner=None).update(
            replaced_on=MONDAY.date()
        )
        PropertyItem.objects.create(
            household=family.household, owner=owner, kind=kind, quantity=quantity,
            value_fen=None if yuan is None else yuan * 100, stated_on=MONDAY.date(), **AREA,
        )  # fmt: skip


def lines(report: CheckReport) -> dict[tuple[str, str], ReportLine]:
    """By name and category; 全家 for the totals."""
    with scope(COUNTY_SCOPE):
        return {(line.person_name, line.category): line for line in queries.lines_of(report.pk)}


def paper(report: CheckReport) -> str:
    return text_of(files.read(report.pdf_id))


@pytest.mark.parametrize("form", ["csv", "gb18030", "xlsx", "parquet"])
def test_the_bank_s_file_is_read_in_every_format_it_comes_in(office, drops: Drops, form):
    family = a_family(Kinsman("张三"))
    drops.deposits(("张三", number_of(family, "张三"), "68,400.50"), form=form)

    report = run(ask(office, family))

    line = lines(report)["张三", "deposit"]
    assert (line.outcome, line.found_fen, line.as_of) == ("found", 68_400_50, date(2026, 10, 31))
    assert (line.declared, line.declared_fen, line.comparison) == ("stated", 0, "undeclared")
    assert report.conclusion == "differs"


def test_found_none_and_no_answer_stand_beside_each_other(office, drops: Drops):
    drops.silent()
    family = a_family(*COUPLE)
    drops.deposits(("张三", number_of(family, "张三"), "5200.00"))
    declare(family, "张三", "deposit", 1, 5200)

    report = run(ask(office, family))

    said = {key: (line.outcome, line.comparison) for key, line in lines(report).items()}
    assert said == {
        ("张三", "deposit"): ("found", "equal"),
        ("李四", "deposit"): ("none", "equal"),
        ("张三", "securities"): ("no_answer", "unknown"),
        ("李四", "securities"): ("no_answer", "unknown"),
        ("全家", "deposit"): ("found", "equal"),
        ("全家", "securities"): ("no_answer", "unknown"),
    }
    assert report.conclusion == "open"


def test_silence_never_reads_as_none(office, drops: Drops):
    """The family says it has no securities, and nobody confirms it: the report does not either."""
    drops.silent("bank", "deposit")
    family = a_family(Kinsman("张三"), deposits=0)

    report = run(ask(office, family))

    for line in lines(report).values():
        assert (line.outcome, line.found_fen, line.found_count, line.as_of) == ("no_answer", None, None, None)
        assert line.comparison == "unknown"
    with scope(COUNTY_SCOPE):
        fact = queries.verified_facts(family.household_id, report.request.subject_id)[0]
    assert (fact.is_open, fact.amount_fen, fact.count) == (True, None, None)
    assert fact.reason == "区农商银行未答复：前置机没有接通"
    assert "未答复不等于没有" in paper(report)


def test_the_database_takes_no_amount_from_a_silent_source(office, drops: Drops):
    drops.deposits()
    report = run(ask(office, a_family(Kinsman("张三"))))
    line = lines(report)["张三", "deposit"]
    line.pk = line.id = actions.uuid7()
    line.outcome, line.found_fen = "no_answer", 0

    with (
        pytest.raises(DatabaseError, match="silence_is_not_an_amount"),
        transaction.atomic(),
        scope(COUNTY_SCOPE),
    ):
        line.save(force_insert=True)


def test_two_banks_are_added_up_before_they_are_compared(office, drops: Drops):
    drops.source("second")
    family = a_family(Kinsman("张三"))
    drops.deposits(("张三", number_of(family, "张三"), "300.00"))
    declare(family, "张三", "deposit", 1, 600)

    report = run(ask(office, family))

    with scope(COUNTY_SCOPE):
        own = [line for line in queries.lines_of(report.pk) if line.person_id]
        fact = queries.verified_facts(family.household_id, report.request.subject_id)[0]
    assert [(line.source, line.found_fen, line.comparison) for line in own] == [
        ("bank", 300_00, "equal"),
        ("second", 300_00, "equal"),
    ]
    assert (fact.amount_fen, fact.source_label) == (600_00, "区农商银行、邮储银行")


def test_what_the_family_stated_together_is_compared_together(office, drops: Drops):
    family = a_family(*COUPLE, deposits=900)
    drops.deposits(
        ("张三", number_of(family, "张三"), "500.00"), ("李四", number_of(family, "李四"), "600.00")
    )

    report = run(ask(office, family))

    said = {key: (line.declared, line.comparison) for key, line in lines(report).items()}
    assert said["张三", "deposit"] == ("together", "unknown")
    assert said["全家", "deposit"] == ("stated", "higher")
    with scope(COUNTY_SCOPE):
        assert queries.speaks_against(report.pk)
        assert queries.differences(report.pk) == [
            "全家申报银行存款：900.00 元；各来源合计2026年10月31日的数据为 1,100.00 元。"
        ]


def test_less_than_declared_differs_and_does_not_speak_against_the_family(office, drops: Drops):
    family = a_family(Kinsman("张三"))
    drops.deposits(("张三", number_of(family, "张三"), "100.00"))
    declare(family, "张三", "deposit", 1, 600)

    report = run(ask(office, family))

    assert report.conclusion == "differs"
    with scope(COUNTY_SCOPE):
        assert not queries.speaks_against(report.pk)
        assert queries.differences(report.pk) == []


def test_a_difference_is_one_sentence_with_both_numbers_and_the_day(office, drops: Drops):
    family = a_family(Kinsman("张三"))
    drops.deposits(("张三", number_of(family, "张三"), "68,400.50"))

    report = run(ask(office, family))

    with scope(COUNTY_SCOPE):
        assert queries.differences(report.pk) == [
            "张三申报银行存款：没有；区农商银行2026年10月31日的数据为 1 条记录，合计 68,400.50 元（农商银行）。"
        ]


# Facts for the rule book ------------------------------------------------------------------------------------------


def test_the_report_gives_one_fact_per_person_and_kind(office, drops: Drops):
    family = a_family(*COUPLE)
    drops.deposits(("张三", number_of(family, "张三"), "5200.00"))
    request = ask(office, family)
    report = run(request)

    with scope(COUNTY_SCOPE):
        facts = queries.verified_facts(family.household_id, request.subject_id)

    assert [(f.kind, f.amount_fen, f.outcome, f.as_of) for f in facts] == [
        ("deposit", 5_200_00, "found", date(2026, 10, 31)),
        ("deposit", 0, "none", date(2026, 10, 31)),
    ]
    assert {f.person_id for f in facts} == {person(family, "张三").pk, person(family, "李四").pk}
    assert report.valid_until == date(2027, 5, 1)


def test_facts_of_a_report_past_its_validity_are_open(office, drops: Drops):
    family = a_family(Kinsman("张三"))
    drops.deposits()
    request = ask(office, family)
    report = run(request)

    with scope(COUNTY_SCOPE):
        last = queries.verified_facts(family.household_id, request.subject_id, on=report.valid_until)
        after = queries.verified_facts(
            family.household_id, request.subject_id, on=report.valid_until + timedelta(days=1)
        )

    assert [f.is_open for f in last] == [False]
    assert [f.is_open for f in after] == [True]
    assert "过有效期" in after[0].reason


def test_a_source_of_a_part_gives_a_fact_only_where_it_found_more(office, drops: Drops):
    """养老待遇 is one part of transfer income; what it does not know stands as declared."""
    drops.source("bank", category="pension")
    family = a_family(Kinsman("张三"))
    request = ask(office, family)
    drops.deposits()
    run(request)
    with scope(COUNTY_SCOPE):
        nothing = queries.verified_facts(family.household_id, request.subject_id)

    second = a_family(Kinsman("王五"))
    drops.deposits(("王五", number_of(second, "王五"), "1880.00"), on="20261101")
    request = ask(office, second)
    run(request)

    with scope(COUNTY_SCOPE):
        more = queries.verified_facts(second.household_id, request.subject_id)
    assert nothing == []
    assert [(f.kind, f.amount_fen) for f in more] == [("transfer", 1_880_00)]


def test_no_report_no_facts(office, drops: Drops):
    family = a_family(Kinsman("张三"))
    request = ask(office, family)

    with scope(COUNTY_SCOPE):
        assert queries.verified_facts(family.household_id, request.subject_id) == []
        assert queries.latest_report(request.subject_id) is None


# Issuing ----------------------------------------------------------------------------------------------------------


def test_a_report_waits_until_every_question_has_its_end(office, drops: Drops):
    request = ask(office, a_family(Kinsman("张三")))

    with pytest.raises(AnswersMissing, match="还有 1 项"), scope(COUNTY_SCOPE):
        issue_report(request.pk, by="user:1", now=MONDAY)


def test_reports_are_numbered_by_county_and_year(office, drops: Drops):
    drops.deposits()
    numbers = [run(ask(office, a_family(Kinsman("张三")))).number for _ in range(2)]
    new_year = at(65)
    late = a_family(Kinsman("张三"), now=new_year)

    next_year = run(ask(office, late, new_year), new_year).number

    assert numbers == ["371311核〔2026〕000001号", "371311核〔2026〕000002号"]
    assert next_year == "371311核〔2027〕000001号"


def test_the_pdf_is_sealed_and_says_what_the_rows_say(office, drops: Drops):
    drops.silent()
    family = a_family(*COUPLE)
    drops.deposits(("张三", number_of(family, "张三"), "68,400.50"))

    report = run(ask(office, family))

    text = paper(report)
    sealed = (files.settings.ENV.data / "files" / str(report.pdf_id)[-2:] / str(report.pdf_id)).read_bytes()
    assert not sealed.startswith(b"%PDF")
    for words in (
        report.number,
        "罗庄区核对中心",
        "68,400.50元",
        "查到1项，查无1项，未答复2项",
        "第1版",
        "家庭合计",
    ):
        assert words in text, words
    assert number_of(family, "张三") not in text, "the whole ID number has no business on the report"
    assert number_of(family, "张三")[-4:] in text


def test_neither_report_nor_line_is_ever_changed(office, drops: Drops):
    drops.deposits()
    report = run(ask(office, a_family(Kinsman("张三"))))

    for model, change in ((CheckReport, {"conclusion": "agrees"}), (ReportLine, {"comparison": "equal"})):
        with pytest.raises(DatabaseError), transaction.atomic(), scope(COUNTY_SCOPE):
            model.objects.update(**change)
    with scope(COUNTY_SCOPE):
        assert CheckReport.objects.get().conclusion == report.conclusion


# Asking again -----------------------------------------------------------------------------------------------------


@pytest.fixture
def disputed(office, drops: Drops):
    """Sixty-eight thousand found at the bank, and an exchange that did not answer."""
    drops.silent()
    family = a_family(Kinsman("张三"))
    drops.deposits(("张三", number_of(family, "张三"), "68400.00"))
    return family, run(ask(office, family))


def again(officer, report: CheckReport, now, **options) -> CheckRequest:
    with scope(officer.scope):
        return actions.ask_again(
            report.pk, officer=officer, reason="存款系代他人保管，有证明", now=now, **options
        )


def test_a_dispute_gives_a_new_version_and_keeps_the_old(office, drops: Drops, disputed):
    family, first = disputed
    drops.deposits(("张三", number_of(family, "张三"), "400.00"), on="20261103")

    request = again(office.town_clerk, first, at(2), only=["bank"])
    second = run(request, at(2, 11))

    assert (second.number, second.version) == (first.number, 2)
    assert lines(first)["张三", "deposit"].found_fen == 68_400_00
    assert lines(second)["张三", "deposit"].found_fen == 400_00
    assert "68,400.00" in paper(first)
    assert "（代替第1版）" in paper(second)
    with scope(COUNTY_SCOPE):
        assert queries.latest_report(first.request.subject_id) == second
        assert [report.version for report in queries.versions(first.number)] == [2, 1]
        assert CheckRequest.objects.get(pk=request.pk).reason == "存款系代他人保管，有证明"


def test_only_the_chosen_source_is_asked_and_the_others_answers_stand(office, drops: Drops, disputed):
    _family, first = disputed

    request = again(office.centre, first, at(2), only=["exchange"])
    second = run(request, at(2, 11))

    assert sorted(answers(request)) == [("张三", "exchange")]
    assert lines(second)["张三", "deposit"].found_fen == 68_400_00


def test_a_corrected_statement_is_compared_without_asking_anybody(office, drops: Drops, disputed):
    family, first = disputed
    declare(family, "张三", "deposit", 1, 68_400)

    second = run(again(office.town_clerk, first, at(2), only=[]), at(2, 11))

    assert lines(second)["张三", "deposit"].comparison == "equal"
    assert second.conclusion == "open"


def test_asking_again_needs_a_reason_the_newest_version_and_the_right_duty(office, drops: Drops, disputed):
    _, first = disputed
    with pytest.raises(NoReason), scope(office.town_clerk.scope):
        actions.ask_again(first.pk, officer=office.town_clerk, reason="  ", now=at(2))
    with pytest.raises(NotYourCheck):
        again_as(office.finance, first)
    run(again(office.town_clerk, first, at(2), only=[]), at(2, 11))
    with pytest.raises(OldVersion, match="第 1 版已有新版本"):
        again(office.town_clerk, first, at(3))


def again_as(officer, report: CheckReport) -> None:
    with scope(COUNTY_SCOPE):
        actions.ask_again(report.pk, officer=officer, reason="理由", now=at(2))


def test_asking_again_needs_the_authorisation_again(office, drops: Drops, disputed):
    family, first = disputed
    with scope(COUNTY_SCOPE):
        family.household.authorisations.update(withdrawn_at=at(1))

    with pytest.raises(NoAuthorisation, match="张三：本人已于 2026-11-03 撤回授权"):
        again(office.town_clerk, first, at(2))
    assert again(office.town_clerk, first, at(2), only=[]), "comparing anew asks nobody"
