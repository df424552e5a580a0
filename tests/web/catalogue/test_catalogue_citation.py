"""A version is cited in one way, wherever a page suggests how; codes of frameworks have their names."""

from __future__ import annotations

import re

from flask import Flask

from tests.web.client import PageClient

COURSE = "/en/courses/reading-the-river"


def test_every_page_cites_the_version_alike(example: Flask) -> None:
    client = example.test_client()
    cited = set()
    for rest in ("", "/changes", "/v/1"):
        found = re.search(
            r'<p class="cite">(.*?)</p>', client.get(COURSE + rest).get_data(as_text=True), re.DOTALL
        )
        assert found is not None, rest
        cited.add(" ".join(re.sub(r"<[^>]+>", " ", found[1]).split()))
    said = cited.pop()
    assert not cited
    assert re.match(r"[A-Z][^.]+ \(20\d\d\)\. Reading the river, version 1 ?\.", said), said
    assert said.endswith("/en/courses/reading-the-river/v/1")


def test_items_of_frameworks_have_their_names(example: Flask) -> None:
    page = PageClient(example).get(COURSE).text
    assert re.search(r"SDG \d+\.\w – \w+", page), page
