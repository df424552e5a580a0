"""An address that names a centre or country that is not there: the page says which."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.client import PageClient


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("reach/dashboard?centre=C99", "There is no centre “C99”."),
        ("reach/dashboard?country=XX", "There is no country “XX”."),
        ("reach/centres?centre=C99", "There is no centre “C99”."),
        ("reach/exports?scope=c-C99", "There are no figures about “C99”."),
        ("reach/exports?scope=country-XX", "There are no figures about “XX”."),
    ],
)
def test_the_page_names_what_was_not_found(
    golden: Flask, administrator: PageClient, address: str, words: str
) -> None:
    assert words in administrator.get(f"/en/{address}", 404).text


def test_what_was_typed_stays_text(golden: Flask, administrator: PageClient) -> None:
    page = administrator.fetch("/en/reach/dashboard?centre=<b>x</b>%25(name)s")
    assert page.status_code == 404
    assert "“&lt;b&gt;x&lt;/b&gt;%(name)s”" in page.text
