"""The application for any WSGI server. Run `python3 lh prepare` first; `python3 lh serve` does both."""

from learnhub import create_app
from learnhub.cli.startup import prepared_or_exit

app = create_app(prepared_or_exit())
