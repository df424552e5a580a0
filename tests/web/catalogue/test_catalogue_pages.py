from __future__ import annotations

import pytest

from tests.web.client import PageClient

PAGES = [
    "",
    "courses",
    "centres",
    "themes",
    "centres/icharm",
    "themes/FLOOD-RISK",
    "courses/reading-the-river",
]


@pytest.mark.parametrize("lang", ["ar", "en", "es", "fr", "ru", "zh"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_of_the_catalogue_are_in_order_in_every_language(
    visitor: PageClient, lang: str, page: str
) -> None:
    found = visitor.get(f"/{lang}/{page}")
    assert found.tree.all("html")[0].get("lang") == lang


def test_a_size_that_never_changes_is_said_in_the_language_of_each_page(visitor: PageClient) -> None:
    homes = {lang: visitor.get(f"/{lang}/").text for lang in ("en", "fr", "ru")}
    assert ["14 KB" in homes["en"], "14 ko" in homes["fr"], "14 КБ" in homes["ru"]] == [True] * 3


@pytest.mark.parametrize(
    ("path", "section", "kind"),
    [
        ("/en/courses", "Courses", "page"),
        ("/en/courses/reading-the-river", "Courses", "true"),
        ("/en/courses/reading-the-river/staff-gauge", "Courses", "true"),
        ("/en/centres/icharm", "Centres", "true"),
        ("/en/help", "Help", "page"),
    ],
)
def test_the_navigation_says_in_which_section_a_page_stands(
    visitor: PageClient, path: str, section: str, kind: str
) -> None:
    main = next(each for each in visitor.get(path).tree.all("nav") if each.get("aria-label") == "Main")
    assert [(each.text, each.get("aria-current")) for each in main.all("a") if each.has("aria-current")] == [
        (section, kind)
    ]


def test_lines_of_a_list_can_be_read_without_their_styles(visitor: PageClient) -> None:
    """Browsers that know no cascade layers show the plain page: a name and its place may not run together."""
    html = visitor.get("/en/centres").response.get_data(as_text=True)
    assert "</a><span" not in html.partition("<main")[2]
    author = visitor.get("/en/courses/reading-the-river").response.get_data(as_text=True)
    assert "</bdi>(<bdi>" not in author
