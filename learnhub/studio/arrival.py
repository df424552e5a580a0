"""What came over from a foreign file into a new draft, and what did not: kept until nobody needs it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from learnhub.coursefile.loose import tidy_line
from learnhub.coursefile.messages import MESSAGES
from learnhub.coursefile.problems import Problem, say
from learnhub.formats.losses import SENTENCES, Loss

MOST_NAME = 120
MOST_LEFT_OUT = 200


@dataclass(frozen=True)
class Arrival:
    """The report of an import: the file's name, how many lessons and files came, what was lost, what was left out."""

    name: str
    lessons: int
    files: int
    losses: Sequence[Loss] = ()
    left_out: Sequence[Problem] = ()

    @property
    def number(self) -> int:
        """How many kinds of things did not come over."""
        return len(self.losses) + len(self.left_out)

    def as_text(self) -> str:
        """What the history of the draft keeps."""
        data = {
            "name": tidy_line(self.name)[:MOST_NAME],
            "lessons": self.lessons,
            "files": self.files,
            "losses": [[each.code, each.count, list(each.examples)] for each in self.losses],
            "left_out": [
                [each.file, each.line, each.column, each.path, each.message.code, dict(each.message.values)]
                for each in self.left_out[:MOST_LEFT_OUT]
            ],
        }
        return json.dumps(data, ensure_ascii=False, sort_keys=True)


def read_arrival(text: str) -> Arrival | None:
    """The report that `as_text` wrote down; None where it was taken away with the account of who imported. A sentence
    that there is no more is passed over."""
    if not text:
        return None
    data = json.loads(text)
    losses = [
        Loss(code, count, tuple(examples)) for code, count, examples in data["losses"] if code in SENTENCES
    ]
    left_out = [
        Problem(file, line, column, path, say(code, **values))
        for file, line, column, path, code, values in data["left_out"]
        if code in MESSAGES
    ]
    return Arrival(data["name"], data["lessons"], data["files"], losses, left_out)
