"""Python's search for unused circles, switched off for a while."""

from __future__ import annotations

import gc

import pytest

from learnhub.kernel.garbage import uncollected


def _fail() -> None:
    assert not gc.isenabled()
    raise ValueError("broken")


def test_the_search_rests_and_goes_on_afterwards_even_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), uncollected():
        _fail()
    assert gc.isenabled()


def test_inside_another_rest_it_goes_on_after_the_outer_one_only() -> None:
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
