"""Addresses that nobody's link leads to are answered in words, on either database."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.web.client import PageClient
from tests.web.reach.conftest import administrator, enter, golden

__all__ = ["administrator", "enter", "golden"]


@pytest.mark.parametrize(
    "address",
    [
        "/en/reach/exports?scope=c-%00",
        "/en/reach/exports?scope=country-%00",
        "/en/reach/centres?centre=%00",
        "/en/reach/figures/R04?theme=%00",
        "/en/reach/releases/%00",
        "/en/reach/releases/c-%00-2024-F1/public/manifest.json",
        "/en/reach/compare?centre=C01&other=%00",
        "/en/impact?period=%00",
        "/en/records/people?q=%00",
        "/en/records/people?q=a%00@b.org",
        "/en/records/attendance?q=%00",
        "/api/v1/reach/releases?scope=%00",
        "/api/v1/reach/releases/%00/manifest",
        "/api/v1/reach/data?indicator=R04&release=%00",
    ],
)
def test_a_sign_that_no_text_has_is_no_fault_of_the_product(
    golden: Flask, administrator: PageClient, address: str
) -> None:
    answer = administrator.fetch(address)
    assert answer.status_code < 500, answer.text[:300]
