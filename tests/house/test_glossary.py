"""术语表：every model, duty and state has its Chinese term there, and nothing there is gone from the code."""

import re

from django.apps import apps

from tests.house.files import PROJECT
from yimen.core.processes import State
from yimen.network.models import Duty

TEXT = (PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+?) \| ([^|]+?) \|", re.M)


def rows_of(section: str) -> dict[str, tuple[str, str]]:
    """Identifier to Chinese term and article, of one section."""
    body = next(part for part in TEXT.split("\n## ") if part.startswith(section))
    rows = [(name, (term, article)) for name, term, article in ROW.findall(body)]
    assert len(rows) == len(dict(rows)), "同一个标识登记了两次"
    return dict(rows)


def test_every_model_has_its_term_and_every_term_its_model():
    models = {m._meta.label for m in apps.get_models() if m.__module__.startswith("yimen.")}
    assert set(rows_of("数据")) == models, "请在 docs/glossary.md 登记或删去"


def test_every_duty_has_the_term_that_the_code_shows():
    assert {name: term for name, (term, _) in rows_of("职责").items()} == dict(Duty.choices)


def test_every_state_has_the_term_that_the_code_shows():
    shown = {state.value: state.label for state in State}
    assert {name: term for name, (term, _) in rows_of("事项的状态").items()} == shown


def test_every_row_says_on_what_it_rests_or_that_it_is_our_own():
    for section in ("数据", "职责", "事项的状态", "常用词"):
        assert all(term and article for term, article in rows_of(section).values()), section
