"""What the files of live figures are called, and which of them there are for whom."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

NETWORK, CENTRE, COUNTRY, PROJECT = "net", "c-", "country-", "donor-"
ALL, DONOR = "all", "donor"
DATA = {
    "xlsx": (_l("Workbook (XLSX)"), _l("Tables and charts to read, with all figures and their explanation behind.")),
    "csv": (_l("CSV with descriptions"), _l("One figure per row, with a Data Package and CSV on the Web, as a zip.")),
    "json": ("JSON", _l("One figure per row, with what was asked and what each indicator means.")),
    "sdmx": ("SDMX-CSV 2.1", _l("For statistical offices and their software.")),
    "iati": ("IATI 2.03", _l("Results to be put into the activity file of a donor or partner.")),
    "parquet": ("Parquet", _l("For analysis with large data tools.")),
    ALL: (_l("Everything"), _l("All of these files with their manifest, as a zip.")),
}  # fmt: skip
DOCUMENTS = {
    "network": (_l("Report of the network (PDF)"), _l("Figures, regions, centres, courses and method, to print.")),
    "board": (_l("Summary for a board (PDF)"), _l("One page.")),
    "matrix": (_l("Goals and regions (PDF)"), _l("What courses and events contribute to each goal, by region.")),
    "centre": (_l("Report of the centre (PDF)"), _l("Figures, countries, courses, events and method, to print.")),
    "renewal": (_l("Evidence for a renewal (PDF)"), _l("What shows that the centre does what it was founded for.")),
    "country": (_l("Country brief (PDF)"), _l("One page for a focal point.")),
    DONOR: (_l("Report for a donor (PDF)"), _l("The donor’s indicators and targets beside ours, then all figures.")),
}  # fmt: skip
_OF_SCOPE = {NETWORK: ("network", "board", "matrix"), CENTRE: ("centre", "renewal"), COUNTRY: ("country",),
             PROJECT: (DONOR,)}  # fmt: skip
FOR_DONORS = {
    DONOR: _l("Report for a donor (PDF)"),
    "xlsx": DATA["xlsx"][0],
    "iati": DATA["iati"][0],
    ALL: DATA[ALL][0],
}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
    "pdf": "application/pdf",
    "xml": "application/xml",
    "zip": "application/zip",
}


def documents_of(scope: str) -> tuple[str, ...]:
    """The documents that there are about a scope."""
    return next((kinds for prefix, kinds in _OF_SCOPE.items() if scope.startswith(prefix)), ())
