"""The question kinds by name. To add one: a module here, a line below, and its paragraph in the docs."""

from __future__ import annotations

from collections.abc import Mapping

from learnhub.quiz.kinds.base import AnyKind
from learnhub.quiz.kinds.choice import MULTIPLE, SINGLE
from learnhub.quiz.kinds.matching import MATCHING
from learnhub.quiz.kinds.numeric import NUMERIC
from learnhub.quiz.kinds.ordering import ORDERING
from learnhub.quiz.kinds.short_text import SHORT_TEXT
from learnhub.quiz.kinds.truth import TRUE_FALSE

KINDS: Mapping[str, AnyKind] = {
    kind.name: kind for kind in (SINGLE, MULTIPLE, TRUE_FALSE, NUMERIC, SHORT_TEXT, ORDERING, MATCHING)
}
