"""LearnHub, the shared learning platform of UNESCO-affiliated science centres.

Nothing is imported here, so that a pure room can be loaded without Flask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from learnhub.config import Settings

__version__ = "0.1.0"


def create_app(settings: Settings | None = None) -> Flask:
    """Build the web application; see ``learnhub.app.create_app``."""
    from learnhub.kernel.garbage import uncollected  # noqa: PLC0415 - see the module docstring

    with uncollected():
        from learnhub.app import create_app as build  # noqa: PLC0415 - the one forwarder

        return build(settings)
