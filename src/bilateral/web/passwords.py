"""Passwords: what a new one must be, and argon2id hashes that take as long for a name that nobody has."""

from __future__ import annotations

import threading
import unicodedata
from typing import TYPE_CHECKING

from bilateral.errors import SettingsError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from bilateral.settings import Settings

__all__ = ["LEAST_CHARACTERS", "PasswordCheck", "check_new_password"]

LEAST_CHARACTERS = 12
"""NIST SP 800-63B-4 asks for 15 characters of a password that stands alone and 8 beside a second factor; OWASP for 12 and more."""

_MOST_CHARACTERS = 1_000
_LEAST_DIFFERENT = 5

_AT_ONCE = threading.BoundedSemaphore(2)
"""Looks at passwords that run at the same time: each takes 64 MiB."""

_WAIT_SECONDS = 10.0


def _normal(password: str) -> bytes:
    """A password in one spelling, whatever keyboard it comes from (NFKC, as NIST SP 800-63B asks)."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def check_new_password(name: str, password: str) -> None:
    """Refuse a password that is soon guessed.

    Does not ask for digits or signs, and knows no list of common passwords.

    Args:
        name: Name of the account.
        password: The new password.

    Raises:
        SettingsError: If it is too short or too long, of few different characters, or the name.

    Source:
        NIST SP 800-63B-4, section 3.1.1.

    Example:
        >>> check_new_password("ann", "twelve small boats")
        >>> check_new_password("ann", "aaaaaaaaaaaa")
        Traceback (most recent call last):
        bilateral.errors.SettingsError: got a password of fewer than 5 different characters...
    """
    told = ""
    if len(password) < LEAST_CHARACTERS:
        told = f"of {len(password)} characters, expected {LEAST_CHARACTERS} or more; a few words that do not belong together are long and easy to keep in mind"
    elif len(password) > _MOST_CHARACTERS:
        told = f"of {len(password):,} characters, expected {_MOST_CHARACTERS:,} or fewer"
    elif len(set(password)) < _LEAST_DIFFERENT:
        told = f"of fewer than {_LEAST_DIFFERENT} different characters, expected one that cannot be guessed"
    elif password.casefold().replace(name.casefold(), "").strip() == "":
        told = "that is the name of the account, expected another one"
    if told:
        message = f"got a password {told}"
        raise SettingsError(message)


class PasswordCheck:
    """Hashes of passwords by argon2id with the cost that the settings tell."""

    def __init__(self, settings: Settings) -> None:
        from argon2 import PasswordHasher  # noqa: PLC0415 - only where there are accounts

        self._hasher: PasswordHasher = PasswordHasher(time_cost=settings.password_rounds, memory_cost=settings.password_memory_kib)
        self._nobodys = self._hasher.hash(b"the hash that an unknown name is checked against")

    def hash(self, password: str) -> str:
        """A hash to keep, with its salt and cost in it."""
        return self._hasher.hash(_normal(password))

    def fits(self, password: str, kept: str | None) -> bool:
        """Whether a password is the one that was hashed.

        Without a kept hash (nobody has the name) as much work is done, and the answer is no.

        Raises:
            TimeoutError: If too many wait for their turn.
        """
        from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

        if not _AT_ONCE.acquire(timeout=_WAIT_SECONDS):
            message = "too many people sign in at this moment"
            raise TimeoutError(message)
        try:
            is_right = self._hasher.verify(kept or self._nobodys, _normal(password[:_MOST_CHARACTERS]))
        except (VerificationError, InvalidHashError):
            return False
        finally:
            _AT_ONCE.release()
        return is_right and kept is not None

    def is_old(self, kept: str) -> bool:
        """Whether a hash was made with another cost than that of the settings."""
        return self._hasher.check_needs_rehash(kept)
