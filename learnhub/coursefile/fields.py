"""The kinds of value that a course file has: identifiers, texts, exact numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from . import limits
from .yamltree import WrittenFloat, WrittenInt

_DECIMAL: Final = re.compile(r"[-+−]?[0-9]{1,20}(?:\.[0-9]{1,20})?")
_VERSION: Final = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:\.(?:[2-9]|[1-9][0-9]))?"
)
_FRACTION: Final = re.compile(r"[0-9]{1,9}(?:/[0-9]{1,9}|\.[0-9]{1,12})?")


class Closed(BaseModel):
    """A part of a course file: strict types, no unknown keys."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def refuse(message: str) -> PydanticCustomError:
    """An error whose message reaches the author as it is."""
    return PydanticCustomError("course", "{message}", {"message": message})


def _as_written(value: Any) -> Any:
    return value.written if isinstance(value, (WrittenInt, WrittenFloat)) else value


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) or len(text) > limits.ID_CHARACTERS:
        raise refuse(
            f"`{text[:80]}` is not an id: use lower case letters, digits and single hyphens between them, "
            f"at most {limits.ID_CHARACTERS} characters"
        )
    return text


def _code(text: str) -> str:
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9-]{0,39}", text):
        raise refuse(
            f"`{text[:60]}` is not a code: use capital letters, digits and hyphens, as in the list of codes"
        )
    return text


def _decimal(text: str) -> str:
    if not _DECIMAL.fullmatch(text):
        raise refuse(
            f'`{text[:40]}` is not a decimal number: write digits with a point, in quotes, such as "16.7"'
        )
    return text.replace("−", "-")


def _positive(text: str) -> str:
    if Decimal(text) <= 0:
        raise refuse("the factor must be greater than 0")
    return text


def _tolerance(text: str) -> str:
    number = re.sub(r"\s*%$", "", text)
    if not _DECIMAL.fullmatch(number) or number[0] in "-−":
        raise refuse(f'`{text[:40]}` is not a tolerance: write "0.1" (absolute), "2 %" of the answer, or "0"')
    return f"{number} %" if text.endswith("%") else number


def _weight(text: str) -> str:
    problem = f'`{text[:40]}` is not a weight: write a fraction such as "1/2" or a decimal such as "0.5"'
    if not _FRACTION.fullmatch(text):
        raise refuse(problem)
    try:
        weight = Fraction(text)
    except ZeroDivisionError:
        raise refuse(problem) from None
    if not 0 < weight <= 1:
        raise refuse("a weight is more than 0 and at most 1")
    return text


def _version(text: str) -> str:
    if not _VERSION.fullmatch(text):
        raise refuse(f"`{text[:40]}` is not a version: write its date as year-month-day, such as 2026-11-22")
    return text


def _web_address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"'\\]+\.[^\s<>\"'\\]+", text):
        raise refuse("write a web address that begins with https:// and has no spaces")
    return text


def _orcid(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", text) or not _orcid_check(text):
        raise refuse("write the ORCID as 0000-0000-0000-0000; the last character is a check digit")
    return text


def _orcid_check(text: str) -> bool:
    """ISO 7064 MOD 11-2, the check character of ORCID identifiers."""
    total = 0
    digits = text.replace("-", "")
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]


_Plain = Annotated[str, BeforeValidator(_as_written), StringConstraints(strip_whitespace=True, min_length=1)]
Title = Annotated[_Plain, StringConstraints(max_length=limits.TITLE_CHARACTERS)]
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
