"""A lesson stands at an address of its own: none that a page of every course has."""

from __future__ import annotations

from flask import Flask

from learnhub.coursefile.limits import ID_CHARACTERS, RESERVED_IDS


def test_no_lesson_can_have_the_address_of_another_page(app: Flask) -> None:
    parts = [rule.rule.split("/") for rule in app.url_map.iter_rules()]
    taken = {part[4] for part in parts if part[2:4] == ["courses", "<code>"] and len(part) > 4}
    fixed = {name for name in taken if "<" not in name and "." not in name and len(name) <= ID_CHARACTERS}
    assert "insights" in fixed
    assert fixed - RESERVED_IDS == set()
