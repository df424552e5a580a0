"""The files of one view of a release: data in every format, documents in every language, how to check them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from learnhub.reach.publication.csvfile import render_csv
from learnhub.reach.publication.iati import render_iati
from learnhub.reach.publication.jsonfile import render_json
from learnhub.reach.publication.manifest import File, json_bytes, manifest, stem
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.parquet import render_parquet
from learnhub.reach.publication.sdmx import render_sdmx
from learnhub.reach.publication.xlsx import render_xlsx
from learnhub.reach.releases import verify
from learnhub.reach.releases.summary import (
    CHECKER,
    DATA_MANIFEST,
    FIGURE_COLUMNS,
    HOW_TO_CHECK,
    KEY_FIGURES,
    REVISION_COLUMNS,
    REVISIONS,
    key_figures_csv,
    revisions_csv,
)
from learnhub.reach.releases.verify import MANIFEST, PUBLIC_KEY, SIGNATURE, SUMS
from learnhub.reach.reports.products import documents_for
from learnhub.reach.reports.render import render_pdf

_CHECK = f"""How to check these files

1. {SUMS} lists the SHA-256 of every file:      sha256sum -c {SUMS}
2. {MANIFEST} lists them too, with what the figures are and how they were made; {SIGNATURE} is its Ed25519
   signature:  openssl pkeyutl -verify -pubin -inkey {PUBLIC_KEY} -rawin -in {MANIFEST} -sigfile {SIGNATURE}
3. The SHA-256 of {PUBLIC_KEY} must be the one that the publisher's page of releases shows:
   {{fingerprint}}
4. {CHECKER} does 1 and 2 at once, where Python and its package `cryptography` are:
   python {CHECKER} . PUBLIC_KEY_FROM_THE_PAGE.pem      (read it first, or take it from the publisher's source code)
5. The foot of each PDF shows the SHA-256 of {DATA_MANIFEST}, which lists the data that the document prints.
"""


def files_of(
    publications: Mapping[str, Publication],
    documents: Collection[str],
    *,
    generated_at: datetime,
    fingerprint: str,
) -> dict[str, bytes]:
    """Name and content of every file, the manifest among them.

    `publications` are one view by language; the data are those of the English one. `documents` are the languages in
    which documents are printed.

    Raises Unacceptable rather than leave anything out.
    """
    main = publications["en"]
    data = data_files(main)
    about_data = File(DATA_MANIFEST, json_bytes(manifest(main.parameters, data)))
    papers = [
        paper
        for language in sorted(documents)
        for paper in _documents(publications[language], language, sha256(about_data.content).hexdigest())
    ]
    check = File(HOW_TO_CHECK, _CHECK.format(fingerprint=fingerprint).encode())
    checker = File(CHECKER, Path(verify.__file__).read_bytes())
    files = [*data, about_data, *papers, check, checker]
    described = File(MANIFEST, json_bytes(manifest(main.parameters, files, generated_at)))
    return {file.name: file.content for file in (*files, described)}


def data_files(publication: Publication) -> Sequence[File]:
    """The machine formats, the workbook, and the key figures and revisions apart."""
    return (
        *render_csv(publication),
        render_xlsx(publication),
        render_json(publication),
        *render_sdmx(publication),
        render_iati(publication),
        render_parquet(publication),
        _summary(KEY_FIGURES, FIGURE_COLUMNS, key_figures_csv(publication)),
        _summary(REVISIONS, REVISION_COLUMNS, revisions_csv(publication.revisions)),
    )


def _summary(name: str, columns: Sequence[str], made: tuple[bytes, int]) -> File:
    return File(name, made[0], made[1], len(columns))


def _documents(publication: Publication, language: str, checksum: str) -> list[File]:
    name = stem(publication.parameters)
    return [
        File(f"{name}_{product}_{language}.pdf", render_pdf(publication, product, language, checksum))
        for product in documents_for(publication)
    ]
