"""The words for codes of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from learnhub.records.domain import Because, Change, Rule, Status, Verdict

RULES: Mapping[Rule, Any] = {
    Rule.EMAIL: _l("the same e-mail address, confirmed by one of them"),
    Rule.NAME: _l("the same name, birth year and country"),
    Rule.FORMER: _l("the e-mail address of an account that gave way to the other"),
    Rule.HAND: _l("put here by an officer"),
}
STATES: Mapping[Status, Any] = {
    Status.OPEN: _l("To decide"),
    Status.UNSURE: _l("Not sure"),
    Status.REFUSED: _l("Two people"),
    Status.MERGED: _l("One person"),
}
VERDICTS: Mapping[Verdict, Any] = {
    Verdict.SAME: _l("the same"),
    Verdict.ALIKE: _l("all words of one are in the other"),
    Verdict.DIFFERS: _l("differs"),
    Verdict.UNKNOWN: _l("not known of both"),
}
FIELDS: Mapping[str, Any] = {
    "email": _l("E-mail"),
    "name": _l("Name"),
    "birth_year": _l("Year of birth"),
    "country": _l("Country"),
    "gender": _l("Gender"),
}
GENDERS: Mapping[str, Any] = {
    "F": _l("Woman"),
    "M": _l("Man"),
    "X": _l("Another gender"),
    "N": _l("Prefers not to say"),
    "": _l("Not asked"),
}
ACCOUNTS: Mapping[str, Any] = {
    "confirmed": _l("confirmed"),
    "unconfirmed": _l("not confirmed: not counted yet"),
}
ATTENDANCE: Mapping[str, Any] = {
    "registered": _l("registered"),
    "present": _l("present"),
    "absent": _l("absent"),
    "excused": _l("excused"),
    "cancelled": _l("cancelled"),
}
CHANGES: Mapping[Change, Any] = {
    Change.MERGE: _l("Two accounts taken for one person"),
    Change.REFUSE: _l("Two accounts are two people"),
    Change.UNSURE: _l("Case put off"),
    Change.CORRECT: _l("What is counted corrected"),
    Change.CONFIRM: _l("Account confirmed"),
    Change.VOID_ENROLMENT: _l("Enrolment made void"),
    Change.VOID_ATTENDANCE: _l("Day of attendance made void"),
    Change.WITHDRAW_CERTIFICATE: _l("Certificate withdrawn"),
}
BECAUSE: Mapping[Because, Any] = {
    Because.SAID: _l("The person said so"),
    Because.DOCUMENT: _l("A document shows it"),
    Because.CENTRE_KNOWS: _l("The centre knows the person"),
    Because.EVIDENCE: _l("The answers agree"),
    Because.DIFFERENT_PEOPLE: _l("They are known to be two people"),
    Because.TOO_LITTLE: _l("Too little is known"),
    Because.TYPING: _l("A slip of the pen or the keyboard"),
    Because.TWICE: _l("It was recorded twice"),
    Because.WRONG_PERSON: _l("It is somebody else’s"),
    Because.NEVER_HELD: _l("It never took place"),
    Because.TEST: _l("It was a test"),
    Because.OTHER: _l("Another reason"),
}
FIGURES: Mapping[str, Any] = {
    "R01": _l("Persons enrolled"),
    "R04": _l("Learners reached"),
    "E01": _l("Enrolments"),
    "C01": _l("Completions"),
    "C02": _l("Completers"),
    "S01": _l("Certificates"),
}
LACKING: Mapping[str, Any] = {
    "email": _l("The e-mail address belongs to another account by now; it is kept unconfirmed."),
    "login": _l("The sign-in name belongs to another account by now; the learner number works."),
}
