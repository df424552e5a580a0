"""Documents to hand over: tagged PDF files of a publication."""

from learnhub.reach.reports.products import Product
from learnhub.reach.reports.render import render_pdf

__all__ = ["Product", "render_pdf"]
