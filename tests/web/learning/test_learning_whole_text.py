"""The whole course on one page: places of every lesson keep names of their own."""

from __future__ import annotations

from flask import Flask

from learnhub.learning.views.reading import plain_html
from tests.web.markup import parse


def test_links_inside_a_lesson_still_lead_to_their_place() -> None:
    html = '<h2 id="s-one">One</h2><sup><a href="#fn-1" id="fnref-1">1</a></sup><a href="/en/">home</a>'
    assert plain_html(html, "flows", "Flows") == (
        '<h3 id="flows.s-one">One</h3><sup><a href="#flows.fn-1" id="flows.fnref-1">1</a></sup>'
        '<a href="/en/">home</a>'
    )


def test_figures_that_scroll_have_a_name_of_their_own() -> None:
    figure = '<div class="drawing" role="region" tabindex="0" aria-label="Figure 1"></div>'
    first, second = plain_html(figure, "flows", "Flows & floods"), plain_html(figure, "gauges", "Gauges")
    assert 'aria-label="Figure 1 – Flows &amp; floods"' in first
    assert first != second


def test_every_place_of_the_example_has_one_name(site: Flask) -> None:
    tree = parse(site.test_client().get("/en/courses/reading-the-river/text").get_data(as_text=True))
    names = [each.get("id") for each in tree.walk() if each.has("id")]
    assert sorted(set(names)) == sorted(names)
    within = {link.get("href")[1:] for link in tree.all("a") if link.get("href").startswith("#")}
    assert within <= set(names)
    assert any(name.startswith("return-periods.") for name in within)
