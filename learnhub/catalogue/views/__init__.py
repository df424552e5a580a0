"""Pages that everybody can read."""

from flask import Blueprint

bp = Blueprint("catalogue", __name__, template_folder="../templates")

from learnhub.catalogue.views import browse, finding, places, resources, tongues, versions, words  # noqa: E402, F401 - they put their pages on `bp`
