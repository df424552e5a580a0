"""Light or dark: as the device is set, or as the reader chose; the choice is kept in the one cookie that there is."""

from __future__ import annotations

from flask import current_app, g, request, session
from markupsafe import Markup

from learnhub.web.identity import current_identity

THEMES = ("light", "dark")
_NAME = "theme"


def chosen_theme() -> str:
    """What the reader chose; empty for what the device is set to."""
    # a session that is not looked at makes no answer depend on cookies
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return ""
    chosen = session.get(_NAME)
    return chosen if chosen in THEMES else ""


def choose_theme(theme: str) -> None:
    """Keep the choice; anything else than a theme takes it back. A visitor's outlasts the browser window."""
    if theme in THEMES:
        session[_NAME] = theme
    else:
        session.pop(_NAME, None)
    if not current_identity().signed_in:
        session.permanent = True


def start_anew() -> None:
    """Let nothing of the session survive but how pages look."""
    theme = chosen_theme()
    session.clear()
    g.pop("csrf_token", None)  # signed for the session from before: a page of this very answer needs another
    if theme:
        session[_NAME] = theme


def theme_mark() -> Markup:
    """The attribute of the page, with a space before; nothing without a choice."""
    theme = chosen_theme()
    return Markup(' data-theme="{}"').format(theme) if theme else Markup("")
