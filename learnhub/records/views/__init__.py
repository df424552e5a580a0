"""Pages of records officers: the queue, a case, people, attendance, the history."""

from flask import Blueprint

bp = Blueprint("records", __name__, url_prefix="/<lang:lang>/records", template_folder="../templates")

from learnhub.records.views import attendance, history, people, queue  # noqa: E402, F401 - they put pages on `bp`
