"""一套安装：自带的数据库，或用两个地址指出的 PostgreSQL。"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from yimen.config import embedded, installation, static_files, suite
from yimen.config.installation import URLS, require_usable, surroundings
from yimen.config.launcher.sentences import Stop


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    home = Path(tempfile.mkdtemp(prefix="yimen-home-"))
    yield home
    embedded.start(home / "db").stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def server(home: Path) -> embedded.Server:
    return embedded.start(home / "db", fast=True)


@pytest.fixture
def nothing_named(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [*URLS, *(name for name in os.environ if name.startswith("YIMEN_"))]:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_without_addresses_the_embedded_database_is_up_while_it_is_used(tmp_path, nothing_named):
    with surroundings(tmp_path, fast=True) as environment:
        assert embedded.running(tmp_path / "db")
        assert "yimen_app" in environment["YIMEN_DATABASE_URL"]
        assert "yimen_owner" in environment["YIMEN_OWNER_DATABASE_URL"]
        assert environment["YIMEN_DATA"] == str(tmp_path / "files")

    assert not embedded.running(tmp_path / "db")


def test_with_addresses_no_database_is_started(tmp_path, server, nothing_named):
    nothing_named.setenv(URLS[0], server.app_url())
    nothing_named.setenv(URLS[1], server.owner_url())

    with surroundings(tmp_path) as environment:
        assert environment["YIMEN_DATABASE_URL"] == server.app_url()

    assert not (tmp_path / "db").exists()


def test_only_a_synthetic_installation_is_marked_as_such(tmp_path, server, nothing_named):
    nothing_named.setenv(URLS[0], server.app_url())
    nothing_named.setenv(URLS[1], server.owner_url())

    with surroundings(tmp_path) as environment:
        assert "YIMEN_SYNTHETIC" not in environment
    (tmp_path / "synthetic").touch()
    with surroundings(tmp_path) as environment:
        assert environment["YIMEN_SYNTHETIC"] == "1"


def test_one_address_of_the_two_is_not_enough(server):
    with pytest.raises(Stop, match="还缺 YIMEN_OWNER_DATABASE_URL"):
        require_usable(server.app_url(), "")
    with pytest.raises(Stop, match="还缺 YIMEN_DATABASE_URL"):
        require_usable("", server.owner_url())


def test_an_address_that_does_not_answer_is_named_without_its_password(server):
    wrong = server.app_url().replace(f":{server.port}/", ":1/")

    with pytest.raises(Stop, match="YIMEN_DATABASE_URL 指向的数据库连不上") as stopped:
        require_usable(wrong, server.owner_url())

    assert server.passwords["yimen_app"] not in str(stopped.value)


def test_an_old_server_is_refused(server, monkeypatch):
    monkeypatch.setattr(installation, "OLDEST_SERVER", 990000)

    with pytest.raises(Stop, match="需要 17 以上"):
        require_usable(server.app_url(), server.owner_url())


def test_an_app_role_that_passes_row_security_is_refused(server):
    for url in (server.owner_url(), server.superuser_url()):
        with pytest.raises(Stop, match="BYPASSRLS"):
            require_usable(url, server.owner_url())


def test_static_files_are_collected_again_only_when_one_changed(tmp_path, monkeypatch):
    folder = tmp_path / "yimen" / "web" / "static"
    folder.mkdir(parents=True)
    (folder / "a.css").write_text("a {}")
    monkeypatch.setattr(static_files, "SOURCE", tmp_path)
    stamp = tmp_path / "stamp"

    assert not static_files.is_collected(stamp)
    stamp.write_text(static_files.fingerprint())
    assert static_files.is_collected(stamp)
    (folder / "b.css").write_text("b {}")
    assert not static_files.is_collected(stamp)


def test_the_browser_is_shown_the_fonts_of_our_packages(tmp_path, monkeypatch):
    monkeypatch.setattr(suite, "CACHE", tmp_path)

    settings = suite.font_settings().read_text("utf-8")

    assert "pylopdf_fonts_zh_cn" in settings
    assert "noto_cjk_sans_otc" in settings
