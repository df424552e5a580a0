"""DOCX files come over with headings, lists, tables, pictures, formulas, and say what did not."""
# ruff: noqa: E501 - XML is read best in lines as they are written

from __future__ import annotations

import io
import zipfile

import pytest
from docx_samples import NAMESPACES, cell, docx, item, p, picture, r, table
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_pictures import PLACE

from learnhub.coursefile.markup import parse_lesson
from learnhub.formats.docx import DocxError, DocxText, read_docx
from learnhub.formats.docx import package as limits
from learnhub.formats.losses import Losses
from learnhub.formats.markdown import blocks_to_markdown


def text_of(*body: str, **parts: str | bytes) -> str:
    return blocks_to_markdown(read_docx(docx(*body, **parts)).blocks)


def lost(found: DocxText) -> dict[str, int]:
    return dict(found.losses.counts)


def test_headings_in_any_language_and_a_title() -> None:
    found = read_docx(
        docx(
            p("The river", "Titel"), p("1 ........ 3", "Inhalt"), p("Levels", "berschrift1"), p("Read it.", "Kreis1"),
            p("Gauges", "berschrift2"), p("Mine", "Mein"), p("By outline", "", '<w:outlineLvl w:val="2"/>'),
        )
    )  # fmt: skip
    assert found.title == "The river"
    assert [(b.kind, b.text, b.level) for b in found.blocks] == [
        ("heading", "Levels", 1), ("text", "Read it.", 0), ("heading", "Gauges", 2), ("heading", "Mine", 1),
        ("heading", "By outline", 3),
    ]  # fmt: skip
    assert lost(found) == {}


def test_looks_of_words_and_signs_that_markdown_would_read() -> None:
    body = (
        "<w:p>" + r("Read ", "<w:b/>") + r("the ", "<w:b/>") + r("gauge", "<w:b/><w:i/>") + r(" at 5 * 3 [m] & <b>".replace("<", "&lt;").replace("& ", "&amp; "))
        + r("3", '<w:vertAlign w:val="superscript"/>') + r("not", '<w:b w:val="0"/>') + "</w:p>"
    )  # fmt: skip
    assert text_of(body) == r"**Read the** ***gauge*** at 5 \* 3 \[m\] & \<b>³not"
    assert text_of(
        p("# no heading"), p("- no item"), p("12. no item"), p("::: box"), p("a|b &amp;amp; $5")
    ) == ("\\# no heading\n\n\\- no item\n\n12\\. no item\n\n\\::: box\n\na\\|b &amp;amp; \\$5")


def test_lists_in_lists() -> None:
    text = text_of(
        item("one", 1), item("a", 1, 1), item("b", 1, 1), item("two", 1), p("Between."), item("first", 2), p("styled", "Punkte")
    )  # fmt: skip
    assert text == "- one\n  1. a\n  1. b\n- two\n\nBetween.\n\n1. first\n- styled"


def test_lists_by_the_styles_of_word_are_nested() -> None:
    text = text_of(
        p("one", "Punkte"), p("a", "Punkte2"), p("b", "Eigen"), p("two", "Punkte"), p("Between."),
        p("first", "Zahl"), p("i", "Zahl2"), p("second", "Zahl"),
    )  # fmt: skip
    assert text == "- one\n  - a\n  - b\n- two\n\nBetween.\n\n1. first\n   1. i\n1. second"


def test_tables_and_merged_cells() -> None:
    found = read_docx(
        docx(
            table(
                cell("Mark") + cell("Level|m"),
                cell("Red", '<w:vMerge w:val="restart"/>') + cell("3"),
                cell("", "<w:vMerge/>") + cell("4"),
                cell("all", '<w:gridSpan w:val="2"/>'),
            ),
            table(f"<w:tc>{p('A frame')}{item('inside', 1)}</w:tc>"),
        )
    )
    assert blocks_to_markdown(found.blocks) == (
        "| Mark | Level\\|m |\n|---|---|\n| Red | 3 |\n|  | 4 |\n| all |  |\n\nA frame\n\n- inside"
    )
    assert lost(found) == {"merged-cells": 2}


def test_heavy_photos_are_told() -> None:
    losses = Losses()
    for path, size in (
        ("assets/small.jpg", 300_000),
        ("assets/large.jpg", 300_001),
        ("assets/map.svg", 400_000),
    ):
        losses.weigh(path, bytes(size))
    assert [(each.code, each.count, each.examples) for each in losses.report()] == [
        ("picture-heavy", 1, ("large.jpg",))
    ]


def test_pictures_with_words_and_captions() -> None:
    found = read_docx(
        docx(picture("rId1", "A gauge [new]"), p("Figure 1: The “gauge”", "Beschriftung"), picture("rId1"))
    )
    assert blocks_to_markdown(found.blocks) == (
        '![A gauge (new)](assets/image-1.png "Figure 1: The “gauge”")\n\n![](assets/image-1.png "")'
    )
    assert list(found.assets) == ["assets/image-1.png"]
    assert PLACE not in found.assets["assets/image-1.png"]
    assert lost(found) == {"picture-words": 1, "picture-caption": 1}


def test_pictures_that_cannot_come_are_told() -> None:
    found = read_docx(docx(picture("rId2"), picture("rId5"), picture("rId6"), picture("rId9")))
    assert found.blocks == []
    assert lost(found) == {"picture-kind": 1, "picture-linked": 2, "picture-damaged": 1}
    assert found.losses.report()[0].examples == ("old.emf",)


def math(inside: str) -> str:
    return f"<m:oMath>{inside}</m:oMath>"


def mr(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


FRACTION = f"<m:f><m:num>{mr('1')}</m:num><m:den>{mr('T')}</m:den></m:f>"


@pytest.mark.parametrize(
    ("inside", "tex"),
    [
        (mr("p=") + FRACTION, r"p=\frac{1}{T}"),
        (f"<m:sSup><m:e>{mr('x')}</m:e><m:sup>{mr('2')}</m:sup></m:sSup>", "{x}^{2}"),
        (f"<m:sSubSup><m:e>{mr('Q')}</m:e><m:sub>{mr('i')}</m:sub><m:sup>{mr('n')}</m:sup></m:sSubSup>", "{Q}_{i}^{n}"),
        (f"<m:rad><m:deg/><m:e>{mr('2gh')}</m:e></m:rad>", r"\sqrt{2gh}"),
        (f"<m:rad><m:deg>{mr('3')}</m:deg><m:e>{mr('x')}</m:e></m:rad>", r"\sqrt[3]{x}"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{FRACTION}</m:e></m:d>", r"\left[\frac{1}{T}\right]"),
        (
            f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{mr('i=1')}</m:sub><m:sup>{mr('n')}</m:sup><m:e>{mr('α')}</m:e></m:nary>",
            r"\sum_{i=1}^{n} \alpha",
        ),
        (f"<m:func><m:fName>{mr('ln')}</m:fName><m:e>{mr('x')}</m:e></m:func>", r"\ln x"),
        (f"<m:acc><m:accPr><m:chr m:val='\u0304'/></m:accPr><m:e>{mr('x')}</m:e></m:acc>", r"\bar{x}"),
        (f"<m:bar><m:barPr><m:pos m:val='top'/></m:barPr><m:e>{mr('x')}</m:e></m:bar>", r"\overline{x}"),
        (f"<m:m><m:mr><m:e>{mr('a')}</m:e><m:e>{mr('b')}</m:e></m:mr></m:m>", r"\begin{matrix}a & b\end{matrix}"),
        (mr("depth") + mr("≤5%"), r"\text{depth}\le 5\%"),
    ],
)  # fmt: skip
def test_formulas_become_tex(inside: str, tex: str) -> None:
    assert text_of(f"<w:p>{r('So ')}{math(inside)}</w:p>") == f"So ${tex}$"
    assert text_of(f"<w:p><m:oMathPara>{math(inside)}</m:oMathPara></w:p>") == f"$${tex}$$"
    kinds = [block.token.type for block in parse_lesson(f"So ${tex}$ it is.")]
    assert "formula" in kinds


def test_a_formula_that_pages_cannot_show_stays_as_words() -> None:
    found = read_docx(docx(f"<w:p>{math(mr('x' * 3000))}</w:p>"))
    assert found.blocks[0].text == "x" * 3000
    assert lost(found) == {"formula": 1}


def test_links_notes_quotations_and_changes() -> None:
    note = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{p("See page 3.")}</w:footnote><w:footnote w:id="9">{p("unused")}</w:footnote></w:footnotes>'
    found = read_docx(
        docx(
            f'<w:p><w:hyperlink r:id="rId3">{r("the paper")}</w:hyperlink>{r(" and ")}<w:hyperlink r:id="rId4">{r("mine")}</w:hyperlink>'
            f'<w:hyperlink w:anchor="x">{r(" here")}</w:hyperlink><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
            p("Water has memory.", "Zitat"),
            f"<w:p><w:ins>{r('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>",
            word__footnotes_xml=note,
            word__comments_xml=f"<w:comments {NAMESPACES}/>",
            word__header1_xml=f"<w:hdr {NAMESPACES}/>",
        )
    )
    assert (
        blocks_to_markdown(found.blocks)
        == "[the paper](https://example.org/paper) and mine here[^f2]\n\n> Water has memory.\n\nnew"
    )
    assert found.notes == {"f2": "See page 3."}
    assert lost(found) == {"link": 1, "tracked": 2, "comments": 1, "header": 1}


def test_boxes_shapes_and_old_objects() -> None:
    box = f"<w:drawing><wps:wsp><wps:txbx><w:txbxContent>{p('In a box')}</w:txbxContent></wps:txbx></wps:wsp></w:drawing>"
    found = read_docx(
        docx(
            f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{p('twice')}</mc:Fallback></mc:AlternateContent></w:r>{r('Beside')}</w:p>",
            "<w:p><w:r><w:drawing><a:graphic/></w:drawing></w:r><w:r><w:object/></w:r><w:r><w:sym/></w:r></w:p>",
        )
    )
    assert blocks_to_markdown(found.blocks) == "Beside\n\nIn a box"
    assert lost(found) == {"text-box": 1, "drawing": 1, "formula-picture": 1, "symbol": 1}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut", b"%PDF-1.7", b"\xd0\xcf\x11\xe0old doc"])
def test_what_is_no_docx(data: bytes) -> None:
    with pytest.raises(DocxError, match="no DOCX"):
        read_docx(data)


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, value in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), value)
    return stream.getvalue()


def test_a_bomb_is_not_opened() -> None:
    with pytest.raises(DocxError, match="unpacks to more"):
        read_docx(zipped(word__document_xml=b" " * 5_000_000))
    with pytest.raises(DocxError, match="unpacks to more"):
        read_docx(zipped(**{f"a{n}": b"" for n in range(limits.MOST_ENTRIES + 1)}))
    with pytest.raises(DocxError, match="no DOCX"):
        read_docx(zipped(xl__workbook_xml=b"<a/>"))


def test_entities_and_endless_nesting_are_refused() -> None:
    laugh = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><a>&b;</a>'
    with pytest.raises(DocxError, match="document type"):
        read_docx(zipped(word__document_xml=laugh))
    with pytest.raises(DocxError, match="nested"):
        read_docx(zipped(word__document_xml=b"<a>" * 5000))
    with pytest.raises(DocxError, match="damaged"):
        read_docx(zipped(word__document_xml=b"<a><b></a>"))


def test_a_damaged_part_is_told() -> None:
    data = bytearray(docx(p("Text " * 2000)))
    data[data.index(b"word/document.xml") + 40] ^= 0xFF
    with pytest.raises(DocxError, match="damaged"):
        read_docx(bytes(data))


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=40)


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=5))
@example([">0.5 m"])
def test_words_stay_words(paragraphs: list[str]) -> None:
    """Whatever stands in a paragraph, Markdown reads it as these words and nothing else."""
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;") for text in paragraphs]
    text = text_of(*map(p, escaped))
    read = [
        "".join(
            child.content if child.type in ("text", "text_special") else " "
            for child in block.token.children or []
        )
        for block in parse_lesson(text)
        if block.token.type == "inline"
    ]
    wanted = [" ".join(each.split()) for each in paragraphs]
    assert [" ".join(each.split()) for each in read] == [each for each in wanted if each]
