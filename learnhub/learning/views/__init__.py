"""Pages of a learner, and of the course team."""

import json
from fractions import Fraction
from typing import Any

from flask import Blueprint, url_for

from learnhub.coursefile.compile.slugs import term_id
from learnhub.learning.domain import mark_text, percent_text, result_text
from learnhub.web.handback import hands_back
from learnhub.web.i18n import with_comma

bp = Blueprint("learning", __name__, url_prefix="/<lang:lang>", template_folder="../templates")
hands_back(bp)


@bp.app_template_filter("marks")
def _marks(value: Fraction | int) -> str:
    return with_comma(mark_text(Fraction(value)))


@bp.app_template_filter("percent")
def _percent(value: Fraction) -> str:
    return with_comma(percent_text(value))


@bp.app_template_filter("result")
def _result(percent: Fraction) -> str:
    return with_comma(result_text(percent))


@bp.app_template_filter("has")
def _has(done: int, mask: int) -> bool:
    return bool(done & mask)


@bp.app_template_filter("fact")
def _fact(facts: str, name: str) -> Any:
    return json.loads(facts)[name]


@bp.app_template_filter("term_id")
def _term_id(term: str) -> str:
    return term_id(term)


@bp.app_template_global("certificate_address")
def _certificate_address(serial: str) -> str:
    return url_for("credentials.certificate", serial=serial)


from learnhub.learning.views import (  # noqa: E402, F401 - they put their pages on `bp`
    anew,
    assignments,
    cohorts,
    correcting,
    courses,
    feedback,
    insights,
    learners,
    marking,
    messages,
    mine,
    quizzes,
    reading,
    team,
    versions,
    works,
)
