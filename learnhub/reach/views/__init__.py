"""Pages about figures: the coordinator's table, what is counted and how, and the home of a centre's team."""

from flask import Blueprint

bp = Blueprint("reach", __name__, url_prefix="/<lang:lang>", template_folder="../templates")

from learnhub.reach.views import centre, dashboard, dictionary, exports, table  # noqa: E402, F401 - they put their pages on `bp`
