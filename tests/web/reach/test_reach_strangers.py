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


@pytest.mark.parametrize(
    "asked",
    ["dashboard?contry=KE", "dashboard/people?country=KE&country=UG", "gaps?sex=F", "figures/R04?of=LDC",
     "figures/R04?period=2024&period=2023", "centres?contry=KE", "centres?period=2024&period=2023",
     "centres.csv?center=C01", "exports?scop=net", "exports/json?scope=net&scope=c-C01", "dashboard?trend=week",
     "dashboard?rows=all", "dashboard/frameworks?level=nonsense", "dashboard/frameworks?framework=NONE"],
)  # fmt: skip
def test_a_filter_that_there_is_not_gives_no_figures_of_everybody(
    golden: Flask, administrator: PageClient, asked: str
) -> None:
    assert "A filter in this address leads nowhere" in administrator.get(f"/en/reach/{asked}", 404).text


def test_an_empty_part_of_an_address_is_none(golden: Flask, administrator: PageClient) -> None:
    assert administrator.get("/en/reach/dashboard?period=2024&country=&anything=").status == 200
