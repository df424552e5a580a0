"""The printed document: names in every script, right in the text that other programs take out of it."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import segno
from credential_samples import PUBLIC, SERIAL, data_of, holding, printed, text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learnhub.credentials.document import canonical, qr_picture
from learnhub.credentials.labels import LABELS, WITH_COMMA
from learnhub.credentials.make import FONTS, compiled, fitted, pdf_of

NAMES = {
    "latin": "Zoë Åkesson-Núñez",
    "arabic": "أمينة عبد الرحمن ديالو",
    "arabic with kerned pairs": "جبريل يوسف الأفريقي",
    "persian": "نرگس محمدی‌پور",
    "cyrillic": "Александра Щербакова-Ёлкина",
    "greek": "Ελένη Παπαδοπούλου",
    "vietnamese": "Nguyễn Thị Mỹ Duyên",
    "chinese": "欧阳龘靐",
    "nepali": "सीता देवी क्षेत्री",
    "korean": "박지은",
    "amharic": "አበበ በቀለ",
    "hebrew": "שרה כהן",
    "thai": "สมชาย ใจดี",
    "bengali": "আনিকা রহমান",
    "tamil": "கவிதா சுந்தரம்",
    "khmer": "សុខ ចាន់",
    "burmese": "အောင်ဆန်း",
    "sinhala": "නිමල් පෙරේරා",
    "georgian": "ნინო ბერიძე",
    "armenian": "Անի Հակոբյան",
    "telugu": "రవి కుమార్",
    "gujarati": "અમિત પટેલ",
    "gurmukhi": "ਸੁਖਦੀਪ ਸਿੰਘ",
    "kannada": "ರವಿ ಶಂಕರ್",
    "malayalam": "അനിത നായർ",
    "tifinagh": "ⴰⵎⴰⵏⴰⵔ ⵉⴷⵔ",
    "mixed": "Amina Diallo أمينة ديالو",
    "three scripts": "Li Wei 李伟 Ли Вэй",
    "code": '#read("/etc/hosts") *x* $y$ <a> \\ [b]',
}


@pytest.mark.parametrize("script", NAMES)
def test_the_name_can_be_taken_out_as_it_was_put_in(script: str, tmp_path: Path) -> None:
    name = NAMES[script].replace("\u200c", "")
    assert name in text_of(printed(holding(NAMES[script])), tmp_path).replace("\u200c", "")


@pytest.mark.parametrize("language", LABELS)
def test_every_language_prints_all_facts_on_one_tagged_page(language: str, tmp_path: Path) -> None:
    pdf = printed(holding(NAMES["mixed"], language=language), demo=True)
    text = text_of(pdf, tmp_path)
    labels = LABELS[language]
    facts = (
        SERIAL,
        "learnhub.example/c/7K3M29QXV8TD",
        "Ecohydrology for river basins",
        "Addis Ababa",
        "85,0" if language in WITH_COMMA else "85.0",
        "2026",
    )
    for fact in (
        *facts,
        "Set up a basin water balance",
        "Size a buffer strip",
        labels.demo,
        labels.title,
        labels.number,
    ):
        assert fact in text
    assert re.search(rb"/Type\s*/Pages\s*/Count 1\b", pdf)
    assert b"/MarkInfo" in pdf
    assert re.search(rb"/Marked true", pdf)
    assert f"/Lang({language})".encode() in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid:part" in pdf
    assert b"/DisplayDocTitle true" in pdf


def test_all_languages_have_all_labels_and_their_braces() -> None:
    assert set(LABELS) == {"ar", "en", "es", "fr", "ru", "zh"}
    braces = {
        name: sorted(re.findall(r"{\w+}", getattr(LABELS["en"], name))) for name in LABELS["en"].__slots__
    }
    for labels in LABELS.values():
        for name, wanted in braces.items():
            assert getattr(labels, name)
            assert sorted(re.findall(r"{\w+}", getattr(labels, name))) == wanted


def test_the_same_certificate_gives_the_same_bytes() -> None:
    assert printed(holding()) == printed(holding())


def test_the_program_makes_what_the_function_makes() -> None:
    data = data_of(holding(NAMES["mixed"]))
    done = subprocess.run(
        [sys.executable, "-m", "learnhub.credentials.make"],
        input=canonical(data),
        capture_output=True,
        check=True,
    )
    assert done.stdout == pdf_of(data)[0]
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("name", "shown", "hidden"),
    [
        ("ᏣᎳᎩ ᎠᏓᏪᎯ", "Name on record under the number below", "Ꮳ"),
        ("Ada Walker ᏣᎳᎩ", "Ada Walker Part of the name could not be printed", "Ꮳ"),
        ("Ada \U0001f600", "Ada Part of the name", "\U0001f600"),
    ],
)
def test_a_sign_without_a_glyph_never_stops_the_document(
    name: str, shown: str, hidden: str, tmp_path: Path
) -> None:
    pdf, missing = pdf_of(data_of(holding(name)))
    text = text_of(pdf, tmp_path)
    assert shown in text
    assert hidden not in text
    assert hidden in missing["name"]
    assert SERIAL in text


def test_a_title_without_glyphs_gives_way_to_the_code_of_the_course(tmp_path: Path) -> None:
    assert "ecohydrology, Version 3" in text_of(printed(holding(course="ᏣᎳᎩ")), tmp_path)


def test_an_erased_holder_has_no_name_and_no_excuse(tmp_path: Path) -> None:
    text = text_of(printed(holding("")), tmp_path)
    assert "Name on record" in text
    assert "Part of the name" not in text


@pytest.mark.parametrize(
    "certificate",
    [
        holding("W" * 200),
        holding("龘" * 200),
        holding(
            "Maria de los Angeles " * 9,
            course="Water " * 33,
            outcomes=("A long outcome with many words " * 7,) * 6,
        ),
        holding("أمينة عبد الرحمن ديالو " * 8, language="ar", course="الهيدرولوجيا " * 15),
        holding(centre="International Centre " * 9, city="Llanfairpwllgwyngyll", course="x" * 200),
    ],
)
def test_long_texts_shrink_and_stay_on_the_page(certificate: object, tmp_path: Path) -> None:
    pdf = printed(certificate)  # type: ignore[arg-type]
    assert re.search(rb"/Type\s*/Pages\s*/Count 1\b", pdf)
    file = tmp_path / "long.pdf"
    file.write_bytes(pdf)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True
    ).stdout.decode()
    words = re.findall(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"', boxes)
    assert words
    assert all(float(left) > 60 and float(right) < 842 - 60 for left, _, right, _ in words)
    assert all(float(top) > 40 and float(bottom) < 595 - 40 for _, top, _, bottom in words)


def test_a_course_without_marks_prints_no_result(tmp_path: Path) -> None:
    text = text_of(printed(holding(max_marks=0, marks="", percent="")), tmp_path)
    assert "Result" not in text
    assert "Steps 12" in text


def test_the_code_holds_the_short_address() -> None:
    address = f"{PUBLIC}/c/7K3M29QXV8TD"
    data = data_of(holding())
    assert data["qr"] == qr_picture(address)
    wanted = [[bool(module) for module in row] for row in segno.make(address, error="m", micro=False).matrix]
    assert modules_of(data["qr"]) == wanted


def modules_of(picture: str) -> list[list[bool]]:
    """The modules that the strokes of the SVG picture paint, without the quiet zone of four."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', picture)[1])  # type: ignore[index]
    grid = [[False] * size for _ in range(size)]
    x, y = 0, 0.0
    for kind, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', picture)[1]):  # type: ignore[index]
        values = [float(n) for n in re.findall(r"-?\d*\.?\d+", numbers)]
        if kind == "M":
            x, y = int(values[0]), values[1]
        elif kind == "m":
            x, y = x + int(values[0]), y + values[1]
        else:
            for i in range(int(values[0])):
                grid[int(y)][x + i] = True
            x += int(values[0])
    return [row[4:-4] for row in grid[4:-4]]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=40))
def test_any_name_at_all_can_be_laid_out(name: str) -> None:
    data, _missing = fitted(json.loads(canonical(data_of(holding(name)))))
    assert compiled(data).startswith(b"%PDF-")


def test_fonts_are_the_ones_that_are_written_down() -> None:
    lines = (FONTS / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    sums = {name: digest for digest, name in (line.split() for line in lines)}
    assert set(sums) == {path.relative_to(FONTS).as_posix() for path in FONTS.rglob("*.ttf")}
    for name, digest in sums.items():
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == digest
    sources = (FONTS / "SOURCES.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in sources for name in sums)
    for licence in re.findall(r"`(OFL-\w+\.txt)`", sources):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / licence).read_text(encoding="utf-8")
