"""条文与规则对照：every figure stands on an article and is named by a test, and the page about it is of today."""

from tests.house.files import PROJECT
from yimen.core.law import INSTRUMENTS
from yimen.core.rules import BOOK, PROGRAMMES
from yimen.core.rules.coverage import coverage, named_by, programmes_of, untested

TESTS = PROJECT / "tests" / "core" / "rules"
PAGE = PROJECT / "docs" / "law" / "coverage.md"
MAKE = "请运行 python -m yimen.core.rules.coverage 并提交 docs/law/coverage.md"


def test_every_figure_stands_on_an_article_of_an_instrument_we_list():
    assert [f.name for f in BOOK if f.source.key.partition(":")[0] not in INSTRUMENTS] == []
    assert [f.name for f in BOOK if not f.source.key.partition(":")[2]] == []


def test_every_figure_is_named_by_a_test():
    assert untested(named_by(TESTS)) == []


def test_every_programme_is_on_the_page():
    named = {label for labels in programmes_of().values() for label in labels}
    assert named == {programme.label for programme in PROGRAMMES.values()}


def test_every_figure_is_used_by_a_programme_or_says_nothing_for_itself():
    standing_alone = {"parent_disabled", "premium_subsidy"}
    """The set of 重残父母 is drawn for the officer who fills in the parents' state; the premium is paid to the insurer."""
    assert {f.name for f in BOOK} - set(programmes_of()) == standing_alone


def test_the_page_is_of_today():
    assert PAGE.read_text(encoding="utf-8") == coverage(TESTS), MAKE


def test_a_figure_that_no_test_names_would_be_seen(tmp_path):
    (tmp_path / "test_one.py").write_text('f = x["tekun_person"], x[f"supplement_{one}"], x[f"{one}"]\n')

    missing = untested(named_by(tmp_path))

    assert "tekun_person" not in missing
    assert "supplement_minor" not in missing
    assert "dibao_amount" in missing
