"""An answer comes with its arithmetic, with what it rests on, and with what would change it."""

from datetime import date

import pytest
from tests.core.book.small_book import LAW, Rule, empty_book, family, found, person

from yimen.core.book import (
    Change,
    Fact,
    Family,
    Finding,
    Kind,
    Level,
    NoSuchFigure,
    Programme,
    any_,
    because,
    explain,
    find,
    what_would_change,
)

THREE = (person(name="张三", wage=150_000), person(name="李四", wage=90_000), person(born=date(2015, 3, 1)))


def test_the_arithmetic_is_said():
    sentences = because(found(family(*THREE)), "payment")

    assert sentences[0] == "每月补差：标准 1,000 元 × 3 人 − 收入 2,400 元 = 600 元，向上取整到元 = 600 元。"
    assert sentences[1] == "收入低于标准：是。收入 2,400 元 低于 标准 1,000 元 × 3 人 = 3,000 元。"


def test_a_failed_condition_says_the_relation_that_holds():
    finding = found(family(person(wage=100_000)))

    assert (
        because(finding, "eligible")[0]
        == "收入低于标准：否。收入 1,000 元 不低于 标准 1,000 元 × 1 人 = 1,000 元。"
    )


def test_the_tree_goes_down_to_facts_and_instruments():
    tree = explain(found(family(*THREE)), "payment")
    flat = tree.as_text()

    assert [r.name for r in tree.rests_on] == [
        "eligible",
        "standard.urban",
        "residence",
        "size",
        "income",
        "step",
    ]
    assert tree.source == "《试用办法》第4条"
    assert "张三：工资：1,500 元。" in flat
    assert "保障标准（城镇）：1,000 元。（某号通知）" in flat
    assert "家庭收入：成员工资合计 2,400 元（张三 1,500 元、李四 900 元）。（《试用办法》第2条）" in flat


def test_what_is_open_is_marked_and_named():
    finding = found(family(person(name="张三", wage=None)))
    tree = explain(finding, "eligible")

    assert tree.is_open
    assert "收入（尚不能确定）" in tree.sentence
    assert [(q.name, q.member, q.question) for q in finding.open] == [("wage", 0, "张三每月的工资是多少元？")]


def test_a_members_figure_is_explained_for_that_member():
    tree = explain(found(family(*THREE)), "adult", 2)

    assert tree.sentence == "第 3 名成员：成年：否。年龄 11 岁 低于 18 岁。"


def test_html_is_escaped():
    finding = found(family(person(name="<script>", wage=1)))

    html = explain(finding, "payment").as_html()

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_name_that_is_not_there_is_said():
    with pytest.raises(NoSuchFigure, match="没有“wealth”这一项"):
        explain(found(family()), "wealth")


def test_data_and_tree_agree():
    data = explain(found(family()), "payment").as_data()

    assert data["name"] == "payment"
    assert data["rests_on"][0]["kind"] == "figure"


# What would change it ---------------------------------------------------------------------------------------------


def only(changes: list[Change]) -> Change:
    assert len(changes) == 1
    return changes[0]


@pytest.mark.parametrize(
    ("wage", "by", "said"),
    [
        pytest.param(100_000, 1, "再少 0.01 元", id="等于标准，少一分就低于"),
        pytest.param(101_200, 1201, "再少 12.01 元", id="高出十二元，要少十二元零一分"),
        pytest.param(99_999, 1, "再多 0.01 元", id="低于一分，多一分就不低于"),
    ],
)
def test_the_nearest_change_and_by_how_much(wage: int, by: int, said: str):
    change = only(what_would_change(found(family(person(wage=wage)))))

    assert (change.by, change.name) == (by, "eligible")
    assert said in change.sentence


def test_an_open_answer_has_nothing_to_change():
    assert what_would_change(found(family(person(wage=None)))) == []


def _conditions(rule: object, household: dict, *members: dict) -> list[str]:
    book = empty_book()
    for name in ("a", "b", "c"):
        book.declare(Fact(name, f"条件{name}", Level.HOUSEHOLD, Kind.TRUTH, "？"))
    book.figure("试", source=Rule(1), name="tried")(rule)  # type: ignore[arg-type]
    graph = book.graph(("tried",), LAW.on)
    finding: Finding = find(
        graph, Programme("p", "试", "tried"), Family(household, members), date(2026, 1, 1), LAW
    )
    return [change.sentence for change in what_would_change(finding)]


def test_every_failed_condition_is_needed_and_any_held_one_is_enough():
    rule = lambda h: h.a & h.b & h.c  # noqa: E731

    assert _conditions(rule, {"a": False, "b": True, "c": False}) == ["不符合“条件a”。", "不符合“条件c”。"]
    assert len(_conditions(rule, {"a": True, "b": True, "c": True})) == 1


def test_of_alternatives_the_nearest_is_named():
    rule = lambda h, m: (h.a & h.b) | any_(m.wage + m.wage > m.wage)  # noqa: E731

    assert _conditions(rule, {"a": False, "b": False}, {"wage": 0}) == [
        "第 1 名成员：工资 0 元 + 工资 0 元 = 0 元 不超过 工资 0 元；再多 0.01 元，这一条的结果就会不同。"
    ]
