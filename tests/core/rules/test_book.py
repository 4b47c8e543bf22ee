"""The whole book: it loads, every figure cites an article, and what it says can be kept."""

import json

import pytest
from tests.core.rules.families import DAY, a_family, law_with

from yimen.core.book import explain, graph_from_data
from yimen.core.rules import BOOK, PROGRAMMES, assess


@pytest.mark.parametrize(
    "programme", [pytest.param(key, id=value.label) for key, value in PROGRAMMES.items()]
)
def test_every_programme_has_a_graph_that_can_be_stored(programme: str):
    graph = BOOK.graph(PROGRAMMES[programme].targets, DAY)

    assert graph_from_data(json.loads(json.dumps(graph.as_data()))).version == graph.version


def test_every_figure_cites_an_article():
    assert all(":" in figure.source.key and "》" in str(figure.source) for figure in BOOK)


def test_every_parameter_of_the_rules_names_the_article_that_leaves_it_open():
    graphs = [BOOK.graph(programme.targets, DAY) for programme in PROGRAMMES.values()]
    used = {name for graph in graphs for name in graph.parameters}

    assert used - {"standard_by", "minimum_wage"} == {n for n in used if BOOK.parameters[n].source}


@pytest.mark.parametrize(
    "programme", [pytest.param(key, id=value.label) for key, value in PROGRAMMES.items()]
)
def test_every_household_figure_can_be_explained(programme: str):
    for family in (
        a_family(persons=2, monthly_income=1000),
        a_family({}),
        a_family({"relation": "head"}, residence=None),
    ):
        finding = assess(programme, family, DAY, law_with())
        for figure in finding:
            members = range(len(family.members)) if isinstance(figure.value, tuple) else [None]
            for member in members:
                tree = explain(finding, figure.name, member)
                assert tree.sentence.endswith("。")
                assert "None" not in tree.as_text()
