"""The front-end files: fetched once per lock, laid out without what would break the static storage."""

import json
import stat
from pathlib import Path

import pytest

from yimen.config import frontend

NPM = """#!/bin/sh
echo run >> "{log}"
{body}
"""
MADE = """
mkdir -p node_modules/@tabler/icons/icons/outline
for f in {files}; do mkdir -p "node_modules/$(dirname $f)"; echo "a{{}}" > "node_modules/$f"; done
echo '<svg class="x"><path stroke="none" d="M0 0h24v24H0z" fill="none" /><path d="M1 1"/></svg>' > node_modules/@tabler/icons/icons/outline/home.svg
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own with one icon, and an npm that writes down how often it ran."""
    for name in frontend.LOCKED:
        (tmp_path / name).write_text("{}")
    web = tmp_path / "web"
    web.mkdir()
    (web / "icons.txt").write_text("# 图标\nhome  # 首页\n")
    monkeypatch.setattr(frontend, "REPOSITORY", tmp_path)
    monkeypatch.setattr(frontend, "VENDOR", web / "static" / "vendor")
    monkeypatch.setattr(frontend, "ICON_LIST", web / "icons.txt")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    an_npm(tmp_path, MADE.format(files=" ".join(frontend.PICKED)))
    return tmp_path


def an_npm(place: Path, body: str) -> None:
    file = place / "bin" / "npm"
    file.parent.mkdir(exist_ok=True)
    file.write_text(NPM.format(log=place / "npm.log", body=body))
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def runs(place: Path) -> int:
    log = place / "npm.log"
    return log.read_text().count("run") if log.exists() else 0


def test_the_second_time_nothing_is_fetched_or_written(place):
    assert frontend.prepare(place / "cache") is True
    assert frontend.prepare(place / "cache") is False
    assert runs(place) == 1
    assert {str(file.relative_to(frontend.VENDOR)) for file in frontend.VENDOR.rglob("*.css")} <= set(
        frontend.PICKED.values()
    )


def test_another_lock_is_fetched_again_and_another_icon_only_laid_out(place):
    frontend.prepare(place / "cache")

    (place / "web" / "icons.txt").write_text("home\n\n")
    assert frontend.prepare(place / "cache") is True
    assert runs(place) == 1

    (place / "package-lock.json").write_text('{"changed": 1}')
    assert frontend.prepare(place / "cache") is True
    assert runs(place) == 2


def test_the_packages_of_the_present_files_can_be_found(place):
    with pytest.raises(frontend.FrontendError, match=r"\./yimen demo"):
        frontend.installed_modules()
    frontend.prepare(place / "cache")

    assert (frontend.installed_modules() / "@tabler").is_dir()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        pytest.param("npm error code ENOTFOUND", "连不上 npm 软件源", id="没有网络"),
        pytest.param("npm error code ENOSPC", "磁盘已满", id="磁盘满"),
        pytest.param("npm error code EINTEGRITY", "校验值不一致", id="文件被换"),
        pytest.param("npm error anything", "npm ci 没有成功", id="其他"),
    ],
)
def test_a_failure_is_one_sentence_and_leaves_nothing_half_made(place, capsys, said, sentence):
    an_npm(place, f'mkdir node_modules; echo "{said}" >&2; exit 1')

    assert frontend.main(["--cache", str(place / "cache")]) == 1

    told = capsys.readouterr().err
    assert sentence in told
    assert "重试" in told
    assert not frontend.VENDOR.exists()
    assert list((place / "cache").iterdir()) == []


def test_without_npm_it_says_what_to_install(place, capsys, monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert frontend.main(["--cache", str(place / "cache")]) == 1
    assert "没有找到 npm" in capsys.readouterr().err


def test_an_icon_that_does_not_exist_is_named(place):
    (place / "web" / "icons.txt").write_text("hoome\n")

    with pytest.raises(frontend.FrontendError, match="hoome"):
        frontend.prepare(place / "cache")


def test_the_sprite_has_a_symbol_per_icon_without_the_empty_box(place):
    frontend.prepare(place / "cache")

    sprite = (frontend.VENDOR / "icons.svg").read_text()
    assert '<symbol id="home"' in sprite
    assert "M0 0h24v24H0z" not in sprite


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a{}/*# sourceMappingURL=a.css.map */", "a{}", id="源映射"),
        pytest.param("a{background:url(../img/a.png)}", 'a{background:url("data:,")}', id="没有一起取来的图"),
        pytest.param(
            'a{b:url("data:image/svg+xml,%3Csvg/%3E")}',
            'a{b:url("data:image/svg+xml,%3Csvg/%3E")}',
            id="内嵌图不动",
        ),
        pytest.param(
            "a{b:url(data:x,fill='url(%23g)')}", "a{b:url(data:x,fill='url%28%23g%29')}", id="内嵌图里的引用"
        ),
    ],
)
def test_styles_refer_to_no_file_that_is_not_there(before, after):
    assert frontend.cleaned(before, css=True) == after


def test_the_letters_of_the_phone_follow_the_root_size():
    assert frontend.growing("a{font-size:17px}b{font-size:0}") == "a{font-size:1.0625rem}b{font-size:0}"


def test_the_lock_pins_every_package_by_hash_and_names_no_host():
    lock = (Path(frontend.__file__).resolve().parents[3] / "package-lock.json").read_text()

    packages = {name: entry for name, entry in json.loads(lock)["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert '"resolved"' not in lock
