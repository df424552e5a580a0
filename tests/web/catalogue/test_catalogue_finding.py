"""What search engines are told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit
from xml.etree import ElementTree

from learnhub.web.i18n import LANGUAGES
from tests.web.client import PageClient

Publish = Callable[..., object]


def locations(visitor: PageClient) -> list[str]:
    """The addresses of the site map."""
    answer = visitor.fetch("/sitemap.xml")
    assert answer.content_type.startswith("text/xml")
    return re.findall(r"<loc>([^<]+)</loc>", answer.get_data(as_text=True))


def test_the_site_map_lists_pages_that_are_there(visitor: PageClient, published: Publish) -> None:
    assert not any(each.endswith("/lire") for each in locations(visitor))
    published("lire", title="Lire la rivière", language="fr")
    found = locations(visitor)
    paths = [urlsplit(each).path for each in found]
    assert all(each.startswith("http") for each in found)
    assert "/en/courses/reading-the-river" in paths
    assert [each for each in paths if each.endswith("/lire")] == ["/fr/courses/lire"]
    assert "/en/cases" not in paths, "nothing is published there"
    for path in [each for each in paths if each.startswith("/en/")][::7]:
        assert visitor.get(path).title


def test_pages_in_the_site_map_know_each_other_in_all_languages(visitor: PageClient) -> None:
    tree = ElementTree.fromstring(visitor.fetch("/sitemap.xml").get_data())  # noqa: S314 - our own answer
    rows = {urlsplit(each[0].text or "").path: each for each in tree}
    told = {
        each.get("hreflang"): urlsplit(each.get("href") or "").path
        for each in rows["/fr/themes/FLOOD-RISK"][1:]
    }
    assert told == {lang: f"/{lang}/themes/FLOOD-RISK" for lang in LANGUAGES}
    assert [each.tag.rpartition("}")[2] for each in rows["/en/courses/reading-the-river"]] == [
        "loc",
        "lastmod",
    ]


def test_robots_find_the_site_map(visitor: PageClient) -> None:
    said = visitor.fetch("/robots.txt").get_data(as_text=True)
    assert re.search(r"^Sitemap: http\S+/sitemap\.xml$", said, re.MULTILINE)
    assert "Disallow: /*?" in said


def test_a_course_tells_search_engines_who_wrote_it_and_that_it_is_free(visitor: PageClient) -> None:
    page = visitor.get("/en/courses/reading-the-river")
    script = next(each for each in page.tree.all("script") if each.get("type") == "application/ld+json")
    told = json.loads(script.text)
    assert [each["name"] for each in told["author"]] != []
    assert told["offers"] == {"@type": "Offer", "category": "Free", "price": 0}
    assert told["hasCourseInstance"]["courseMode"] == "online"
    assert told["provider"][0]["url"].endswith("/en/centres/icharm")


def test_a_theme_says_in_which_country_its_centres_are(visitor: PageClient) -> None:
    assert "Tsukuba, Japan" in visitor.get("/en/themes/FLOOD-RISK").main.all("section")[-1].text


def test_an_english_note_on_a_theme_runs_from_left_to_right(visitor: PageClient) -> None:
    leads = {
        lang: next(
            each
            for each in visitor.get(f"/{lang}/themes/FLOOD-RISK").main.all("p")
            if each.get("class") == "lead"
        )
        for lang in ("ar", "en")
    }
    assert (leads["ar"].get("lang"), leads["ar"].get("dir")) == ("en", "ltr")
    assert not leads["en"].has("lang")
