"""The kinds of value that a course file has: identifiers, texts, exact numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from . import limits
from .problems import say
from .yamltree import WrittenFloat, WrittenInt

_DECIMAL: Final = re.compile(r"[-+−]?[0-9]{1,20}(?:\.[0-9]{1,20})?")
_VERSION: Final = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:\.(?:[2-9]|[1-9][0-9]))?"
)
INVISIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters, which no page and no database can show."""
_FRACTION: Final = re.compile(r"[0-9]{1,9}(?:/[0-9]{1,9}|\.[0-9]{1,12})?")


class Closed(BaseModel):
    """A part of a course file: strict types, no unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)


def refuse(code: str, *, key: str = "", **values: str | int) -> PydanticCustomError:
    """An error whose message, that of this code, reaches the author as it is.

    `key` is what it is about, for what can be judged only when the whole part has been read.
    """
    return PydanticCustomError("course", "{message}", {"message": say(code, **values), "key": key})


def _as_written(value: Any) -> Any:
    text = value.written if isinstance(value, (WrittenInt, WrittenFloat)) else value
    return text.strip() if isinstance(text, str) else text  # before the length is looked at


def _visible(text: str) -> str:
    if INVISIBLE.search(text):
        raise refuse("yaml-control")
    return text


def _one_line(text: str) -> str:
    """What heads a page or a list: breaks of lines in it are only how it was written."""
    return re.sub(r" *[\t\r\n][ \t\r\n]*", " ", text)


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) or len(text) > limits.ID_CHARACTERS:
        raise refuse("not-an-id", text=text[:80], most=limits.ID_CHARACTERS)
    return text


def _code(text: str) -> str:
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{0,39}", text):
        raise refuse("not-a-code", text=text[:60])
    return text


def _decimal(text: str) -> str:
    if not _DECIMAL.fullmatch(text):
        raise refuse("not-a-decimal", text=text[:40])
    return text.replace("−", "-")


def _positive(text: str) -> str:
    if Decimal(text) <= 0:
        raise refuse("factor")
    return text


def _tolerance(text: str) -> str:
    number = re.sub(r"\s*%$", "", text)
    if not _DECIMAL.fullmatch(number) or number[0] in "-−":
        raise refuse("not-a-tolerance", text=text[:40])
    return f"{number} %" if text.endswith("%") else number


def _weight(text: str) -> str:
    if not _FRACTION.fullmatch(text):
        raise refuse("not-a-weight", text=text[:40])
    try:
        weight = Fraction(text)
    except ZeroDivisionError:
        raise refuse("not-a-weight", text=text[:40]) from None
    if not 0 < weight <= 1:
        raise refuse("weight-range")
    return text


def _version(text: str) -> str:
    if not _VERSION.fullmatch(text):
        raise refuse("not-a-version", text=text[:40])
    return text


def _web_address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"'\\]+\.[^\s<>\"'\\]+", text):
        raise refuse("web-address")
    return text


def _orcid(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", text) or not _orcid_check(text):
        raise refuse("orcid")
    return text


def _orcid_check(text: str) -> bool:
    """ISO 7064 MOD 11-2, the check character of ORCID identifiers."""
    total = 0
    digits = text.replace("-", "")
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]


_Plain = Annotated[
    str,
    BeforeValidator(_as_written),
    StringConstraints(min_length=1),
    AfterValidator(_visible),
]
Title = Annotated[_Plain, AfterValidator(_one_line), StringConstraints(max_length=limits.TITLE_CHARACTERS)]
Line = Annotated[_Plain, StringConstraints(max_length=limits.LINE_CHARACTERS)]
Prompt = Annotated[_Plain, StringConstraints(max_length=limits.PROMPT_CHARACTERS)]
Passage = Annotated[_Plain, StringConstraints(max_length=limits.TASK_TEXT)]
Identifier = Annotated[_Plain, AfterValidator(_identifier)]
Code = Annotated[_Plain, AfterValidator(_code)]
DecimalText = Annotated[_Plain, AfterValidator(_decimal)]
Factor = Annotated[DecimalText, AfterValidator(_positive)]
Tolerance = Annotated[_Plain, AfterValidator(_tolerance)]
Weight = Annotated[_Plain, AfterValidator(_weight)]
Version = Annotated[_Plain, AfterValidator(_version)]
WebAddress = Annotated[_Plain, StringConstraints(max_length=500), AfterValidator(_web_address)]
Orcid = Annotated[_Plain, AfterValidator(_orcid)]
