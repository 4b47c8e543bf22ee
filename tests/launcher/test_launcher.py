"""./yimen：只有 Python 的机器上的入口。"""

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from yimen.config.launcher import main as launcher
from yimen.config.launcher import runs, tools
from yimen.config.launcher.options import demo_options, serve_options
from yimen.config.launcher.places import PROJECT, SOURCE
from yimen.config.launcher.sentences import Step, Stop

YIMEN = PROJECT / "yimen"
STEP = Step("试一试", "东西", Path("/"), 10)


def test_the_file_at_the_root_is_readable_by_an_old_python():
    tree = ast.parse(YIMEN.read_text("utf-8"), feature_version=(3, 4))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign)]


def test_an_old_python_says_that_it_is_too_old_and_what_to_do(tmp_path):
    programme = (
        "import runpy, sys; sys.version_info = (3, 9, 18, 'final', 0); sys.version = '3.9.18 (old)'\n"
        f"runpy.run_path({str(YIMEN)!r}, run_name='__main__')\n"
    )
    words = [sys.executable, "-c", programme]

    done = subprocess.run(words, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "需要 Python 3.11 或更新的版本，现在用的是 3.9.18" in done.stderr
    assert "Python 3.11 or newer is needed" in done.stderr


def test_the_launcher_imports_nothing_that_must_be_installed():
    """Run without site-packages, as on a machine where nothing was installed yet."""
    programme = f"import sys; sys.path.insert(0, {str(SOURCE)!r}); import yimen.config.launcher.main"

    done = subprocess.run([sys.executable, "-ISc", programme], capture_output=True, text=True, check=False)

    assert done.stderr == ""


def test_without_a_word_it_says_what_there_is(capsys):
    assert launcher.main([]) == 0
    assert "./yimen demo | test" in capsys.readouterr().out


def test_a_port_in_use_is_said_before_anything_is_made(capsys, monkeypatch):
    monkeypatch.setattr(launcher.venv, "make_ready", lambda group: pytest.fail("nothing may be installed"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert launcher.main(["demo", "--port", str(port)]) == 1

    assert f"端口 {port} 已被别的程序占用" in capsys.readouterr().err


def test_a_folder_that_may_not_be_written_is_said(capsys, monkeypatch, tmp_path):
    def refuse(group: str) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path / ".venv"))

    monkeypatch.setattr(launcher.venv, "make_ready", refuse)

    assert launcher.main(["check"]) == 1
    assert f"不能写入 {tmp_path / '.venv'}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--port", "99999"], "1 到 65535", id="端口太大"),
        pytest.param(["--port", "web"], "1 到 65535", id="端口不是数字"),
        pytest.param(["--households", "0"], "正整数", id="零户"),
        pytest.param(["--place", "3713"], "六位数字", id="不是县的代码"),
    ],
)
def test_a_wrong_option_ends_with_what_is_right(arguments, said, capsys):
    with pytest.raises(SystemExit):
        demo_options(arguments)

    assert said in capsys.readouterr().err


def test_the_options_default_to_the_demo_county():
    options = demo_options([])

    assert (options.host, options.port, options.place, options.households) == (
        "127.0.0.1",
        8000,
        "371311",
        2000,
    )
    assert options.data == PROJECT / ".data" / "demo"
    assert serve_options([]).households == 0


def test_too_little_room_is_said_before_work_begins(tmp_path):
    with pytest.raises(Stop, match="磁盘空间不够"):
        runs.need_space(tmp_path / "not" / "there" / "yet", 10**9)


def test_a_tool_that_fails_ends_with_its_reason():
    runs.run([sys.executable, "-c", "print('fine')"], STEP)

    with pytest.raises(Stop, match="连不上软件源"):
        runs.run([sys.executable, "-c", "raise SystemExit('dns error')"], STEP)


def test_a_tool_environment_is_made_once_and_made_again_if_it_was_broken_off(tmp_path, monkeypatch):
    made: list[Path] = []

    def install(home: Path, requirements: Path, *, label: str, megabytes: int) -> None:
        made.append(home)
        (home / "bin").mkdir(parents=True)

    monkeypatch.setattr(tools, "CACHE", tmp_path)
    monkeypatch.setattr(tools, "install_with_pip", install)

    for _ in range(2):
        folder = tools.tool_folder("tool", label="工具", megabytes=1)
    (folder.parent / "whole").unlink()
    tools.tool_folder("tool", label="工具", megabytes=1)

    assert len(made) == 2


def test_no_requirement_file_names_a_registry_and_every_file_is_hashed():
    for file in sorted((PROJECT / "requirements").glob("*.txt")):
        text = file.read_text()
        pinned = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]

        assert "://" not in text, file.name
        assert pinned
        assert all(line.endswith("\\") for line in pinned), file.name
