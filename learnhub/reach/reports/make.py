"""Make a PDF: `python -m learnhub.reach.reports.make`, documents as JSON on stdin, the PDF on stdout.

Several documents are one at different lengths: the first that has one page is taken, or else the last.

A process of its own, so that typesetter and fonts never stay in the memory of the server.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import typst

PACKAGE = Path(__file__).resolve().parents[2]
DATA = Path(__file__).resolve().parent / "data"
_COUNTS = re.compile(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)")
FONTS = PACKAGE / "credentials" / "data" / "fonts"


def compiled(document: dict[str, Any]) -> bytes:
    """The tagged PDF (PDF/UA-1) of a document; the same bytes for the same document. Raises typst.TypstError."""
    pdf: bytes = typst.compile(
        DATA / f"{document['layout']}.typ",
        root=PACKAGE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(document, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return pdf


def pages(pdf: bytes) -> int:
    """How many pages a document of ours has."""
    return max(int(count) for count in _COUNTS.findall(pdf))


def first_on_one_page(documents: list[dict[str, Any]]) -> bytes:
    """The PDF of the first document that has one page, or of the last."""
    made = b""
    for document in documents:
        made = compiled(document)
        if len(documents) > 1 and pages(made) == 1:
            break
    return made


def main() -> None:
    """Read, make, write."""
    sys.stdout.buffer.write(first_on_one_page(json.loads(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
