"""Every paper says what its form holds, in official words, and nothing else."""

import dataclasses
from datetime import date

import pytest
import typst
from tests.documents import samples
from tests.documents.reading import metadata_of, pages_of, text_of

from yimen.documents import forms, typeset

EVERY_PAPER = [pytest.param(paper, id=paper.title) for paper in samples.ALL.values()]


def without_blanks(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("paper", EVERY_PAPER)
def test_a_paper_of_invented_people_is_marked(paper):
    assert "模拟数据" in text_of(paper.pdf())


@pytest.mark.parametrize("paper", EVERY_PAPER)
def test_a_paper_of_real_people_is_not(paper):
    assert "模拟" not in text_of(dataclasses.replace(paper, synthetic=False).pdf())


@pytest.mark.parametrize("paper", EVERY_PAPER)
def test_a_paper_prints_title_organ_and_number_and_no_program_words(paper):
    text = text_of(paper.pdf())

    assert without_blanks(paper.number) in text
    assert paper.organ in text or paper.template in {"promise", "home_survey", "appraisal_record"}
    assert not any(word in text for word in ("none", "None", "false", "true", "auto"))


@pytest.mark.parametrize("paper", EVERY_PAPER)
def test_a_template_compiles_without_warnings(paper):
    setter = typeset.typesetter()
    inputs = {"data": typeset._as_json(paper.data()), "fonts": setter._fonts}

    _, warnings = setter._compiler.compile_with_warnings(
        str(typeset.TEMPLATES / f"{paper.template}.typ"), format="pdf", sys_inputs=inputs
    )

    assert [warning.message for warning in warnings] == []


@pytest.mark.parametrize(
    "paper", [forms.HomeSurvey, forms.AppraisalRecord], ids=["入户调查表", "民主评议记录"]
)
def test_a_survey_form_can_be_printed_blank_on_at_most_one_sheet(paper):
    blank = paper(organ=samples.TOWN, on=samples.ON)

    assert pages_of(blank.pdf()) <= 2


def test_every_template_has_a_form():
    templates = {path.stem for path in typeset.TEMPLATES.glob("*.typ")} - {"gongwen"}

    assert templates == set(samples.ALL)


def test_a_refusal_states_each_reason_with_its_article_and_both_remedies():
    text = text_of(samples.refusal.pdf())

    for reason in samples.refusal.reasons:
        assert without_blanks(reason.because) in text
        assert reason.article in text
    assert "六十日内" in text
    assert "六个月" in text
    assert samples.REMEDIES.reconsideration in text
    assert samples.REMEDIES.court in text


def test_a_refusal_without_reasons_cannot_be_written():
    with pytest.raises(ValueError, match="reasons"):
        dataclasses.replace(samples.refusal, reasons=[])


def test_a_confirmation_shows_the_arithmetic_and_the_amount_in_capitals():
    text = text_of(samples.confirmation.pdf())

    assert without_blanks("标准 1,000 元 × 3 人 − 月收入 2,400 元 = 600 元") in text
    assert "900.00" in text
    assert "玖佰元整" in text


def test_a_confirmation_whose_lines_do_not_sum_cannot_be_written():
    with pytest.raises(ValueError, match="sum"):
        dataclasses.replace(samples.confirmation, amount=90_001)


def test_the_list_of_what_is_missing_is_complete_and_numbered():
    text = text_of(samples.missing_papers.pdf())

    assert "下列3项" in text
    assert all(without_blanks(item.what) in text for item in samples.missing_papers.items)


def test_a_report_never_reads_silence_as_none():
    text = text_of(samples.report.pdf())

    assert "查到1项，查无1项，未答复1项" in text
    assert "“未答复”不等于“没有”" in text


def test_a_report_marks_what_differs_and_shows_the_day_of_the_data():
    text = text_of(samples.report.pdf())

    assert "▲与申报不一致" in text
    assert "2026-10-31" in text


def test_a_payment_sheet_sums_the_rows_it_prints():
    data = samples.payments.data()

    assert data["sums"]["total"] == sum(row.regular + row.adjusted for row in samples.payments.rows)
    assert "54,135.00" in text_of(samples.payments.pdf())


def test_an_authorisation_by_a_guardian_names_both():
    text = text_of(samples.authorisation.pdf())

    assert "由监护人张𠮷（父亲，身份证号990101198001010017）代为授权" in text
    assert "990101201203050028" in text


def test_typst_png_preview_gives_one_picture_per_page():
    pages = typeset.preview("refusal", samples.refusal.data())

    assert len(pages) == 2
    assert all(page.startswith(b"\x89PNG") for page in pages)


# The board (promise 34): only allow-listed fields ----------------------------------------------------------------


def test_a_notice_row_has_no_field_but_the_five_allowed():
    assert [field.name for field in dataclasses.fields(forms.NoticeRow)] == [
        "name",
        "village",
        "members",
        "amount",
        "note",
    ]


@pytest.mark.parametrize(
    "leak",
    [
        pytest.param("990101198001010017", id="身份证号"),
        pytest.param("99010119800101001X", id="末位X的身份证号"),
        pytest.param("张三 6228 4800 1234 5678", id="带空格的银行卡号"),
        pytest.param("13800000000", id="手机号"),
    ],
)
@pytest.mark.parametrize("field", ["name", "village", "note"])
def test_a_private_number_in_any_field_stops_the_notice(field, leak):
    row = {"name": "张三", "village": "某某村", "members": 1, field: leak}

    with pytest.raises(forms.NoticeLeaks) as caught:
        forms.NoticeRow(**row)

    assert leak not in caught.value.message


def test_a_thousand_families_on_the_board_show_names_villages_members_amounts_only():
    rows = [
        forms.NoticeRow(name=f"张{i}", village="某某村", members=i % 6 + 1, amount=60_000 + i)
        for i in range(1000)
    ]
    pdf = dataclasses.replace(samples.notice, rows=rows).pdf()
    everything = text_of(pdf) + metadata_of(pdf)

    assert "张999" in everything
    assert "张" not in metadata_of(pdf)
    for private in ("身份证", "账号", "残疾", "疾病", "住址", samples.authorisation.id_number):
        assert private not in everything


def test_a_review_notice_without_a_last_day_cannot_be_written():
    with pytest.raises(ValueError, match="last day"):
        dataclasses.replace(samples.notice, until=None)


def test_an_award_notice_may_hang_without_an_end():
    award = dataclasses.replace(samples.notice, kind="award", until=None, from_=date(2026, 12, 8))

    assert "第二十四条" in text_of(award.pdf())


def test_typst_is_the_version_the_templates_were_seen_with():
    assert typst.__version__.startswith("0.15.")
