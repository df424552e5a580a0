"""Identifiers. None is made from a person's data, so none says anything about her."""

from __future__ import annotations

import secrets

_CLEAR = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O, 1 I L, U: read aloud and copied from paper without doubt
_MODULUS = len(_CLEAR)


def opaque_id(prefix: str) -> str:
    """A surrogate such as `p7k2m9q4x8w3` for ledger keys: prefix plus 12 random signs (58 bits)."""
    return prefix + "".join(secrets.choice(_CLEAR) for _ in range(12)).lower()


def secret_token() -> str:
    """An unguessable token of 256 bits for links and sessions."""
    return secrets.token_urlsafe(32)


def _check_sign(body: str) -> str:
    # Luhn mod N: finds every single wrong sign and nearly every swap of two neighbours.
    total, factor = 0, 2
    for sign in reversed(body):
        product = factor * _CLEAR.index(sign)
        total += product // _MODULUS + product % _MODULUS
        factor = 3 - factor
    return _CLEAR[-total % _MODULUS]


def printed_number(groups: int = 3) -> str:
    """A number to print and type in, such as `7KQM-2X9D-4HTC`: random, with a check sign at its end."""
    body = "".join(secrets.choice(_CLEAR) for _ in range(4 * groups - 1))
    whole = body + _check_sign(body)
    return "-".join(whole[i : i + 4] for i in range(0, len(whole), 4))


def tidy_number(typed: str, groups: int = 3) -> str | None:
    """What a person typed, as `printed_number` writes it; None if a sign is wrong or missing."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(signs) != 4 * groups or any(sign not in _CLEAR for sign in signs):
        return None
    if _check_sign(signs[:-1]) != signs[-1]:
        return None
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))
