"""Rules about duplicates, as functions of values: who may be one person, what speaks for it, what is recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from learnhub.records.names import alike, folded_name


class Rule(StrEnum):
    """Why two accounts are on the list."""

    EMAIL = "email"  # the same address, confirmed by one of them
    NAME = "name"  # the same name, birth year and country
    FORMER = "former"  # the address of one is that of an account that gave way to the other
    HAND = "hand"  # an officer put them there


class Status(StrEnum):
    """What became of a pair."""

    OPEN = "open"
    UNSURE = "unsure"
    MERGED = "merged"
    REFUSED = "refused"


class Verdict(StrEnum):
    """What one answer says about two accounts."""

    SAME = "same"
    ALIKE = "alike"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class Change(StrEnum):
    """What a records officer did; each is a line of the history."""

    MERGE = "merge"
    REFUSE = "refuse"
    UNSURE = "unsure"
    CORRECT = "correct"
    CONFIRM = "confirm"
    VOID_ENROLMENT = "void_enrolment"
    VOID_ATTENDANCE = "void_attendance"
    WITHDRAW_CERTIFICATE = "withdraw_certificate"


class Because(StrEnum):
    """The coded reasons that an officer chooses from."""

    SAID = "said"
    DOCUMENT = "document"
    CENTRE_KNOWS = "centre_knows"
    EVIDENCE = "evidence"
    DIFFERENT_PEOPLE = "different_people"
    TOO_LITTLE = "too_little"
    TYPING = "typing"
    TWICE = "twice"
    WRONG_PERSON = "wrong_person"
    NEVER_HELD = "never_held"
    TEST = "test"
    OTHER = "other"


REASONS: dict[Change, tuple[Because, ...]] = {
    Change.MERGE: (Because.EVIDENCE, Because.SAID, Because.DOCUMENT, Because.CENTRE_KNOWS, Because.OTHER),
    Change.REFUSE: (Because.DIFFERENT_PEOPLE, Because.SAID, Because.TOO_LITTLE, Because.OTHER),
    Change.UNSURE: (Because.TOO_LITTLE,),
    Change.CORRECT: (Because.SAID, Because.TYPING, Because.DOCUMENT, Because.OTHER),
    Change.CONFIRM: (Because.SAID, Because.DOCUMENT, Because.CENTRE_KNOWS, Because.OTHER),
    Change.VOID_ENROLMENT: (Because.TWICE, Because.WRONG_PERSON, Because.TEST, Because.OTHER),
    Change.VOID_ATTENDANCE: (
        Because.TWICE, Because.WRONG_PERSON, Because.NEVER_HELD, Because.TEST, Because.OTHER,
    ),
    Change.WITHDRAW_CERTIFICATE: (Because.TWICE, Because.WRONG_PERSON, Because.TEST, Because.OTHER),
}  # fmt: skip
"""Which reasons fit which act; OTHER needs a note."""

UNDOABLE = frozenset({Change.MERGE, Change.REFUSE, Change.VOID_ENROLMENT, Change.VOID_ATTENDANCE})
"""What can be undone. A correction is corrected again; what was confirmed or withdrawn stays so."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What two accounts are compared by; blank or None is unknown."""

    name: str
    email: str = ""
    email_confirmed: bool = False
    birth_year: int | None = None
    country: str = ""
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field says; `points` go into the score."""

    field: str
    verdict: Verdict
    points: int


def _key(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def email_key(facts: Facts) -> str | None:
    """The block of the address; None without one."""
    return _key("email", facts.email) if facts.email else None


def name_key(facts: Facts) -> str | None:
    """The block of name, birth year and country; None if one of the three is unknown."""
    name = folded_name(facts.name)
    if not name or facts.birth_year is None or not facts.country:
        return None
    return _key("name", name, str(facts.birth_year), facts.country)


def rules_of(one: Facts, other: Facts) -> tuple[Rule, ...]:
    """The rules by which two accounts may be one person."""
    found = []
    if one.email and one.email == other.email and (one.email_confirmed or other.email_confirmed):
        found.append(Rule.EMAIL)
    if name_key(one) is not None and name_key(one) == name_key(other):
        found.append(Rule.NAME)
    return tuple(found)


def _compared(field: str, one: object, other: object, *, same: int, differs: int) -> Evidence:
    if not one or not other:
        return Evidence(field, Verdict.UNKNOWN, 0)
    if one == other:
        return Evidence(field, Verdict.SAME, same)
    return Evidence(field, Verdict.DIFFERS, differs)


def _names(one: Facts, other: Facts) -> Evidence:
    exact = _compared("name", folded_name(one.name), folded_name(other.name), same=25, differs=-15)
    if exact.verdict is Verdict.DIFFERS and alike(one.name, other.name):
        return Evidence("name", Verdict.ALIKE, 15)
    return exact


def _known_gender(facts: Facts) -> str:
    return facts.gender if facts.gender in {"F", "M", "X"} else ""


LASTING = (Rule.FORMER, Rule.HAND)
"""Rules that do not follow from what the two accounts say now, so they hold until somebody decides."""


def evidence(one: Facts, other: Facts) -> tuple[Evidence, ...]:
    """What each answer says about whether two accounts are one person. Two addresses speak against nothing."""
    confirmed = one.email_confirmed or other.email_confirmed
    return (
        _compared("email", one.email, other.email, same=50 if confirmed else 30, differs=0),
        _names(one, other),
        _compared("birth_year", one.birth_year, other.birth_year, same=15, differs=-30),
        _compared("country", one.country, other.country, same=5, differs=-5),
        _compared("gender", _known_gender(one), _known_gender(other), same=5, differs=-25),
    )


def score(found: Sequence[Evidence]) -> int:
    """From 0 (nothing speaks for it) to 100 (everything does): sorts the queue, decides nothing."""
    return max(0, min(100, sum(each.points for each in found)))


def may_decide(*, own: frozenset[str] | None, one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether an officer of these centres (None: of the network) decides about accounts of those centres."""
    return own is None or (bool(own & one) and bool(own & other))
