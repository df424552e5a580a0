"""Make a PDF: `python -m learnhub.reach.reports.make`, the document as JSON on stdin, the PDF on stdout.

A process of its own, so that typesetter and fonts never stay in the memory of the server.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import typst

PACKAGE = Path(__file__).resolve().parents[2]
DATA = Path(__file__).resolve().parent / "data"
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


def main() -> None:
    """Read, make, write."""
    sys.stdout.buffer.write(compiled(json.loads(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
