"""Pages about accounts."""

from flask import Blueprint

bp = Blueprint("accounts", __name__, url_prefix="/<lang:lang>", template_folder="../templates")

from learnhub.accounts.views import address, appearance, data, recovery, sign_in  # noqa: E402, F401 - they put their pages on `bp`
