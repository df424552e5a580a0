"""The settings of a quiz and the fields of a form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from learnhub.kernel.letters import plain_digits

from .loose import put, shown, tidy, tidy_line
from .quizedit import Data

SETTINGS: Final = ("title", "kind", "minutes", "pass_mark", "attempts", "draw", "shuffle", "intro")
_WHOLE: Final = ("minutes", "pass_mark", "attempts", "draw")
_WHOLE_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}")


def settings_of(quiz: Data) -> dict[str, str]:
    """What a form shows of the settings; `shuffle` is `true` unless the quiz says otherwise."""
    return {key: shown(quiz.get(key, "true" if key == "shuffle" else "")) for key in SETTINGS}


def settings_from(posted: Mapping[str, Sequence[str]], before: Data) -> Data:
    """The quiz with the settings that were typed; what is wrong is kept as it was typed, what is empty goes."""
    typed = {key: (posted.get(key) or [""])[0] for key in SETTINGS}
    quiz = dict(before)
    put(quiz, "title", tidy_line(typed["title"]))
    put(quiz, "kind", tidy_line(typed["kind"]))
    put(quiz, "intro", tidy(typed["intro"]))
    for key in _WHOLE:
        put_whole(quiz, key, tidy_line(typed[key]))
    if typed["shuffle"] != "true":
        quiz["shuffle"] = False
    elif before.get("shuffle") is not True:
        quiz.pop("shuffle", None)
    return quiz


def put_whole(data: Data, key: str, typed: str) -> None:
    """Set a key to a whole number in any digits; what is none is kept as it was typed."""
    plain = plain_digits(typed)
    if key in data and shown(data[key]) == plain:
        return
    if _WHOLE_NUMBER.fullmatch(plain):
        data[key] = int(plain)
    else:
        put(data, key, typed)
