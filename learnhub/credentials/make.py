"""Make a PDF: `python -m learnhub.credentials.make`, data as JSON on stdin, the PDF on stdout.

A process of its own: typesetter and fonts never stay in the memory of the server, see press.py.
What had to be left out for want of a glyph goes to stderr as one line of JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typst

from learnhub.credentials.domain import starts_right_to_left
from learnhub.credentials.glyphs import covered, printable

DATA = Path(__file__).parent / "data"
FONTS = DATA / "fonts"
TEMPLATE = DATA / "certificate.typ"
AS_IT_IS = frozenset({"qr", "lang", "dir", "date"})


def fitted(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The data with every text reduced to what our fonts can print, and the signs missing by field."""
    known = covered(sorted(FONTS.rglob("*.ttf")))
    missing: dict[str, list[str]] = {}

    def fit(field: str, value: Any) -> Any:
        if isinstance(value, str):
            result = printable(value, known)
            if result.missing:
                missing.setdefault(field, []).extend(result.missing)
            return result.text
        if isinstance(value, list):
            return [fit(field, item) for item in value]
        return value

    made = {field: value if field in AS_IT_IS else fit(field, value) for field, value in data.items()}
    made["course"] = made["course"] or data["code"]
    made["outcomes"] = [outcome for outcome in made["outcomes"] if outcome]
    made["name_whole"] = "name" not in missing
    made["name_rtl"] = starts_right_to_left(made["name"])
    return made, missing


def compiled(data: dict[str, Any]) -> bytes:
    """The PDF of data that can be printed. Raises typst.TypstError."""
    pdf: bytes = typst.compile(
        TEMPLATE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return pdf


def pdf_of(data: dict[str, Any]) -> tuple[bytes, dict[str, list[str]]]:
    """The PDF of a certificate, and what was left out of it. The same bytes for the same data."""
    made, missing = fitted(data)
    try:
        return compiled(made), missing
    except typst.TypstError as error:
        # a cluster of signs that each font has only in part: better the number alone than no document
        missing["name"] = [*missing.get("name", []), str(error)[:200]]
        return compiled({**made, "name": "", "name_whole": False}), missing


def main() -> None:
    """Read, make, write."""
    pdf, missing = pdf_of(json.loads(sys.stdin.buffer.read()))
    if missing:
        sys.stderr.write(json.dumps(missing) + "\n")
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
