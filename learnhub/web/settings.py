"""The settings of the application that answers."""

from __future__ import annotations

from flask import current_app

from learnhub.config import Settings


def current_settings() -> Settings:
    """The settings behind this request or command."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings
