"""The documents as a reader has them: every number, marks and their meaning, tags, languages, the same bytes."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from report_samples import CENTRES, LONG, MANIFEST, parameters, publication, text_of

from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.parameters import Status, View
from learnhub.reach.publication.table import Ref, Table
from learnhub.reach.reports import Product, render_pdf
from learnhub.reach.reports.words import words_of

FULL = (Product.NETWORK, Product.CENTRE, Product.DONOR, Product.RENEWAL)


@cache
def made(product: str, language: str) -> bytes:
    return render_pdf(publication(language), product, language, MANIFEST)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\N{ZERO WIDTH SPACE}", ""))


def told(table: Table, language: str) -> list[str]:
    words, whole = words_of(language), publication(language)
    return [
        words.observed(whole.at(cell.key), sign=False)
        for row in table.cells
        for cell in row
        if isinstance(cell, Ref)
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("product", FULL)
def test_every_number_of_its_tables_stands_in_the_document(
    product: str, language: str, tmp_path: Path
) -> None:
    text = text_of(made(product, language), tmp_path)
    left_out = set() if product == Product.NETWORK else {"centres"}
    for table in publication(language).tables:
        if table.id in left_out:
            continue
        for number in told(table, language):
            assert squeezed(number) in squeezed(text), (table.id, number)


@pytest.mark.parametrize("product", list(Product))
def test_each_product_is_a_tagged_document_in_its_language(product: str, tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(made(product, "fr"))
    about = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True, text=True).stdout
    assert re.search(r"Tagged:\s+yes", about)
    assert words_of("fr").said("products", product) in about
    meta = subprocess.run(["pdfinfo", "-meta", str(path)], capture_output=True, check=True, text=True).stdout
    assert "<pdfuaid:part>1</pdfuaid:part>" in meta
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True).stdout
    assert all(" yes yes " in line for line in fonts.splitlines()[2:]), "a font is not embedded"


def test_the_same_publication_gives_the_same_bytes() -> None:
    assert render_pdf(publication("en"), "network", "en", MANIFEST) == made("network", "en")


def test_the_date_of_the_document_is_the_as_of(tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(made("network", "en"))
    about = subprocess.run(
        ["pdfinfo", "-isodates", str(path)], capture_output=True, check=True, text=True
    ).stdout
    assert "2025-01-31T23:59:59" in about
    earlier = render_pdf(
        publication("en", as_of=datetime(2025, 1, 30, tzinfo=UTC)), "network", "en", MANIFEST
    )
    assert earlier != made("network", "en")


def test_a_french_document_is_french(tmp_path: Path) -> None:
    text = squeezed(text_of(made("network", "fr"), tmp_path))
    assert "Données enregistrées jusqu’au 31 janvier 2025" in text
    assert "14 905" in text
    assert "+32,6 %" in text
    assert "masqué" in text
    for english in ("hidden", "recorded", "Unknown", "Completion rate", "network", "Women"):
        assert english not in text, english


def test_marks_are_explained_and_the_manifest_is_named_on_every_page(tmp_path: Path) -> None:
    text = text_of(made("network", "en"), tmp_path)
    assert "c: hidden" in text
    assert "–: not defined" in text
    pages = [page for page in text.split("\f") if page.strip()]
    assert len(pages) > 1
    for n, page in enumerate(pages, 1):
        assert MANIFEST in page
        assert f"Page {n} / {len(pages)}" in page
        assert "as recorded up to 31 January 2025, 23:59 UTC" in page


def test_names_in_other_scripts_and_long_ones_stand_whole(tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(made("network", "en"))
    text = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True
    ).stdout
    joined = re.sub(r"[\s\u200b\u202a-\u202e]", "", text)
    for code, name in CENTRES:
        if code != "c06":
            assert re.sub(r"\s", "", name) in joined, name
    assert "?" in text
    assert len(LONG.split()[0]) > 60


@pytest.mark.parametrize(("view", "status", "stamp"), [
    (View.INTERNAL, Status.FINAL, "Internal, not for publication"),
    (View.INTERNAL, Status.PROVISIONAL, "Internal and provisional, not for quotation"),
    (View.PARTNER, Status.PROVISIONAL, "Provisional, not for quotation"),
])  # fmt: skip
def test_internal_and_provisional_documents_say_so_on_every_page(
    view: View, status: Status, stamp: str, tmp_path: Path
) -> None:
    text = text_of(render_pdf(publication("en", view=view, status=status), "network", "en"), tmp_path)
    for page in (page for page in text.split("\f") if page.strip()):
        assert stamp in page
        assert (view is View.INTERNAL) == ("Internal view" in page)


def test_a_final_partner_document_has_no_stamp(tmp_path: Path) -> None:
    text = text_of(made("network", "en"), tmp_path)
    assert "quotation" not in text
    assert "Internal" not in text


@pytest.mark.parametrize("product", [Product.BOARD, Product.COUNTRY])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_summaries_have_one_page(product: str, language: str, tmp_path: Path) -> None:
    assert text_of(made(product, language), tmp_path).count("\f") == 1


def test_a_publication_without_tables_is_a_document_all_the_same(tmp_path: Path) -> None:
    bare = Publication(parameters=parameters("ar", scope_label="مركز " * 40), observations=())
    for product in (Product.NETWORK, Product.BOARD):
        assert "2024-F1" in text_of(render_pdf(bare, product, "ar"), tmp_path)


def test_text_of_data_never_becomes_markup(tmp_path: Path) -> None:
    evil = '#read("/etc/passwd") *bold* $x$ <label> `raw` \\ "quoted"'
    text = squeezed(text_of(render_pdf(publication("en", scope_label=evil), "board", "en"), tmp_path))
    assert evil in text


def test_an_unknown_product_is_refused() -> None:
    with pytest.raises(ValueError, match="poster"):
        render_pdf(publication(), "poster", "en")
