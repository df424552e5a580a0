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
