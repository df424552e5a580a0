"""Certificates to print, and what the printed files say."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from learnhub.credentials.document import document_data
from learnhub.credentials.domain import Facts, Holding
from learnhub.credentials.make import pdf_of

SERIAL = "7K3M-29QX-V8TD"
PUBLIC = "https://learnhub.example"
FACTS = Facts(
    course="Ecohydrology for river basins",
    code="ecohydrology",
    version=3,
    language="en",
    minutes=185,
    steps=12,
    centre="African Regional Centre for Ecohydrology",
    centre_id="arce",
    city="Addis Ababa",
    country="ET",
    outcomes=("Set up a basin water balance", "Size a buffer strip"),
    marks="17",
    max_marks=20,
    percent="85.0",
)
DAY = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)


def holding(name: str = "Amina Diallo", **facts: Any) -> Holding:
    """A certificate in force."""
    return Holding(
        serial=SERIAL,
        name=name,
        facts=replace(FACTS, **facts),
        person_id=1,
        completed_at=DAY,
        issued_at=DAY,
        revoked_at=None,
        reason="",
        replacement=None,
    )


def data_of(certificate: Holding, *, demo: bool = False) -> dict[str, Any]:
    """What the template gets."""
    return document_data(certificate, country="Ethiopia", public_url=PUBLIC, demo=demo)


def printed(certificate: Holding, *, demo: bool = False) -> bytes:
    """The PDF."""
    return pdf_of(data_of(certificate, demo=demo))[0]


def text_of(pdf: bytes, folder: Path) -> str:
    """The text of a PDF as another program reads it, lines joined by blanks, without marks of direction."""
    file = folder / "certificate.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)
    plain = re.sub("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", done.stdout.decode())
    return " ".join(plain.split())
