"""How the authentication library keeps its secrets in our database: sealed like every other."""

from base64 import b64decode, b64encode

from allauth.mfa.adapter import DefaultMFAAdapter

from yimen.guard.keys import keyring

PLACE = b"mfa_authenticator.data"


class SealedSecrets(DefaultMFAAdapter):
    """Settings name it as MFA_ADAPTER. The seal is bound to the column; the library makes the row's id too late for it."""

    def encrypt(self, text: str) -> str:
        return b64encode(keyring().seal(text.encode(), PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises: SealBroken."""
        return keyring().open(b64decode(encrypted_text), PLACE).decode()
