"""What must hold for every page. `faults(page)` gives sentences; none is good."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from tests.web.markup import Element

LANGUAGES = {"ar": "rtl", "en": "ltr", "es": "ltr", "fr": "ltr", "ru": "ltr", "zh": "ltr"}
UNNAMED_INPUTS = {"hidden", "submit", "button", "reset"}
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details")

Check = Callable[[Element], Iterator[str]]


def frame(page: Element) -> Iterator[str]:
    """Language, direction, title, one heading of the first rank, one main part."""
    (html,) = page.all("html") or [Element("html")]
    if html.get("dir") != LANGUAGES.get(html.get("lang")):
        yield f"lang={html.get('lang')!r} with dir={html.get('dir')!r}"
    titles = [title.text for title in page.all("head")[0].all("title")]
    if len(titles) != 1 or not titles[0].endswith("– LearnHub") or len(titles[0]) < 13:
        yield f"titles {titles}"
    for name in ("h1", "main"):
        if len(page.all(name)) != 1:
            yield f"{len(page.all(name))} elements <{name}>"
    if any(not heading.text for heading in page.all("h1", "h2", "h3", "h4")):
        yield "an empty heading"


def headings(page: Element) -> Iterator[str]:
    """No rank is left out on the way down."""
    last = 0
    for heading in page.all("main")[0].all("h1", "h2", "h3", "h4", "h5", "h6"):
        rank = int(heading.name[1])
        if last and rank > last + 1:
            yield f"<{heading.name}> {heading.text!r} comes after rank {last}"
        last = rank


def ids(page: Element) -> Iterator[str]:
    """Each id once, and everything that points at one finds it."""
    counts = Counter(each.get("id") for each in page.walk() if each.has("id"))
    yield from (f"id {name!r} stands {count} times" for name, count in counts.items() if count > 1)
    for each in page.walk():
        targets = [(name, target) for name in REFERENCES for target in each.get(name).split()]
        if each.name == "label" and each.has("for"):
            targets.append(("for", each.get("for")))
        if each.name == "a" and each.get("href").startswith("#"):
            targets.append(("href", each.get("href")[1:]))
        yield from (
            f"{name} of <{each.name}> points at {target!r}"
            for name, target in targets
            if target not in counts
        )


def names(page: Element) -> Iterator[str]:
    """Whatever one can fill in, press or look at has a name."""
    labelled = {label.get("for") for label in page.all("label") if label.text}
    for each in page.all("input", "select", "textarea"):
        if each.get("type") in UNNAMED_INPUTS:
            continue
        inside = any(parent.name == "label" for parent in each.above())
        if not (
            inside or each.get("id") in labelled or each.get("aria-label") or each.get("aria-labelledby")
        ):
            yield f"<{each.name} name={each.get('name')!r}> has no label"
    for each in page.all("a", "button", "summary", "legend", "th"):
        if not (each.text or each.get("aria-label") or any(image.get("alt") for image in each.all("img"))):
            yield f"<{each.name} class={each.get('class')!r}> has no words"
    yield from (f"image {each.get('src')!r} without alt" for each in page.all("img") if not each.has("alt"))
    for each in page.all("nav", "aside"):
        if not (each.get("aria-label") or each.get("aria-labelledby")):
            yield f"<{each.name}> has no name"


def forms(page: Element) -> Iterator[str]:
    """A form that changes something carries its token, and none stands in another."""
    for form in page.all("form"):
        tokens = [
            each for each in form.all("input") if each.get("name") == "csrf_token" and each.get("value")
        ]
        if form.get("method", "get").lower() == "post" and len(tokens) != 1:
            yield f"form to {form.get('action')!r} has {len(tokens)} tokens"
        if form.get("method", "get").lower() == "get" and tokens:
            yield f"form to {form.get('action')!r} puts its token into the address"
        if any(parent.name == "form" for parent in form.above()):
            yield "a form inside a form"
        if not form.all("button") and not any(each.get("type") == "submit" for each in form.all("input")):
            yield f"form to {form.get('action')!r} has no button"


def inline(page: Element) -> Iterator[str]:
    """Nothing that the content security policy would refuse."""
    for each in page.walk():
        bad = [name for name in each.attrs if name == "style" or name.startswith("on")]
        yield from (f"{name} on <{each.name}>" for name in bad)
        if each.name == "style":
            yield "a <style>"
        if each.name == "script" and not each.has("src"):
            if each.get("type") != "application/ld+json":
                yield "an inline script"
            else:
                json.loads(each.text)
        if each.get("href").lower().startswith(("javascript:", "data:")):
            yield f"address {each.get('href')[:40]!r}"


def leftovers(page: Element) -> Iterator[str]:
    """Signs of a template that was not given what it shows."""
    words = page.all("main")[0].text if page.all("main") else ""
    for sign in ("{{", "}}", "{%", "%(", "lazy_gettext", "<built-in", "object at 0x"):
        if sign in words:
            yield f"{sign!r} in the words of the page"


CHECKS: tuple[Check, ...] = (frame, headings, ids, names, forms, inline, leftovers)


def links(page: Element) -> list[str]:
    """Addresses on this server that the page leads to or loads, without their fragment."""
    found = [each.get(name) for each in page.walk() for name in ("href", "src", "action") if each.has(name)]
    return [
        target.split("#")[0]
        for target in found
        if target and not target.startswith("#") and not urlsplit(target).netloc
    ]


def faults(page: Element) -> list[str]:
    """Everything that is wrong with a page, but for its links."""
    return [f"{check.__name__}: {fault}" for check in CHECKS for fault in check(page)]
