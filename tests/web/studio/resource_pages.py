"""A case by hand: begun, written, published."""

from __future__ import annotations

from tests.web.client import Page, PageClient

CASE = {
    "problem": "The river rose by four metres in one night.", "place": "Nagano, Japan", "date": "13 October 2019",
    "done": "People left the lower town.", "cost": "Not known.",
    "result": "950 hectares under water.\r\n\r\nNobody died.",
    "failed": "Many waited until they saw the water.", "source": "Ministry of Land (2020). Report.",
}  # fmt: skip
TITLE = "The dike at the bend"
PUBLISH = "Publish as a version of today"


def begin(browser: PageClient, kind: str = "case", title: str = TITLE, **changes: str) -> Page:
    """The page on which a new one is written."""
    page = browser.get(f"/en/studio/resources/new?kind={kind}")
    values = page.values("Begin to write")
    assert values["kind"] == kind
    return page.send("Begin to write", {**values, "title": title, **changes})


def publish(browser: PageClient, **changes: str) -> Page:
    """A case with nothing missing, published."""
    return begin(browser, **changes).send(PUBLISH, CASE)
