"""Questions out of the rows of a list, as teachers keep them in spreadsheets: a question, its options, the right one.

Whatever a row says becomes a question, with what is missing left out: its form says so, and nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from learnhub.kernel.letters import plain_digits
from learnhub.quiz.units import read_unit

from . import limits

Data = dict[str, Any]

_QUESTION: Final = (
    "question|question text|prompt|stem|texte de la question|énoncé|pregunta|texto de la pregunta|enunciado|"
    "вопрос|текст вопроса|问题|题目|题干|السؤال|سؤال|نص السؤال"
)
_ANSWER: Final = (
    "answer|answers|right|right answer|correct|correct answer|correct answers|correct option|key|réponse|bonne réponse|"
    "réponse correcte|clé|respuesta|respuesta correcta|correcta|clave|ответ|правильный ответ|верный ответ|ключ|"
    "答案|正确答案|الإجابة|الإجابة الصحيحة|الجواب|الجواب الصحيح"
)
_EXPLANATION: Final = (
    "explanation|answer explanation|why|feedback|rationale|comment|explication|commentaire|explicación|comentario|"
    "retroalimentación|"
    "объяснение|пояснение|комментарий|解释|解析|说明|الشرح|شرح|التعليل|ملاحظة"
)
_ROLES: Final[Mapping[str, str]] = {
    **dict.fromkeys(_QUESTION.split("|"), "question"),
    **dict.fromkeys(_ANSWER.split("|"), "answer"),
    **dict.fromkeys(_EXPLANATION.split("|"), "explanation"),
}
_OPTION: Final = re.compile(
    r"(?:option|answer|choice|alternative|réponse|choix|proposition|opción|respuesta|"
    r"вариант|вариант ответа|ответ|选项|答案|خيار|الخيار|إجابة)?\s*([a-j]|[1-9][0-9]?)"
)
_WRONG: Final = re.compile(r"(?:distractor|wrong|wrong answer)\s*(?:[a-j]|[1-9][0-9]?)?")
_TRUTH: Final[Mapping[str, bool]] = {
    **dict.fromkeys(["true", "t", "vrai", "verdadero", "верно", "正确", "对", "صحيح", "صح"], True),
    **dict.fromkeys(["false", "f", "faux", "falso", "неверно", "错误", "错", "خطأ", "خاطئ"], False),
}
_NUMBER: Final = re.compile(r"([-+−]?[0-9]{1,15}(?:[.,][0-9]{1,12})?)(?:\s*(\S.{0,39}))?")
_ARABIC: Final = str.maketrans("٫٬", ".,")
_THOUSANDS: Final = re.compile(r"[-+−]?[1-9][0-9]{0,2},[0-9]{3}")
_FORMULA: Final = re.compile(r"(\$[^$]*[\\^_{}=][^$]*\$)")
_MARK: Final = re.compile(r"[\\*`<$]|\[(?=[\[@^]|[^\]]*\]\()|(?<!\w)_|_(?!\w)")
_START: Final = re.compile(r"(#{1,6}|[>+-]|[0-9]{1,9}[.)])(?=\s)")
_SHOWN: Final = re.compile(r"(?<!\\)\$[^$]*\$|\\(\W)")
_BETWEEN: Final = re.compile(r"\s*(?:[,;/&+،、；，]|\s)\s*")


def roles_of(header: Sequence[str]) -> list[str] | None:
    """What each column holds: question, answer, explanation, option, wrong option, or nothing that is known. None if
    these are no names of columns; then they are a row as well."""
    names = [" ".join(re.sub(r"\(s\)|[:.()*_\-]", " ", name.casefold()).split()) for name in header]
    roles = [_role(plain_digits(name)) for name in names]
    return roles if "question" in roles else None


def _role(name: str) -> str:
    if name in _ROLES:
        return _ROLES[name]
    return "option" if _OPTION.fullmatch(name) else "wrong" if _WRONG.fullmatch(name) else ""


def _names(rows: Sequence[Sequence[str]]) -> int:
    """Where names of columns would stand: in the first row of several cells, below a title."""
    return next((n for n, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)


def unused(rows: Sequence[Sequence[str]]) -> list[str]:
    """The names of columns that nothing is made of."""
    header = rows[_names(rows)] if rows else ()
    return [name for name, role in zip(header, roles_of(header) or (), strict=False) if not role and name]


def questions_from(rows: Sequence[Sequence[str]]) -> list[Data]:
    """The questions of a list, without ids. Without names of columns the first is the question, the second the right
    answer, and all others are wrong ones."""
    first = _names(rows) + 1
    roles = roles_of(rows[first - 1]) if rows else None
    if roles is None:
        first, roles = 0, ["question", "answer", *["wrong"] * max(map(len, rows), default=0)]
    made = [_question(list(zip(roles, row, strict=False))) for row in rows[first:]]
    return [question for question in made if len(question) > 1]  # a blank row has a kind alone


def _question(cells: list[tuple[str, str]]) -> Data:
    def first(role: str) -> str:
        return next((text.strip() for each, text in cells if each == role and text.strip()), "")

    options = [text.strip() for role, text in cells if role in ("option", "wrong")]
    answer, lettered = first("answer"), any(role == "option" for role, _text in cells)
    made: Data = _choice(options, answer, lettered=lettered) if any(options) else _open(answer)
    texts = {"prompt": first("question"), "explanation": first("explanation")}
    return made | {key: _as_words(text) for key, text in texts.items() if text}


def _as_words(text: str) -> str:
    """The words of a cell as a text that shows them: two prices are no formula, `2*3*4` is nothing in italics and
    `1. What` no list. Formulas between dollars stay formulas."""
    parts = _FORMULA.split(text)
    text = "".join(part if n % 2 else _MARK.sub(r"\\\g<0>", part) for n, part in enumerate(parts))
    return (
        _START.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", text, count=1)
        if _START.match(text)
        else text
    )


def as_read(text: str) -> str:
    """What a reader sees of such a text, but for its formulas: the words as they stood in the cell."""
    return _SHOWN.sub(lambda found: found[1] or found[0], text)


def _choice(options: list[str], answer: str, *, lettered: bool) -> Data:
    right = _right(options, answer, lettered=lettered)
    if answer and not right:  # the right one stands in a column of its own
        options, right = [answer, *options], {0}
    listed: list[Data] = [
        {"text": _as_words(text), "correct": True} if place in right else {"text": _as_words(text)}
        for place, text in enumerate(options)
        if text
    ]
    return {"kind": "multiple" if len(right) > 1 else "single", "options": listed[: limits.CHOICES]}


def _right(options: list[str], answer: str, *, lettered: bool) -> set[int]:
    """Which options an answer names: by their words, their letters or their numbers, several of them too. Wrong ones
    have no letters: beside them `2` is an answer of its own."""
    plain = [text.casefold() for text in options]
    if answer.casefold() in plain:
        return {plain.index(answer.casefold())}
    if not lettered:
        return set()
    signs = [sign for sign in _BETWEEN.split(plain_digits(answer).strip(" .)").casefold()) if sign]
    places = {_place(sign) for sign in signs}
    return places if places and all(0 <= each < len(options) and options[each] for each in places) else set()


def _place(sign: str) -> int:
    if re.fullmatch(r"[a-j]", sign):
        return ord(sign) - ord("a")
    return int(sign) - 1 if re.fullmatch(r"[1-9][0-9]?", sign) else -1


def _open(answer: str) -> Data:
    if answer.casefold() in _TRUTH:
        return {"kind": "true_false", "answer": _TRUTH[answer.casefold()]}
    number = _NUMBER.fullmatch(plain_digits(answer).translate(_ARABIC))
    if number and (not number[2] or read_unit(number[2])):
        # 1,250 may be a thousand or one and a quarter: it stays as written, and the form asks
        told = number[1] if _THOUSANDS.fullmatch(number[1]) else number[1].replace(",", ".")
        value = {"kind": "numeric", "answer": told, "tolerance": "0"}
        return value | ({"unit": number[2]} if number[2] else {})
    words = [word.strip() for word in re.split(r"[|;；]", answer) if word.strip()]
    return {"kind": "short_text", "accepted": words} if words else {"kind": "single"}
