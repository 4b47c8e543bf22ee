"""yimen 命令：每个词交给谁。"""

from pathlib import Path

import pytest

from yimen.config import command, serving, suite
from yimen.config.installation import DEFAULT_HOME
from yimen.config.launcher.options import demo_options
from yimen.config.launcher.sentences import Stop
from yimen.config.processes import Interrupted


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would be run on an installation."""
    seen: list[list[str]] = []
    monkeypatch.setattr(command, "_on_installation", lambda words: seen.append(words) or 0)
    return seen


def test_a_word_of_its_own_is_not_needed_for_a_management_command(words):
    assert command.main(["load-divisions", "--place", "3713"]) == 0
    assert command.main(["demo-logins"]) == 0
    assert words == [["load_divisions", "--place", "3713"], ["demo_logins"]]


def test_a_word_that_nobody_knows_starts_no_database(words, capsys):
    assert command.main(["demoo"]) == 1
    assert words == []
    assert "没有“demoo”这个命令" in capsys.readouterr().err


def test_help_is_what_one_gets_without_a_word(capsys):
    assert command.main([]) == 0
    assert "./yimen 命令" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "home", "left"),
    [
        pytest.param(["backup", "a"], DEFAULT_HOME, ["backup", "a"], id="不写就是演示"),
        pytest.param(["backup", "--data", "/d", "a"], Path("/d"), ["backup", "a"], id="写在中间"),
        pytest.param(["backup", "--data"], DEFAULT_HOME, ["backup", "--data"], id="没写文件夹"),
    ],
)
def test_the_installation_is_named_by_data(given, home, left):
    assert command._home(given) == (home, left)


def test_a_reason_to_stop_is_said_in_both_languages(monkeypatch, capsys):
    def stop(_: list[str]) -> int:
        raise Stop("不行，请重试。", "No. Try again.")

    monkeypatch.setitem(command.OURS, "demo", stop)

    assert command.main(["demo"]) == 1
    assert capsys.readouterr().err == "✗ 不行，请重试。\n  No. Try again.\n"


def test_an_interruption_is_told_by_the_word_that_started_the_rest(monkeypatch, capsys):
    def interrupted(_: list[str]) -> int:
        raise Interrupted(15)

    for word in ("demo", "manage"):
        monkeypatch.setitem(command.OURS, word, interrupted)

    assert command.main(["manage", "x"]) == 143
    assert capsys.readouterr().out == ""
    assert command.main(["demo"]) == 143
    assert "已全部停止" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "added"),
    [
        pytest.param([], True, id="整套"),
        pytest.param(["tests/core", "-q"], True, id="一部分"),
        pytest.param(["-n", "4"], False, id="自己定进程数"),
        pytest.param(["--pdb"], False, id="要调试"),
    ],
)
def test_the_tests_run_on_all_cores_unless_the_caller_chose(given, added):
    assert bool(suite._workers(given)) is added


def test_only_the_nightly_run_takes_the_long_tests():
    assert suite._selection(nightly=False) == ["-m", "not nightly"]
    assert suite._selection(nightly=True) == []


@pytest.mark.parametrize(
    ("host", "address", "hosts"),
    [
        pytest.param(
            "127.0.0.1", "http://127.0.0.1:8000", {"localhost", "127.0.0.1", "[::1]"}, id="只有本机"
        ),
        pytest.param(
            "0.0.0.0", "http://127.0.0.1:8000", {"localhost", "127.0.0.1", "[::1]", "*"}, id="同一网络"
        ),
    ],
)
def test_the_web_answers_to_the_names_it_is_reached_by(host, address, hosts, monkeypatch):
    monkeypatch.delenv("YIMEN_HOSTS", raising=False)
    options = demo_options(["--host", host])

    assert serving.address(options) == address
    assert set(serving._web_settings(options)["YIMEN_HOSTS"].split(",")) == hosts
