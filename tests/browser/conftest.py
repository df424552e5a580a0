"""One installation and one Chromium for all browser tests; every test has its own visitor."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.looking import DESK
from tests.browser.site import Site
from tests.browser.visitor import NewVisitor, Visitor

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder need Chromium."""
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


def _chromium(playwright: Playwright) -> str | None:
    """The Chromium of the environment, of the system, or the one that Playwright brought."""
    own = playwright.chromium.executable_path
    places = (os.environ.get("LEARNHUB_CHROMIUM"), shutil.which("chromium"), own)
    return next((place for place in places if place and os.path.exists(place)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Without one the tests are left out, but never in CI."""
    with sync_playwright() as playwright:
        path = _chromium(playwright)
        if path is None:
            assert not os.environ.get("CI"), "the browser tests need Chromium"
            # whoever has no browser can still run all the rest; CI has failed on the line above
            pytest.skip("no Chromium here: set LEARNHUB_CHROMIUM to its path")
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The installation, running."""
    running = Site(tmp_path_factory.mktemp("site"))
    running.command("db", "upgrade")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def new_visitor(browser: Browser, site: Site) -> Iterator[NewVisitor]:
    """Makes visitors: `scripts=False` for a browser without JavaScript."""
    made: list[Visitor] = []

    def make(*, scripts: bool = True, **settings: Any) -> Visitor:
        context = browser.new_context(viewport=DESK, java_script_enabled=scripts, **settings)
        context.set_default_timeout(10_000)
        visitor = Visitor(context, context.new_page(), site.address)
        made.append(visitor)
        return visitor

    yield make
    complaints = [line for visitor in made for line in visitor.complaints]
    for visitor in made:
        visitor.context.close()
    assert complaints == []
