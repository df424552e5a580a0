"""Pages of the studio. Each module puts its pages on `bp`."""

from flask import Blueprint

bp = Blueprint("studio", __name__, url_prefix="/<lang:lang>/studio", template_folder="../templates")

from learnhub.studio.views import home, questions, quizzes, readiness  # noqa: E402, F401 - they put their pages on `bp`
