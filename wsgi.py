"""The application for any WSGI server. Run `learnhub prepare` first; `learnhub serve` does both."""

from learnhub import create_app

app = create_app()
