"""Pages of trainings: for the centre that holds them, and for who took part."""

from flask import Blueprint

from learnhub.training.words import field_name
from learnhub.web.handback import hands_back

bp = Blueprint("training", __name__, url_prefix="/<lang:lang>", template_folder="../templates")
hands_back(bp, field_name)

from learnhub.training.views import attendance, calendar, importing, mine, people, trainings  # noqa: E402, F401 - they put their pages on `bp`
