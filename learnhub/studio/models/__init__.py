"""Tables of the studio. Each module with tables is imported here, so that migrations see them."""

from learnhub.studio.models import bank, drafts, languages, media, reviews  # noqa: F401 - makes its tables known
