"""Keys and ciphers of the sealed fields: SM4-GCM and HMAC-SM3 by default, AES-256-GCM and HMAC-SHA-256 as their twins.

Keys live outside the database, in one file that backup refuses to be without. A sealed value is
`algorithm (1) · key number (2) · nonce (12) · ciphertext and tag`; its associated data is table, column and row id,
so a ciphertext moved to another row or column does not open (promise 36).
"""

import json
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

from yimen.core.errors import YimenError

SM4, AES = 1, 2
ALGORITHMS = {SM4: (algorithms.SM4, 16), AES: (algorithms.AES, 32)}
HASHES: dict[int, type[hashes.HashAlgorithm]] = {SM4: hashes.SM3, AES: hashes.SHA256}
NONCE, TAG = 12, 16


class SealBroken(YimenError):
    """The value was changed, moved from another row, or sealed under a key this installation does not hold."""

    code = "seal_broken"


class KeysMissing(YimenError):
    """There is no key file, or it cannot be read as one."""

    code = "keys_missing"


@dataclass(frozen=True)
class KeyRing:
    """All keys by number; new values are sealed under `current`, old numbers still open."""

    current: int
    keys: dict[int, tuple[int, bytes]]
    index_key: bytes
    index_hash: type[hashes.HashAlgorithm] = hashes.SM3

    def seal(self, plain: bytes, where: bytes) -> bytes:
        algorithm, key = self.keys[self.current]
        nonce = os.urandom(NONCE)
        encryptor = Cipher(ALGORITHMS[algorithm][0](key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(where)
        body = encryptor.update(plain) + encryptor.finalize()
        return bytes([algorithm]) + self.current.to_bytes(2, "big") + nonce + body + encryptor.tag

    def open(self, sealed: bytes, where: bytes) -> bytes:
        """Raises: SealBroken."""
        if len(sealed) < 3 + NONCE + TAG:
            raise SealBroken(
                f"{where.decode('utf-8', 'replace')} 的密文不完整。请从备份恢复这一行并查审计记录。"
            )
        algorithm, number = sealed[0], int.from_bytes(sealed[1:3], "big")
        if number not in self.keys or self.keys[number][0] != algorithm:
            raise SealBroken(f"密文使用的密钥编号 {number} 不在本系统的密钥文件里，请恢复当时的密钥文件。")
        nonce, body, tag = sealed[3 : 3 + NONCE], sealed[3 + NONCE : -TAG], sealed[-TAG:]
        decryptor = Cipher(ALGORITHMS[algorithm][0](self.keys[number][1]), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(where)
        try:
            return decryptor.update(body) + decryptor.finalize()
        except InvalidTag:
            place = where.decode("utf-8", "replace")
            raise SealBroken(
                f"{place} 的密文打不开：内容被改动，或从别处移来。请从备份恢复这一行并查审计记录。"
            ) from None

    def index(self, purpose: str, value: str) -> bytes:
        """Keyed hash of a normalised value for equality look-up; one purpose, one hash."""
        mac = HMAC(self.index_key, self.index_hash())
        mac.update(f"{purpose}\0{value}".encode())
        return mac.finalize()


def make_keys(path: Path, algorithm: int = SM4) -> None:
    """A new key file, readable by this account only. Never overwrites one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "current": 1,
        "keys": {"1": {"algorithm": algorithm, "key": secrets.token_hex(ALGORITHMS[algorithm][1])}},
        "index": secrets.token_hex(32),
        "index_algorithm": algorithm,
    }
    part = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file)
    try:
        os.link(part, path)  # whole or not at all, and never over another file
    finally:
        part.unlink()


def load_keys(path: Path) -> KeyRing:
    """Raises: KeysMissing."""
    if not path.exists():
        raise KeysMissing(
            f"找不到密钥文件 {path.name}。首次使用请运行 ./yimen migrate 生成；恢复系统请先放回原来的密钥文件。"
        )
    try:
        content = json.loads(path.read_text())
        keys = {int(n): (k["algorithm"], bytes.fromhex(k["key"])) for n, k in content["keys"].items()}
        hash_ = HASHES[content.get("index_algorithm", SM4)]
        ring = KeyRing(content["current"], keys, bytes.fromhex(content["index"]), hash_)
        _ = ring.keys[ring.current]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysMissing(
            f"密钥文件 {path.name} 内容损坏，无法读取。请用另外保管的那一份替换后再启动，不要新建密钥。"
        ) from error
    return ring


def fingerprint(path: Path) -> str:
    """Tells one key file from another without showing it: 16 hexadecimal digits, for the note kept with a backup.

    Raises: KeysMissing.
    """
    load_keys(path)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"yimen key file\0" + path.read_bytes())
    return digest.finalize().hex()[:16]


@cache
def keyring() -> KeyRing:
    """The keys of this process, read once."""
    return load_keys(settings.ENV.keys_path)


def blind_index(purpose: str, value: str) -> bytes:
    """Look-up value of an ID number, phone or account: `purpose` is 'id', 'phone' or 'account'."""
    return keyring().index(purpose, value)
