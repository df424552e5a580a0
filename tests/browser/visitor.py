"""A person with a browser, and what she does on many pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

PASSWORD = "river stone cloud"


@dataclass
class Visitor:
    """A person with a browser. What the console complains about is kept, and must be nothing at the end."""

    context: BrowserContext
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        # a line that is cut is reported by the browser itself; that is what some tests are about
        if message.type in {"error", "warning"} and "net::ERR_" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def register(self, name: str, *, email: str = "", course: str = "") -> None:
        self.open("/en/register" + (f"?course={course}" if course else ""))
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.locator("main form button.btn").click()
        self.page.wait_for_url(lambda address: "/register" not in address)

    def sign_in(self, login: str) -> None:
        self.open("/en/sign-in")
        self.page.get_by_label("E-mail").fill(login)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.locator("main form button.btn").first.click()
        self.page.wait_for_url(lambda address: "/sign-in" not in address)


NewVisitor = Callable[..., Visitor]
