"""A case by hand: begun, written, confirmed by a second person."""

from __future__ import annotations

from author_support import staff

from learnhub.access.identity import Role
from tests.web.client import Page, PageClient

CASE = {
    "problem": "The river rose by four metres in one night.", "place": "Nagano, Japan", "date": "13 October 2019",
    "done": "People left the lower town.", "cost": "Not known.",
    "result": "950 hectares under water.\r\n\r\nNobody died.",
    "failed": "Many waited until they saw the water.", "source": "Ministry of Land (2020). Report.",
}  # fmt: skip
TITLE = "The dike at the bend"
ASK, CONFIRM = "Ask for confirmation", "Confirm and publish"


def begin(browser: PageClient, kind: str = "case", title: str = TITLE, **changes: str) -> Page:
    """The page on which a new one is written."""
    page = browser.get(f"/en/studio/resources/new?kind={kind}")
    values = page.values("Begin to write")
    assert values["kind"] == kind
    return page.send("Begin to write", {**values, "title": title, **changes})


def publish(browser: PageClient, **changes: str) -> Page:
    """A case with nothing missing, published."""
    return put_out(begin(browser, **changes), **CASE)


def put_out(page: Page, **changes: str) -> Page:
    """What stands on the page of an author, asked for and confirmed by a colleague; gives the author's page."""
    asked = page.send(ASK, changes)
    centre = "irtces" if "IRTCES" in asked.text else "icharm"
    staff(asked.client.app, Role.REVIEWER, centre).get(asked.address).send(CONFIRM)
    return asked.client.get(asked.address)
