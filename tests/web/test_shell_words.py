"""The words of templates: amounts, masks, terms and states."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template, TemplateSyntaxError

from yimen.web.shell_samples import TODAY


def shown(source: str, **values: object) -> str:
    context = Context({"shell": SimpleNamespace(today=TODAY), **values})
    return Template("{% load yimen_ui %}" + source).render(context)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        pytest.param(123456, "1,234.56", id="千分位两位小数"),
        pytest.param(0, "0.00", id="零就是零"),
        pytest.param(None, "未知", id="未知不显示为零"),
        pytest.param(-5, "-0.05", id="扣减"),
    ],
)
def test_an_amount_is_shown_in_yuan(fen, words):
    assert shown("{{ fen|yuan }}", fen=fen) == words


def test_an_unknown_amount_stands_out_and_has_no_unit():
    assert shown("{% money fen %}", fen=None) == '<span class="ym-open">未知</span>'


@pytest.mark.parametrize(
    ("source", "value", "masked"),
    [
        pytest.param("masked_id", "990101195803124521", "990101********4521", id="身份证号"),
        pytest.param("masked_name", "张三", "张*", id="两字姓名"),
        pytest.param("masked_name", "张三丰", "张*丰", id="三字姓名"),
        pytest.param("masked_name", "欧阳建国", "欧**国", id="四字姓名"),
        pytest.param("masked_name", "张", "*", id="一个字"),
        pytest.param("masked_phone", "13812341234", "138****1234", id="手机"),
        pytest.param("masked_phone", "1234567", "*******", id="短号全部隐去"),
        pytest.param("masked_account", "6217001234566621", "**** 6621", id="账号"),
    ],
)
def test_what_names_a_person_is_masked(source, value, masked):
    assert shown("{{ value|" + source + " }}", value=value) == masked


@pytest.mark.parametrize(
    ("day", "tone", "words"),
    [
        pytest.param(date(2026, 11, 21), "ym-red", "逾期 1 天", id="昨天到期"),
        pytest.param(date(2026, 11, 22), "ym-amber", "今天到期", id="今天"),
        pytest.param(date(2026, 11, 25), "ym-amber", "还剩 3 天", id="三天内"),
        pytest.param(date(2026, 11, 26), "ym-green", "还剩 4 天", id="四天"),
        pytest.param(None, "ym-grey", "不计时", id="没有期限"),
    ],
)
def test_a_term_is_a_traffic_light(day, tone, words):
    page = shown("{% due day %}", day=day)

    assert tone in page
    assert words in page


def test_a_term_in_working_days_counts_what_it_is_told():
    assert "还剩 2 天" in shown("{% due day left %}", day=date(2026, 12, 1), left=2)


def test_a_day_of_another_year_shows_its_year():
    assert "2025-12-31" in shown("{% due day %}", day=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param(True, "是", id="是"),
        pytest.param(False, "否", id="否"),
        pytest.param(None, "未明", id="未明不是否"),
    ],
)
def test_three_truths_have_three_words(value, words):
    assert words in shown("{% truth value %}", value=value)


@pytest.mark.parametrize(
    ("value", "words"), [("found", "有记录"), ("none", "无记录"), ("no_answer", "未答复")]
)
def test_three_answers_have_three_words(value, words):
    assert words in shown("{% answer value %}", value=value)


def test_a_moment_is_shown_in_chinese_time():
    moment = datetime(2026, 11, 22, 1, 5, tzinfo=ZoneInfo("UTC"))

    assert shown("{{ at|cn_moment }} {{ at|cn_date }}", at=moment) == "2026-11-22 09:05 2026年11月22日"


def test_values_are_escaped():
    assert "<b>" not in shown(
        "{% tone 'blue' %}{{ v }}{% endtone %}{% definitions pairs %}", v="<b>", pairs=[("<b>", "<b>")]
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param('{% icon "no-such-icon" %}', id="不在清单的图标"),
        pytest.param('{% tone "pink" %}x{% endtone %}', id="没有的颜色"),
    ],
)
def test_a_slip_in_a_template_is_told_with_a_sentence(source):
    with pytest.raises(TemplateSyntaxError, match=r"可用|icons\.txt"):
        shown(source)


def test_an_icon_is_an_ornament_unless_it_has_a_label():
    assert 'aria-hidden="true"' in shown('{% icon "home" %}')
    assert 'role="img" aria-label="首页"' in shown('{% icon "home" "首页" %}')
