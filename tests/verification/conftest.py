"""A little county whose bank drops a file, whose vehicle office drops another, and whose exchange never answers."""

from pathlib import Path

import pytest

from tests.county import Offices, offices
from tests.verification.drops import Drops
from yimen.audit.trail import Trail
from yimen.verification import sources


@pytest.fixture
def office(db: None) -> Offices:
    return offices()


@pytest.fixture
def drops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Drops:
    """The folder of this installation's sources, with a bank and nothing else yet."""
    made = Drops(tmp_path)
    monkeypatch.setattr(sources, "folder", lambda: made.settings)
    made.source("bank")
    return made


@pytest.fixture
def trails(monkeypatch: pytest.MonkeyPatch) -> list[Trail]:
    """What the audit trail was given to keep, which the app role may not read back."""
    kept: list[Trail] = []
    save = Trail.save

    def keep(self: Trail, *args: str) -> None:
        save(self, *args)
        kept.append(self)

    monkeypatch.setattr(Trail, "save", keep)
    return kept
