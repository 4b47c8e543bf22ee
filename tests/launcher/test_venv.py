"""半成品的 .venv：认得出，重新做，不会拿来用。"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from yimen.config.launcher import venv
from yimen.config.launcher.venv import State

RECORD = "thing/__init__.py,sha256=x,11\nthing/cached.pyc,sha256=x,99\nthing-1.0.dist-info/RECORD,,\n"


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A virtual environment with one package, stamped as our installer leaves it."""
    place = tmp_path / ".venv"
    monkeypatch.setattr(venv, "VENV", place)
    monkeypatch.setattr(venv, "PYTHON", place / "bin" / "python")
    monkeypatch.setattr(venv, "STAMP", place / "yimen-stamp.json")
    monkeypatch.setattr(venv, "MAKING", place / "yimen-making")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    site = next(place.glob("lib/python3.*/site-packages"))
    (site / "thing").mkdir()
    (site / "thing" / "__init__.py").write_text("ANSWER = 42")
    (site / "thing-1.0.dist-info").mkdir()
    (site / "thing-1.0.dist-info" / "RECORD").write_text(RECORD)
    stamp(place)
    return site


def stamp(place: Path, **changed: object) -> None:
    locks = {"base": venv._lock("base")}
    found = {
        "python": sys.version,
        "place": str(place),
        "packages": venv._packages(),
        "locks": locks,
    } | changed
    venv.STAMP.write_text(json.dumps(found))


def test_a_whole_one_is_ready_and_serves_only_the_groups_it_holds(whole):
    assert venv.state("base") is State.READY
    assert venv.state("test") is State.OUTDATED


def test_the_test_group_serves_the_base_group_too(whole):
    stamp(venv.VENV, locks={"base": venv._lock("base"), "test": venv._lock("test")})

    assert venv.state("base") is State.READY
    assert venv.state("test") is State.READY


def test_none_is_missing(whole, monkeypatch, tmp_path):
    monkeypatch.setattr(venv, "VENV", tmp_path / "elsewhere")

    assert venv.state("base") is State.MISSING


def test_a_changed_lock_is_installed_over_it(whole):
    stamp(venv.VENV, locks={"base": "0123456789abcdef"})

    assert venv.state("base") is State.OUTDATED


def test_one_that_somebody_else_made_is_filled_in_place(whole):
    venv.STAMP.unlink()

    assert venv.state("base") is State.OUTDATED


@pytest.mark.parametrize(
    ("locks", "installed"),
    [
        pytest.param({"base": "old"}, "base", id="只装过运行所需的"),
        pytest.param({"base": "old", "test": "old"}, "test", id="装过测试所需的"),
        pytest.param(None, "test", id="别人做的"),
    ],
)
def test_the_demo_takes_nothing_away_that_the_tests_need(whole, monkeypatch, locks, installed):
    groups: list[str] = []
    monkeypatch.setattr(venv, "_install", groups.append)
    monkeypatch.setattr(venv, "need_space", lambda *_: None)
    venv.STAMP.unlink() if locks is None else stamp(venv.VENV, locks=locks)

    venv.make_ready("base")

    assert groups == [installed]


@pytest.mark.parametrize("content", ["", "{", "[]", '"text"'], ids=["空", "半截", "列表", "文字"])
def test_an_unreadable_stamp_counts_as_none(whole, content):
    venv.STAMP.write_text(content)

    assert venv.state("base") is State.OUTDATED


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda site: venv.MAKING.touch(), id="安装中途被杀"),
        pytest.param(lambda site: venv.PYTHON.unlink(), id="解释器不见了"),
        pytest.param(lambda site: (venv.VENV / "pyvenv.cfg").unlink(), id="配置不见了"),
        pytest.param(lambda site: (site / "thing" / "__init__.py").unlink(), id="少了一个文件"),
        pytest.param(lambda site: (site / "thing" / "__init__.py").write_text(""), id="文件被截断"),
        pytest.param(lambda site: (site / "thing-1.0.dist-info" / "RECORD").unlink(), id="少了文件清单"),
        pytest.param(lambda site: (site / "thing-1.0.dist-info").rename(site / "gone"), id="整个包不见了"),
        pytest.param(lambda site: stamp(Path("/elsewhere/.venv")), id="从别处搬来的"),
    ],
)
def test_a_damaged_one_is_told_apart(whole, harm):
    harm(whole)

    assert venv.state("base") is State.BROKEN


def test_a_file_or_a_dangling_link_in_its_place_is_removed(tmp_path, monkeypatch):
    for make in (lambda place: place.write_text("x"), lambda place: place.symlink_to("nowhere")):
        place = tmp_path / ".venv"
        monkeypatch.setattr(venv, "VENV", place)
        make(place)

        venv.remove()

        assert not place.exists()
        assert not place.is_symlink()


def test_names_with_commas_in_the_list_of_files_are_read():
    assert venv._record_line('"a,b.py",sha256=x,5') == ("a,b.py", "sha256=x", "5")
    assert venv._record_line("thing/RECORD,,") == ("thing/RECORD", "", "")
