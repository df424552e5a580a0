"""The one function that others call: a publication becomes a PDF."""

from __future__ import annotations

from learnhub.reach.publication.model import Publication
from learnhub.reach.reports.contents import document
from learnhub.reach.reports.press import printed
from learnhub.reach.reports.products import PLANS, Product


def render_pdf(publication: Publication, product: str, language: str, manifest: str = "") -> bytes:
    """The document `product` (`centre`, `network`, `matrix`, `donor`, `country`, `renewal`, `board`) as tagged PDF.

    The same publication gives the same bytes; its date is the as-of. `language` is that of the fixed words and
    should be that of the publication. `manifest` is the SHA-256 that the foot of each page shows. Raises ValueError
    for a product that does not exist, RuntimeError when the typesetter refuses.
    """
    chosen = Product(product)
    cuts = PLANS[chosen].cuts
    return printed([document(publication, chosen, language, manifest, cut) for cut in cuts])
