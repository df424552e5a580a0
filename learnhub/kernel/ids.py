"""Identifiers. None is made from a person's data, so none says anything about her."""

from __future__ import annotations

import secrets
import unicodedata

from learnhub.kernel.letters import plain_digits

_CLEAR = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O, 1 I L, U: read aloud and copied from paper without doubt
_MODULUS = len(_CLEAR)
_FAIR = 256 // _MODULUS * _MODULUS  # bytes from here on would favour the first signs
_SIGNS = bytes(ord(_CLEAR[byte % _MODULUS]) for byte in range(256))
_UNFAIR = bytes(range(_FAIR, 256))
_PLACE = {sign: place for place, sign in enumerate(_CLEAR)}
_DOUBLED = {sign: 2 * n // _MODULUS + 2 * n % _MODULUS for sign, n in _PLACE.items()}


def _random_signs(count: int) -> str:
    # bytes of the system's generator, translated as a whole: an import draws hundreds of thousands of signs
    signs = b""
    while len(signs) < count:
        signs += secrets.token_bytes((count - len(signs)) * 17 // 16 + 4).translate(_SIGNS, _UNFAIR)
    return signs[:count].decode()


def opaque_ids(prefix: str, count: int) -> list[str]:
    """So many surrogates such as `p7k2m9q4x8w3` for ledger keys: prefix plus 12 random signs (58 bits)."""
    signs = _random_signs(12 * count).lower()
    return [prefix + signs[start : start + 12] for start in range(0, 12 * count, 12)]


def opaque_id(prefix: str) -> str:
    """One of `opaque_ids`."""
    return prefix + _random_signs(12).lower()


def secret_token() -> str:
    """An unguessable token of 256 bits for links and sessions."""
    return secrets.token_urlsafe(32)


def _check_sign(body: str) -> str:
    # Luhn mod N: finds every single wrong sign and nearly every swap of two neighbours.
    total = sum(_DOUBLED[sign] for sign in body[::-2]) + sum(_PLACE[sign] for sign in body[-2::-2])
    return _CLEAR[-total % _MODULUS]


def printed_numbers(count: int, groups: int = 3) -> list[str]:
    """So many numbers to print and type in, such as `7KQM-2X9D-4HTC`: random, a check sign at the end."""
    size = 4 * groups - 1
    signs = _random_signs(size * count)
    return [_in_fours(signs[start : start + size]) for start in range(0, size * count, size)]


def printed_number(groups: int = 3) -> str:
    """One of `printed_numbers`."""
    return _in_fours(_random_signs(4 * groups - 1))


def _in_fours(body: str) -> str:
    whole = body + _check_sign(body)
    return "-".join([whole[i : i + 4] for i in range(0, len(whole), 4)])


def plain_signs(typed: str) -> str:
    """The letters and digits of a number that somebody typed, as they were printed: digits may be those of another
    script, letters wide or small."""
    plain = plain_digits(unicodedata.normalize("NFKC", typed).upper())
    return "".join(sign for sign in plain if sign.isalnum())


def tidy_number(typed: str, groups: int = 3) -> str | None:
    """What a person typed, as `printed_number` writes it; None if a sign is wrong or missing."""
    signs = plain_signs(typed)
    if len(signs) != 4 * groups or any(sign not in _CLEAR for sign in signs):
        return None
    if _check_sign(signs[:-1]) != signs[-1]:
        return None
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))
