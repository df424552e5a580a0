"""Fragments are kept by the application whose database they show."""

from __future__ import annotations

from flask import Flask

from learnhub.web.fragments import filled, init_fragments


def shown(app: Flask, text: str) -> str:
    """What the application shows under a key; it makes `text` if it has kept nothing."""
    with app.app_context():
        return str(filled(("course", 1), lambda: text, {}))


def test_two_applications_of_one_process_do_not_show_each_others_courses() -> None:
    first, second = Flask("first"), Flask("second")
    init_fragments(first)
    init_fragments(second)
    assert shown(first, "Floods") == "Floods"
    assert shown(second, "Rivers") == "Rivers"
    assert shown(first, "made again") == "Floods"
