"""Pages of certificates: for the holder, for whoever checks one, for the centre that issued it."""

from flask import Blueprint

bp = Blueprint("credentials", __name__, template_folder="../templates")

from learnhub.credentials.views import check, mine, withdrawal  # noqa: E402, F401 - they put their pages on `bp`
