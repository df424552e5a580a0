"""Pages about figures: the coordinator's table, what is counted and how, and the home of a centre's team."""

from flask import Blueprint

bp = Blueprint("reach", __name__, url_prefix="/<lang:lang>", template_folder="../templates")

from learnhub.reach.views import (  # noqa: E402, F401 - they put their pages on `bp`
    behind,
    centre,
    chain,
    compare,
    dashboard,
    dashboard_frameworks,
    dashboard_learning,
    dashboard_quality,
    dictionary,
    exports,
    gaps,
    impact,
    project_end,
    project_parts,
    project_report,
    projects,
    release_changes,
    releases,
    schedules,
    table,
    waiting,
    work,
)
