"""Pages of the studio. Each module puts its pages on `bp`."""

from flask import Blueprint

from learnhub.studio.reviewwords import field_name
from learnhub.web.handback import hands_back

bp = Blueprint("studio", __name__, url_prefix="/<lang:lang>/studio", template_folder="../templates")
hands_back(bp, field_name)

from learnhub.studio.views import (  # noqa: E402 - they put their pages on `bp`
    arrivals,  # noqa: F401 - as above
    assignments,  # noqa: F401 - as above
    bank,  # noqa: F401 - as above
    changes,  # noqa: F401 - as above
    confirming,  # noqa: F401 - as above
    deriving,  # noqa: F401 - as above
    documents,  # noqa: F401 - as above
    download,  # noqa: F401 - as above
    draftmedia,  # noqa: F401 - as above
    earlier,  # noqa: F401 - as above
    facts,  # noqa: F401 - as above
    history,  # noqa: F401 - as above
    home,  # noqa: F401 - as above
    languages,  # noqa: F401 - as above
    lesson,  # noqa: F401 - as above
    media,  # noqa: F401 - as above
    new,  # noqa: F401 - as above
    outline,  # noqa: F401 - as above
    paste,  # noqa: F401 - as above
    presence,  # noqa: F401 - as above
    preview,  # noqa: F401 - as above
    publishing,  # noqa: F401 - as above
    questionlist,  # noqa: F401 - as above
    questions,  # noqa: F401 - as above
    quizzes,  # noqa: F401 - as above
    readiness,  # noqa: F401 - as above
    resources,  # noqa: F401 - as above
    review_part,  # noqa: F401 - as above
    reviews,  # noqa: F401 - as above
    shared,  # noqa: F401 - as above
)
