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
    ("asked", "words"),
    [
        ("dashboard?contry=KE", "There is no filter “contry” on this page."),
        ("dashboard/people?country=KE&country=UG", "The filter “country” stands twice in this address."),
        ("gaps?sex=F", "There is no filter “sex” on this page."),
        ("figures/R04?of=LDC", "There is no filter “of” on this page."),
        ("figures/R04?period=2024&period=2023", "The filter “period” stands twice"),
        ("figures/R04?gender=Q", "“Q” is no value of the filter “gender”. Take one of these: F, M, X, U."),
        ("figures/L05?period=2024", "add course=… and item=… to the address"),
        ("centres?contry=KE", "There is no filter “contry” on this page."),
        ("centres?trend=day", "There is no filter “trend” on this page."),
        ("centres?period=2024&period=2023", "The filter “period” stands twice"),
        ("centres.csv?center=C01", "There is no filter “center” on this page."),
        ("exports?scop=net", "There is no filter “scop” on this page."),
        ("exports/json?scope=net&scope=c-C01", "The filter “scope” stands twice"),
        ("dashboard?trend=week", "Take one of these: month, quarter, year, biennium."),
        ("dashboard?rows=all", "“all” is no value of the filter “rows”"),
        ("dashboard?region=AFRX", "Take one of these: AFR, ARB, APA, ENA, LAC, UNK."),
        ("dashboard?family=FISH", "“FISH” is no value of the filter “family”. Choose it again."),
        ("dashboard?code=13", "“13” is no value of the filter “code”. Choose it again."),
        ("dashboard/frameworks?level=nonsense", "“nonsense” is no value of the filter “level”"),
        ("dashboard/frameworks?framework=NONE", "“NONE” is no value of the filter “framework”"),
        ("gaps?framework=FOO", "“FOO” is no value of the filter “framework”"),
        ("gaps?least=500", "“500” is no value of the filter “least”. Write whole per cent from 1 to 99."),
        ("gaps?least=abc", "“abc” is no value of the filter “least”."),
        ("compare?with=soon", "There is no period “soon” to compare with."),
    ],
)
def test_a_filter_that_there_is_not_gives_no_figures_of_everybody(
    golden: Flask, administrator: PageClient, asked: str, words: str
) -> None:
    page = administrator.get(f"/en/reach/{asked}", 404)
    assert words in page.main.text


def test_a_refusal_leads_to_the_view_without_the_filter(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get("/en/reach/dashboard?period=2024&colour=red&region=AFR", 404)
    assert page.main.all("h1")[0].text == "A filter in this address leads nowhere"
    page = page.click("Show this view without it")
    assert (page.status, page.address) == (200, "/en/reach/dashboard?period=2024&region=AFR")


def test_an_empty_part_of_an_address_is_none(golden: Flask, administrator: PageClient) -> None:
    assert administrator.get("/en/reach/dashboard?period=2024&country=&anything=").status == 200
