"""A course from a document, by hand."""

from __future__ import annotations

import io
import zipfile

from author_support import staff, upload
from flask import Flask

from learnhub.access.identity import Role
from tests.web.client import Page, PageClient

ADDRESS = "/en/studio/courses/new/document"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f'<w:styles {W}><w:style w:styleId="H"><w:name w:val="heading 1"/></w:style></w:styles>'
BODY = "".join(
    f"<w:p><w:pPr>{style}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    for style, text in (
        ('<w:pStyle w:val="H"/>', "Levels"),
        ("", "Read the gauge."),
        ('<w:pStyle w:val="H"/>', "Floods"),
        ("", "They come."),
    )
)


def zipped(**files: str | bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return stream.getvalue()


def docx(body: str = BODY) -> bytes:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    return zipped(
        word__document_xml=document, word__styles_xml=STYLES, word__comments_xml=f"<w:comments {W}/>"
    )


def send(browser: PageClient, name: str, data: bytes, status: int = 303, **more: str) -> Page:
    values = browser.get(ADDRESS).values("Make a draft of it")
    return upload(browser, ADDRESS, {**values, **more, "file": (data, name)}, status)


def test_a_document_becomes_a_draft_with_a_report(site: Flask) -> None:
    author = staff(site)
    assert (
        author.get("/en/studio/courses/new").click("From a document: DOCX or Markdown").title
        == "New course from a document"
    )
    page = send(author, "River levels.docx", docx())
    assert "2 lessons were made." in page.text
    assert "Comments were left out. (once)" in page.text
    outline = page.click("Open the draft")
    assert {"Levels", "Floods"} <= set(outline.links())
    assert outline.title == "River levels"
    again = send(author, "River levels.docx", docx(), 422)
    assert again.problems == [
        "There is a draft with this address already. Go on with that draft, or write another address."
    ]
    assert "2 lessons" in send(author, "River levels.docx", docx(), title="Another", code="another-one").text


def test_a_folder_and_a_file_of_markdown(site: Flask) -> None:
    author = staff(site)
    folder = zipped(book__a_md="# One\n\nText.\n", book__b_md="# Two\n\nText.\n", book__c_pptx=b"PK")
    page = send(author, "book.zip", folder)
    assert "2 lessons were made." in page.text
    assert "Files that courses do not carry were left out. (once) book/c.pptx" not in page.text
    assert "c.pptx" in page.text
    assert "One lesson was made." in send(author, "notes.md", b"# Notes\n\nText.\n", code="notes").text


def test_what_is_not_taken_says_why(site: Flask) -> None:
    author = staff(site)
    climbing = io.BytesIO()
    with zipfile.ZipFile(climbing, "w") as archive:
        archive.writestr("../../a.md", "x")
    for name, data, words in (
        ("a.docx", b"%PDF", "This is no DOCX file. Save it as DOCX and send it again."),
        ("a.docx", docx("<w:p/>" * 3_000_000), "unpacks to more than any document has"),
        ("a.zip", climbing.getvalue(), "leads out of the folder"),
        ("a.zip", zipped(course_yaml="code: x"), "the zip of a whole course"),
        ("a.zip", zipped(a_txt="x"), "no Markdown file"),
        ("a.pdf", b"%PDF", "Send a DOCX file"),
        ("河.md", "# 河\n\n水。".encode(), "the title has no letters a to z"),
        ("", b"", "Choose a file"),
    ):
        page = send(author, name, data, 422)
        assert any(words in problem for problem in page.problems), (name, page.problems)
    assert "No draft yet" in author.get("/en/studio").text


def test_who_may(site: Flask) -> None:
    staff(site, Role.REVIEWER).get(ADDRESS, 403)
    author = staff(site)
    for language in ("ar", "es", "fr", "ru", "zh"):
        author.get(f"/{language}/studio/courses/new/document")


def test_the_report_stays_with_the_draft_until_it_is_put_away(site: Flask) -> None:
    author, reviewer = staff(site), staff(site, Role.REVIEWER)
    page = send(author, "River levels.docx", docx())
    assert page.title == "What came over"
    assert "River levels.docx" in page.text
    draft = page.address.rpartition("/came-over")[0]
    assert "Comments were left out. (once)" in author.get(f"{draft}/came-over").text
    checks = author.get(f"{draft}/checklist")
    assert "What did not come over from “River levels.docx”" in checks.text
    assert "Comments were left out. (once)" in checks.text
    theirs = reviewer.get(f"{draft}/checklist")
    assert "Comments were left out. (once)" in theirs.text
    assert "Put this report away" not in theirs.text
    reviewer.post(f"{draft}/came-over", theirs.values("Sign out"), 403)
    after = checks.send("Put this report away", {})
    assert "The report is put away." in after.text
    assert "Comments were left out." not in after.text
    checks.send("Put this report away", {})
    history = author.get(f"{draft}/history")
    assert history.text.count("Report of what was lost put away") == 1
    assert "Comments were left out. (once)" in history.click("What came over").text


def test_nothing_lost_asks_for_nothing(site: Flask) -> None:
    author = staff(site)
    page = send(author, "notes.md", b"# Notes\n\nText.\n")
    assert "Nothing was lost." in page.text
    draft = page.address.rpartition("/came-over")[0]
    assert "What did not come over" not in author.get(f"{draft}/checklist").text


def test_a_draft_that_came_from_no_file_has_no_report(site: Flask) -> None:
    author = staff(site)
    page = author.get("/en/studio/courses/new").send("Begin the course", {"n-title": "Own words"})
    author.get(f"{page.address.rpartition('/outline')[0] or page.address}/came-over", 404)


def test_the_name_of_a_file_breaks_no_page(site: Flask) -> None:
    author = staff(site)
    name = "<b>\u202eevil" + "x" * 300 + ".docx"
    page = send(author, name, docx(), title="Levels", code="levels")
    assert "<b>" in page.text
    assert "<b>\u202e" not in page.response.text
