"""What must stand in no file: hosts, registries, addresses of machines, folders of somebody's computer."""

import ipaddress
import re
from collections.abc import Iterator

import pytest

from tests.house.files import PROJECT, text_of, tracked

HOST = re.compile(r"(?:https?|wss?|ftp)://([A-Za-z0-9.-]+\.[A-Za-z]{2,})")
ADDRESS = re.compile(r"(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(?![\w.])")
FOLDER = re.compile(r"(?<![\w./~-])/(?:root|home|work|Users)/[A-Za-z_]\w*")
REGISTRY = re.compile(
    r"\b(pypi\.org|pythonhosted|npmjs\.(?:org|com)|npmmirror|tuna\.tsinghua|aliyun\w*\.com|docker\.io)", re.I
)
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")

RESERVED = (".example", ".invalid", ".test", ".localhost")
NAMES_OF_FORMATS = {
    "www.w3.org",
    "schemas.openxmlformats.org",
    "schemas.microsoft.com",
    "purl.oclc.org",
    "purl.org",
    "ns.adobe.com",
    "www.aiim.org",
    "www.apache.org",
    "json-schema.org",
}
"""Names of XML namespaces and the like, and the licence's own address: nothing is fetched from there."""


def found_in(text: str) -> Iterator[str]:
    """Every word of the text that does not belong in a file of ours."""
    for host in HOST.findall(text):
        if not host.endswith(RESERVED) and host not in NAMES_OF_FORMATS:
            yield host
    for number in ADDRESS.findall(text):
        if _is_public(number):
            yield number
    for pattern in (FOLDER, REGISTRY, SECRET):
        yield from (match.group(0) for match in pattern.finditer(text))


def _is_public(number: str) -> bool:
    """An address somebody could answer at; loopback, private and documentation addresses are not."""
    try:
        return ipaddress.ip_address(number).is_global
    except ValueError:
        return False


def test_no_file_names_a_host_a_registry_or_a_folder_of_this_machine():
    wrong = {
        str(path.relative_to(PROJECT)): words
        for path in tracked()
        if path.name != "test_words.py" and (words := sorted(set(found_in(_own_words(path)))))
    }
    assert wrong == {}


def _own_words(path) -> str:
    """The lock of the front-end packages repeats where their authors take donations; that is not ours."""
    text = text_of(path)
    return re.sub(r'"funding": \{[^}]*\}', "", text) if path.name == "package-lock.json" else text


def test_the_locks_say_what_not_where_from():
    assert '"resolved"' not in (PROJECT / "package-lock.json").read_text()
    for path in (PROJECT / "requirements").glob("*.txt"):
        assert not re.search(r"^--?(index|extra-index|find-links|i )", path.read_text(), re.M), path.name


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("see https://somewhere.gov.cn/x", id="网址"),
        pytest.param("host = '8.8.8.8'", id="公网地址"),
        pytest.param("open('/home/somebody/x')", id="个人文件夹"),
        pytest.param("--index-url pypi.org/simple", id="软件源"),
    ],
)
def test_each_of_these_is_caught(text):
    assert list(found_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1:8000/",
        "http://www.w3.org/2000/svg",
        "https://yimen.example/p",
        "第1.2.3.4条",
        "src/work/x",
        "192.0.2.1",
    ],
)
def test_none_of_these_is(text):
    assert not list(found_in(text))
