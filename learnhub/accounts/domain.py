"""Rules about people, as functions of values."""

from __future__ import annotations

import hashlib
import ipaddress
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

WORDING = "2026-11"  # version of the privacy page that a person agrees to
MIN_PASSWORD = 10
SESSION = timedelta(hours=12)
LONG_SESSION = timedelta(days=30)
RESET_LINK = timedelta(hours=2)
CENTRE_CODE = timedelta(days=7)
OCCUPATIONS = (
    "student", "teacher", "researcher", "engineer", "technician", "government", "ngo", "private",
    "media", "other",
)  # fmt: skip
_COMMON = frozenset(
    [
        "password12",
        "1234567890",
        "12345678910",
        "qwertyuiop",
        "qwerty12345",
        "iloveyou12",
        "password123",
        "passwordpassword",
        "0123456789",
    ]
)


@dataclass(frozen=True, slots=True)
class ThrottleRule:
    """So many tries in so long; then wait until the window is over."""

    tries: int
    window: timedelta


BY_ACCOUNT = ThrottleRule(
    10, timedelta(minutes=15)
)  # from one place, so that nobody shuts others out of theirs
FROM_ANYWHERE = ThrottleRule(50, timedelta(minutes=15))
BY_ADDRESS = ThrottleRule(300, timedelta(minutes=15))  # a whole class room may share one address
LETTERS = ThrottleRule(6, timedelta(hours=1))  # to one address, whoever asks for them
REGISTRATIONS = ThrottleRule(200, timedelta(hours=1))


def token_hash(token: str) -> str:
    """How a token is kept. Tokens are 256 random bits, so a plain hash suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


def throttle_key(kind: str, value: str) -> str:
    """A key that does not tell whom it is about."""
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()


def place_of(address: str) -> str:
    """Where somebody tries from: an address, of which IPv6 gives everybody 2**64."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is None:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return address


def fold_login(text: str) -> str:
    """How sign-in names and addresses are compared: NFKC, no case, no blanks around."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def password_problem(password: str, *, login: str = "", name: str = "") -> str | None:
    """A code for what is wrong with a new password: short, long, common, personal; None if it will do."""
    if len(password) < MIN_PASSWORD:
        return "short"
    if len(password) > 200:
        return "long"
    folded = password.casefold()
    if folded in _COMMON or len(set(folded)) < 4:
        return "common"
    if folded in {login.casefold(), name.casefold()}:
        return "personal"
    return None


def birth_year_problem(year: int, today: date) -> bool:
    """Whether nobody who reads this can have been born then."""
    return not today.year - 120 <= year <= today.year - 5


def may_try(tries: int, until: datetime | None, rule: ThrottleRule, now: datetime) -> int:
    """0 if another try is allowed, else the seconds to wait."""
    if until is None or until <= now or tries < rule.tries:
        return 0
    return max(1, int((until - now).total_seconds()))
