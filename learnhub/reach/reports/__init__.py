"""Documents to hand over: tagged PDF files of a publication."""

from learnhub.reach.reports.products import Product, documents_for
from learnhub.reach.reports.render import render_pdf

__all__ = ["Product", "documents_for", "render_pdf"]
