"""Files that learners hand in are told by their content, whatever their name says."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnhub.kernel.errors import Unacceptable
from learnhub.learning.handed import MOST_BYTES, HandedFiles, clean_name, looked_at

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."


def packed(**parts: str) -> bytes:
    """A zip; `__` in a name stands for a slash."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return held.getvalue()


def office(part: str, **more: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "<x/>")
        for name in more.values():
            archive.writestr(name, "x")
    return held.getvalue()


GOOD = {
    "application/pdf": ("plan.pdf", b"%PDF-1.7 ..."),
    "image/jpeg": ("map.jpeg", b"\xff\xd8\xff\xe0 ..."),
    "image/png": ("map.png", b"\x89PNG\r\n\x1a\n ..."),
    f"{OFFICE}wordprocessingml.document": ("plan.docx", office("word/document.xml")),
    f"{OFFICE}spreadsheetml.sheet": ("plan.xlsx", office("xl/workbook.xml")),
    f"{OPEN}text": ("plan.odt", packed(mimetype=f"{OPEN}text")),
    f"{OPEN}spreadsheet": ("plan.ods", packed(mimetype=f"{OPEN}spreadsheet")),
    "text/csv": ("levels.csv", b"day,level\n1,2.5\n"),
    "text/plain": ("plan.txt", "Ein Plan für den Fluß\n".encode("latin-1")),
}


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_every_kind_is_known_by_its_content(kind: str) -> None:
    name, data = GOOD[kind]
    for given_name in (name, "plan.exe"):
        found = looked_at(given_name, data)
        assert found.kind == (kind if given_name == name or kind != "text/csv" else "text/plain")
    assert looked_at(name, data).name == name


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"x" * (MOST_BYTES + 1), "larger than 10 MB"),
        (b"MZ\x90\x00\x03", "none of the kinds"),
        (b"PK\x03\x04 cut short", "none of the kinds"),
        (packed(mimetype="application/epub+zip"), "none of the kinds"),
        (packed(readme_dot_txt="x"), "none of the kinds"),
        (b"\xff\xfe\x00", "none of the kinds"),
        (office("word/document.xml", macro="word/vbaProject.bin"), "macros"),
        (office("xl/workbook.xml", macro="XL/VBAPROJECT.BIN"), "macros"),
        (packed(mimetype=f"{OPEN}text", Basic__Standard__x_dot_xml="x"), "macros"),
    ],
)
def test_what_can_not_be_taken_says_why(data: bytes, said: str) -> None:
    with pytest.raises(Unacceptable, match=said):
        looked_at("plan.pdf", data)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("plan.pdf", "plan.pdf"),
        ("C:\\Users\\Amina\\My plan.PDF", "My plan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("plan.docx", "plan.docx.pdf"),
        ("خطة النهر.pdf", "خطة النهر.pdf"),
        ('a"b<c>.pdf', "a-b-c-.pdf"),
        ("a\u202efdp.exe", "afdp.exe.pdf"),
        ("", "file.pdf"),
        (".pdf", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_names_are_made_clean(name: str, clean: str) -> None:
    assert clean_name(name, "application/pdf") == clean


@given(st.text(), st.sampled_from(sorted(GOOD)))
def test_no_name_leads_elsewhere(name: str, kind: str) -> None:
    clean = clean_name(name, kind)
    assert not set(clean) & set('\\/:*?"<>|\n\r\0')
    assert not clean.startswith(".")
    assert 1 < len(clean) <= 120


@given(st.binary(max_size=200))
def test_any_bytes_are_taken_or_refused_in_words(data: bytes) -> None:
    try:
        found = looked_at("plan", data)
    except Unacceptable:
        return
    assert found.data == data
    assert found.kind in GOOD


def test_files_have_random_names_and_go_one_by_one(tmp_path: Path) -> None:
    store = HandedFiles(tmp_path)
    one, other = store.put(b"same"), store.put(b"same")
    assert one != other
    store.drop([one])
    store.drop([one])
    assert not store.path(one).exists()
    assert store.path(other).read_bytes() == b"same"
    for wrong in ("", "../secret", "f/../../x", one.upper()):
        with pytest.raises(ValueError, match="names no file"):
            store.path(wrong)
