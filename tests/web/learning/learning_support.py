"""A browser without JavaScript: it sends what the controls of a page hold, changed by what a person did."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from learnhub.access.identity import Role

COURSE = "/en/courses/reading-the-river"
FINAL = f"{COURSE}/quiz/final"
OPEN = "?open=1#open"  # where a paper leads that has open questions
# every question of the final quiz of the example course, answered rightly
RIGHT: dict[str, list[str]] = {
    "q.q1": ["0"],
    "q.q2": ["0", "1"],
    "q.q3": ["false"],
    "q.q4": ["25 m³"],
    "q.q5": ["Staff gauge"],
    "q.q6.0": ["1"],
    "q.q6.1": ["2"],
    "q.q6.2": ["3"],
    "q.q7.0": ["0"],
    "q.q7.1": ["1"],
}
Fields = Mapping[str, list[str]]


@dataclass
class PageForm:
    """A form as a browser holds it: the values that it would send, and its buttons."""

    action: str = ""
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    disabled: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.inside: PageForm | None = None
        self.select = ""
        self.chosen: list[str] = []

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in given}
        if tag == "form":
            self.inside = PageForm(attrs.get("action", ""))
            self.forms.append(self.inside)
        elif self.inside is None:
            return
        elif tag == "select":
            self.select, self.chosen = attrs["name"], []
        elif tag == "option" and self.select:
            if "selected" in attrs or not self.chosen:
                self.chosen = [attrs.get("value", "")]
        elif tag == "button":
            pair = (attrs.get("name", ""), attrs.get("value", ""))
            (self.inside.disabled if "disabled" in attrs else self.inside.buttons).append(pair)
        elif tag == "input" and attrs.get("name"):
            self._control(self.inside, attrs)

    @staticmethod
    def _control(form: PageForm, attrs: dict[str, str]) -> None:
        if attrs.get("type") in {"radio", "checkbox"} and "checked" not in attrs:
            return
        form.values.setdefault(attrs["name"], []).append(attrs.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "select" and self.inside is not None:
            self.inside.values.setdefault(self.select, []).extend(self.chosen)
            self.select = ""


def forms_of(html: str) -> list[PageForm]:
    """All forms of a page."""
    parser = _Forms()
    parser.feed(html)
    return parser.forms


def plain_text(html: str) -> str:
    """What a reader sees, blanks folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def forget_the_last_visitor() -> None:
    """Requests inside a pushed context share `g`, where the person of the last one is kept."""
    for name in list(g):
        g.pop(name)


@dataclass
class Browser:
    """One device."""

    client: FlaskClient

    def get(self, address: str) -> TestResponse:
        forget_the_last_visitor()
        return self.client.get(address, buffered=True)

    def text(self, address: str, status: int = 200) -> str:
        answer = self.get(address)
        assert answer.status_code == status, (address, answer.status_code, plain_text(answer.text)[:500])
        return answer.text

    def send(self, address: str, fields: Fields) -> TestResponse:
        """Post these fields, as they are."""
        forget_the_last_visitor()
        return self.client.post(address, data=dict(fields))

    def form(self, address: str, ends: str = "") -> PageForm:
        """The form whose action ends like this; without `ends`, the one that is sent to the page itself."""
        for form in forms_of(self.text(address)):
            if form.action.endswith(ends) if ends else not form.action:
                form.action = form.action or address
                return form
        raise AssertionError(f"no form to {ends!r} on {address}")

    def press(
        self, address: str, ends: str, button: tuple[str, str] = ("", ""), **fields: object
    ) -> TestResponse:
        """Fill the form of a page and press one of its buttons."""
        form = self.form(address, ends)
        return self.submit(
            form, button, {name.replace("__", "."): as_list(value) for name, value in fields.items()}
        )

    def submit(self, form: PageForm, button: tuple[str, str], fields: Fields) -> TestResponse:
        """Send a form that was filled in earlier, perhaps in another tab."""
        assert button in form.buttons, (button, form.buttons)
        pressed = {button[0]: [button[1]]} if button[0] else {}
        return self.send(form.action, {**form.values, **fields, **pressed})


def as_list(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]


SAVE, CHECK, HAND = ("do", "save"), ("do", "check"), ("do", "hand")


def hand_in(
    browser: Browser, answers: Fields = RIGHT, quiz: str = FINAL, form: PageForm | None = None
) -> TestResponse:
    """Answer a quiz through its form, perhaps opened earlier, and hand it in, with questions left open too."""
    done = browser.submit(form or browser.form(quiz, quiz), CHECK, answers)
    if not done.location.endswith(OPEN):
        return done
    return browser.submit(browser.form(done.location, quiz), HAND, {})


def review_of(browser: Browser, answers: dict[str, list[str]]) -> str:
    """Hand in, and read the result."""
    done = hand_in(browser, answers)
    assert done.status_code == 303
    return browser.text(done.location)


def section(html: str, question: str) -> str:
    """What the review says of one question."""
    return plain_text(html.partition(f'id="r-{question}"')[2].partition("</section>")[0])


WithRole = Callable[[Role, str], Browser]
"""A browser of somebody who holds this role for a centre, or for the network if it is empty."""
SignedIn = Callable[[int], Browser]
"""A browser of this person."""
