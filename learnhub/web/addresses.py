"""Addresses that leave this site: in mail, in pages that search engines read."""

from __future__ import annotations

from typing import Any

from flask import url_for

from learnhub.web.settings import current_settings


def public_address(endpoint: str, **values: Any) -> str:
    """The full address of a page under the address that the operator has set.

    Never from the request: whoever sends one chooses its Host, and would get the links of others' mail.
    """
    return current_settings().public_url + url_for(endpoint, **values)
