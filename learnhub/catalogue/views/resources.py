"""Cases, demonstration sites and terms: the lists, and a page for each version."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from learnhub.catalogue.resourcewords import dated, fact_names, kind_leads, kind_titles
from learnhub.catalogue.shelf import shelf
from learnhub.catalogue.views import bp
from learnhub.centres.snapshot import reference
from learnhub.coursefile.document import CourseDocument, Resource
from learnhub.coursefile.resources import FACTS, FOLDERS, embedding, path_of
from learnhub.db import reading
from learnhub.kernel.errors import N_, NotFound
from learnhub.resources.queries import get_versions, list_published, pages_of, uses_of
from learnhub.web.guards import public
from learnhub.web.i18n import LANGUAGES
from learnhub.web.paging import Page, page_number
from learnhub.web.templating import same_for_every_visitor

PAGE_SIZE = 24
bp.app_template_filter("dated")(dated)
_FOLDER = "<any(cases, sites, terms):folder>"


@bp.app_template_global("term_pages")
def term_pages(document: CourseDocument) -> dict[str, str]:
    """The pages of the shared terms in a course's glossary, by the term; of those that say what was published here."""
    tongue = document.metadata.language
    copies = {
        each.term: Resource(
            "term",
            each.resource,
            {"version": each.version or "", "definition": each.definition, "language": tongue},
        )
        for each in document.glossary
        if each.resource
    }
    page_of = pages_of(reading(), list(copies.values()))
    return {term: page for term, copy in copies.items() if (page := page_of(copy))}


@bp.get(f"/<lang:lang>/{_FOLDER}")
@public
def resources(folder: str) -> str:
    """Find a case, a site or a term by its words and its language."""
    same_for_every_visitor()
    session = reading()
    words, tongue = request.args.get("q", "")[:100], request.args.get("language", "")
    tongue = tongue if tongue in LANGUAGES else ""
    number = page_number()
    found, total = list_published(
        session, FOLDERS[folder], text=words, language=tongue, page=number, size=PAGE_SIZE
    )
    wanted: dict[str, Any] = {"folder": folder, "q": words or None, "language": tongue or None}
    return render_template(
        "catalogue/resources/list.html", folder=folder, titles=kind_titles(), lead=kind_leads()[folder],
        page=Page(found, number, total, PAGE_SIZE), words=words, tongue=tongue, known=reference(session),
        address=lambda n: url_for("catalogue.resources", page=n, **wanted),
    )  # fmt: skip


@bp.get(f"/<lang:lang>/{_FOLDER}/<code>")
@bp.get(f"/<lang:lang>/{_FOLDER}/<code>/<version>", endpoint="past_resource")
@public
def resource(folder: str, code: str, version: str = "") -> str:
    """What it says in its latest version or an earlier one, where that is from, and which courses use it."""
    same_for_every_visitor()
    session, kind = reading(), FOLDERS[folder]
    versions = get_versions(session, kind, code)
    shown = next((each for each in versions if version in ("", each.version)), None)
    if shown is None:
        raise NotFound(N_("There is no such version. The page of the latest one lists them all."))
    stock = shelf(session)
    uses = [
        (stock.by_code[use.course], use.version)
        for use in uses_of(session, kind, code)
        if use.course in stock.by_code
    ]
    mark = embedding(path_of(kind, code), shown.version) if kind != "term" else ""
    return render_template(
        "catalogue/resources/page.html", folder=folder, titles=kind_titles(), code=code, shown=shown,
        versions=versions, facts=FACTS[kind], names=fact_names(), uses=uses, mark=mark,
        known=reference(session),
    )  # fmt: skip
