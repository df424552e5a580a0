"""The whole course on one page: places of every lesson keep names of their own."""

from __future__ import annotations

from flask import Flask

from learnhub.learning.views.reading import plain_html
from tests.web.client import PageClient


def test_links_inside_a_lesson_still_lead_to_their_place() -> None:
    html = '<h2 id="s-one">One</h2><sup><a href="#fn-1" id="fnref-1">1</a></sup><a href="/en/">home</a>'
    assert plain_html(html, "flows") == (
        '<h3 id="flows.s-one">One</h3><sup><a href="#flows.fn-1" id="flows.fnref-1">1</a></sup>'
        '<a href="/en/">home</a>'
    )


def test_the_page_of_the_example(site: Flask) -> None:
    page = PageClient(site).get("/en/courses/reading-the-river/text")
    assert len(page.main.all("section")) >= 2
