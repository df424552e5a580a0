"""Mark what was answered by the key of another text of the quiz: for when a key was wrong.

An answer holds for a question that says the same in both texts: the same prompt of the same kind, and the same options,
items or pairs, in whatever order. Such a question keeps what the learner saw and what it weighs, and takes the other
text's key with its explanation. Of any other nobody can say what the learner would have answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from fractions import Fraction

from learnhub.quiz.grading import PaperResult, grade, mark_paper
from learnhub.quiz.kinds import KINDS
from learnhub.quiz.model import Question, Quiz
from learnhub.quiz.outcomes import FULL, NOTHING
from learnhub.quiz.paper import Paper, draw_paper
from learnhub.quiz.responses import Answer


@dataclass(frozen=True, slots=True)
class Marking:
    """By what the answers to a quiz are marked: the quiz as it was seen with its keys, and the questions for which
    everybody gets full marks."""

    quiz: Quiz
    given: frozenset[str] = frozenset()

    def paper(self, seed: str) -> Paper:
        """The paper that was drawn from this seed."""
        return draw_paper(self.quiz, seed)

    def of(self, paper: Paper, answers: Mapping[str, Answer]) -> PaperResult:
        """The result of a paper of the quiz."""
        return mark_paper(self.quiz, paper, answers, self.given)

    def share(self, question_id: str, answers: Mapping[str, Answer]) -> Fraction:
        """What the answer to a question is worth, from 0 to 1."""
        if question_id in self.given:
            return FULL
        answer = answers.get(question_id)
        return NOTHING if answer is None else grade(self.quiz.question(question_id), answer).fraction


@dataclass(frozen=True, slots=True)
class Keys:
    """What another text's key changes. `changed` are the questions that it judges otherwise; to `others` it does not
    hold: they say something else there, or are there no more."""

    marking: Marking
    changed: tuple[str, ...]
    others: tuple[str, ...]

    def changes(self, before: Marking, answers: Mapping[str, Answer]) -> set[str]:
        """The questions of which these answers are worth something else than before, if they were asked: a quick look,
        without the paper."""
        now = self.marking
        return {each for each in self.changed if now.share(each, answers) != before.share(each, answers)}


def rekeyed(seen: Question, right: Question) -> Question | None:
    """The question as it was seen with the key of `right`; None if they do not say the same."""
    if seen.kind != right.kind or seen.prompt != right.prompt:
        return None
    found: Question | None = KINDS[seen.kind].rekeyed(seen, right)
    if found is None:
        return None
    return replace(
        found, marks=seen.marks, outcome=seen.outcome, pair=seen.pair, explanation=right.explanation
    )


def by_key_of(seen: Quiz, right: Quiz | None, given: AbstractSet[str], before: Marking) -> Keys:
    """How papers of `seen` are marked by the keys of `right`, which may be gone. Of questions to which these do not
    hold, those in `given` give full marks to everybody; all else stays as it was in `before`."""
    texts = {question.id: question for question in right.questions} if right else {}
    found = {old.id: rekeyed(old, texts[old.id]) if old.id in texts else None for old in seen.questions}
    others = tuple(each for each, new in found.items() if new is None)
    free = (frozenset(given) | before.given) & frozenset(others)
    questions = tuple(found[held.id] or held for held in before.quiz.questions)
    marking = Marking(replace(seen, questions=questions), free)
    changed = (
        new.id
        for held, new in zip(before.quiz.questions, questions, strict=True)
        if _key(new) != _key(held) or (new.id in free) != (new.id in before.given)
    )
    return Keys(marking, tuple(changed), others)


def _key(question: Question) -> Question:
    """A question without what only explains its key."""
    bare: Question = KINDS[question.kind].bare(replace(question, explanation=""))
    return bare
