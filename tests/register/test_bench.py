"""`yimen bench import`: it walks the whole import, says its figures, and leaves nothing."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.register.registers import COUNTY_SCOPE
from yimen.cases.models import Award
from yimen.guard.scope import scope
from yimen.register.models import Upload


def test_the_bench_says_its_figures_and_leaves_the_installation_as_it_was(office, capsys):
    call_command("bench", "import", "--rows", "30", "--json")

    figures = json.loads(capsys.readouterr().out)
    assert (figures["part"], figures["rows"], figures["households"], figures["ok"]) == (
        "import",
        30,
        10,
        True,
    )
    assert set(figures["seconds"]) == {"接收", "检查", "入库", "合计"}
    with scope(COUNTY_SCOPE):
        assert not Award.objects.exists()
        assert not Upload.objects.exists()


def test_the_bench_speaks_to_people_too(office, capsys):
    call_command("bench", "import", "--rows", "6")

    assert "6 行、2 户" in capsys.readouterr().out


def test_the_bench_refuses_where_real_people_are_kept(office, settings):
    settings.SYNTHETIC = False

    with pytest.raises(CommandError, match="正式库不接收"):
        call_command("bench", "import", "--rows", "3")


def test_the_bench_needs_two_officers(db):
    with pytest.raises(CommandError, match="两个人"):
        call_command("bench", "import", "--rows", "3")
