"""Ciphers against their standard, and the key file: made once, whole, readable by one account only."""

import json
import os
import stat

import pytest

from yimen.guard.keys import (
    AES,
    SM4,
    KeyRing,
    KeysMissing,
    SealBroken,
    fingerprint,
    load_keys,
    make_keys,
)

PLACE = b"people_person.phone.0192"


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "deep" / "keys.json"
    make_keys(path)
    return path


def test_sm4_gcm_opens_the_example_of_rfc_8998():
    """RFC 8998, appendix A.1."""
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    where = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = bytes.fromhex("".join(two * 8 for two in ("AA", "BB", "CC", "DD", "EE", "FF", "EE", "AA")))
    body = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
    )
    tag = bytes.fromhex("83DE3541E4C2B58177E065A9BF7B62EC")

    ring = KeyRing(1, {1: (SM4, key)}, b"index")

    assert ring.open(bytes([SM4, 0, 1]) + nonce + body + tag, where) == plain


def test_hmac_sm3_is_the_construction_of_rfc_2104_over_sm3():
    from cryptography.hazmat.primitives import hashes

    def sm3(data: bytes) -> bytes:
        digest = hashes.Hash(hashes.SM3())
        digest.update(data)
        return digest.finalize()

    assert (
        sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )  # GB/T 32905
    key, message = b"k" * 32, b"id\x00371311"
    padded = key.ljust(64, b"\0")
    inner = sm3(bytes(b ^ 0x36 for b in padded) + message)
    expected = sm3(bytes(b ^ 0x5C for b in padded) + inner)

    assert KeyRing(1, {}, key).index("id", "371311") == expected


@pytest.mark.parametrize("algorithm", [pytest.param(SM4, id="国密"), pytest.param(AES, id="国际算法")])
def test_each_algorithm_seals_and_opens(tmp_path, algorithm):
    make_keys(tmp_path / "keys.json", algorithm)
    ring = load_keys(tmp_path / "keys.json")
    sealed = ring.seal("𠮷 13812345678".encode(), PLACE)

    assert sealed[0] == algorithm
    assert ring.open(sealed, PLACE).decode() == "𠮷 13812345678"
    assert len(ring.index("phone", "13812345678")) == 32


def test_the_same_text_is_sealed_differently_each_time(key_file):
    ring = load_keys(key_file)
    assert ring.seal(b"x", PLACE) != ring.seal(b"x", PLACE)


def test_one_changed_bit_anywhere_does_not_open(key_file):
    ring = load_keys(key_file)
    sealed = ring.seal(b"13812345678", PLACE)
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(SealBroken):
            ring.open(changed, PLACE)


@pytest.mark.parametrize("length", [0, 1, 3, 30])
def test_a_shortened_value_does_not_open(key_file, length):
    ring = load_keys(key_file)
    with pytest.raises(SealBroken, match="不完整"):
        ring.open(ring.seal(b"", PLACE)[:length], PLACE)


def test_another_installations_key_does_not_open_it(key_file, tmp_path):
    make_keys(tmp_path / "other.json")
    sealed = load_keys(key_file).seal(b"13812345678", PLACE)
    with pytest.raises(SealBroken):
        load_keys(tmp_path / "other.json").open(sealed, PLACE)


def test_an_old_key_still_opens_when_a_new_one_seals(key_file):
    old = load_keys(key_file)
    both = KeyRing(2, {**old.keys, 2: (AES, os.urandom(32))}, old.index_key)
    before = old.seal(b"before", PLACE)
    after = both.seal(b"after", PLACE)

    assert both.open(before, PLACE) == b"before"
    assert both.open(after, PLACE) == b"after"
    with pytest.raises(SealBroken, match="密钥编号 2"):
        old.open(after, PLACE)


def test_an_index_of_one_purpose_says_nothing_about_another(key_file):
    ring = load_keys(key_file)
    assert ring.index("id", "1") == ring.index("id", "1")
    assert len({ring.index("id", "1"), ring.index("phone", "1"), ring.index("account", "1")}) == 3


def test_the_key_file_is_for_one_account_and_never_overwritten(key_file):
    before = key_file.read_bytes()
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_keys(key_file)
    assert key_file.read_bytes() == before
    assert list(key_file.parent.iterdir()) == [key_file]


def test_a_missing_key_file_is_a_sentence(tmp_path):
    with pytest.raises(KeysMissing, match="找不到密钥文件"):
        load_keys(tmp_path / "keys.json")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="空文件"),
        pytest.param("{", id="不是 JSON"),
        pytest.param("[]", id="不是对象"),
        pytest.param(json.dumps({"current": 1, "keys": {}, "index": "00"}), id="没有当前密钥"),
        pytest.param(json.dumps({"current": 1, "keys": {"1": {"algorithm": 1}}, "index": ""}), id="缺少密钥"),
        pytest.param(
            json.dumps({"current": 1, "keys": {"1": {"algorithm": 1, "key": "zz"}}}), id="不是十六进制"
        ),
    ],
)
def test_a_damaged_key_file_is_a_sentence(tmp_path, content):
    path = tmp_path / "keys.json"
    path.write_text(content)
    with pytest.raises(KeysMissing, match="内容损坏"):
        load_keys(path)


def test_a_fingerprint_tells_key_files_apart_and_shows_no_key(key_file, tmp_path):
    copy, other = tmp_path / "copy.json", tmp_path / "other.json"
    copy.write_bytes(key_file.read_bytes())
    make_keys(other)

    assert fingerprint(copy) == fingerprint(key_file) != fingerprint(other)
    assert len(fingerprint(copy)) == 16
    assert fingerprint(copy) not in key_file.read_text()
