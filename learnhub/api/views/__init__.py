"""The interface for programs (`/api/v1/…`), and the pages about it."""

from flask import Blueprint

from learnhub.api.problems import init_problems

bp = Blueprint("api", __name__, url_prefix="/api/v1")
pages = Blueprint("api_pages", __name__, url_prefix="/<lang:lang>", template_folder="../templates")
init_problems(bp)

from learnhub.api.views import data, looks, tokens  # noqa: E402, F401 - they put their pages on `bp` and `pages`
