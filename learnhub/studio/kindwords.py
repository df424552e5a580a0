"""Names of kinds of quizzes, questions and answers in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _


def question_kinds() -> dict[str, str]:
    """What each kind of question is called."""
    return {
        "single": _("One right answer"),
        "multiple": _("Several right answers"),
        "true_false": _("True or false"),
        "numeric": _("Number, with or without unit"),
        "short_text": _("A word or a few"),
        "ordering": _("Put in order"),
        "matching": _("Match pairs"),
    }


def answer_kinds() -> dict[str, str]:
    """What learners hand in for an assignment."""
    return {
        "either": _("A text, a file, or both"),
        "text": _("A text"),
        "file": _("A file"),
    }


def quiz_kinds() -> dict[str, str]:
    """What each kind of quiz is called, and what it is for."""
    return {
        "practice": _("Practice: to try what was read"),
        "final": _("Final quiz: counts for the certificate"),
        "pre": _("Pre-test: what learners know before"),
        "post": _("Post-test: the same afterwards"),
    }
