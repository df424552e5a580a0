"""What is looked at on a page in the browser: rules of axe-core, width, focus, messages of the console."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

VENDOR = Path(__file__).parent / "vendor"
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}

_RUN_AXE = """async (rules) => {
  const found = await axe.run(document, rules);
  const places = (rule) => rule.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(" | ");
  return found.violations.map((rule) => rule.id + ": " + places(rule));
}"""
_TOO_WIDE = """() => document.documentElement.scrollWidth - window.innerWidth"""
_FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const style = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  return {
    what: here.tagName + " " + (here.id || here.name || here.textContent.trim().slice(0, 30)),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    mark: (here.dataset.stop ??= String(document.querySelectorAll("[data-stop]").length)),
  };
}"""


def axe_source() -> str:
    """The vendored axe-core; refuses a file that is not the one of SHA256SUMS."""
    source = (VENDOR / "axe.min.js").read_bytes()
    digest, _name = (VENDOR / "SHA256SUMS").read_text().split()
    assert hashlib.sha256(source).hexdigest() == digest
    return source.decode()


def violations(page: Page) -> list[str]:
    """Broken rules on a phone and on a wide screen, in light and in dark. Empty is good."""
    page.emulate_media(reduced_motion="reduce")  # colours that are on their way are nobody's colours
    page.evaluate(axe_source())
    found: list[str] = []
    for size, name in ((PHONE, "phone"), (DESK, "desk")):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        for scheme, rules in (("light", {"type": "tag", "values": TAGS}), ("dark", ["color-contrast"])):
            page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
            found += [f"{name}, {scheme}: {line}" for line in page.evaluate(_RUN_AXE, {"runOnly": rules})]
    page.emulate_media(color_scheme="light")
    return found


def too_wide(page: Page) -> int:
    """By how many pixels the page scrolls sideways on a phone; 0 is good."""
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    return max(0, int(page.evaluate(_TOO_WIDE)))


def tab_stops(page: Page, most: int = 120) -> list[dict[str, Any]]:
    """Every stop of the Tab key from the top of the page, with whether its focus can be seen."""
    stops: list[dict[str, Any]] = []
    marks: set[str] = set()
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(_FOCUS)
        if stop is None or stop["mark"] in marks:
            break
        marks.add(stop["mark"])
        stops.append(stop)
    return stops
