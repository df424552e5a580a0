"""The language of a text of a course, for templates: a translation may have parts as they are in the original."""

from __future__ import annotations

from markupsafe import Markup

from learnhub.catalogue.content import Version
from learnhub.catalogue.views import bp
from learnhub.web.i18n import direction, language
from learnhub.web.templating import foreign

NOTHING = Markup("")


def _said(code: str) -> Markup:
    return Markup(' lang="{}" dir="{}"').format(code, direction(code))


@bp.app_template_global("spoken")
def spoken(version: Version, text: str) -> Markup:
    """Attributes of an element with a title, an outcome or the like, on a page in the reader's language."""
    return foreign(version.language_of(text))


@bp.app_template_global("left")
def left(version: Version | None, text: str) -> Markup:
    """Attributes of such an element inside one that is marked as in the language of the course; nothing where it is."""
    return _said(version.left_in) if version is not None and text in version.left else NOTHING


@bp.app_template_global("ours")
def ours(code: str) -> Markup:
    """Attributes of words in the reader's language inside an element that is marked as in this language."""
    return _said(language()) if code != language() else NOTHING
