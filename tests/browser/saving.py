"""What a page says of what it has saved, and what waits on the device."""

from __future__ import annotations

from playwright.sync_api import Page, expect

NO_STORE = {
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    "closed": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } });",
}


def expect_state(page: Page, words: str) -> None:
    """The line that says what is saved."""
    expect(page.locator("#save-state")).to_contain_text(words)


def expect_nothing_waits(page: Page) -> None:
    """The server has everything, so the device keeps nothing; a new page may not have seen so yet."""
    page.wait_for_function("localStorage.length === 0")
