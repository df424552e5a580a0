"""Numbers, sizes and pages as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask, g
from flask_babel import ngettext
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException

from learnhub import create_app
from learnhub.config import load_settings
from learnhub.web.i18n import colon, in_one_piece, listed, long_date, number, stop
from learnhub.web.paging import Page, page_number
from learnhub.web.templating import decimal, duration, moment, size
from tests.web.inspect_page import faults
from tests.web.markup import BrokenMarkup, parse


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 KB"), (1, "1 KB"), (999, "1 KB"), (14_400, "14 KB"), (999_999, "1000 KB"), (1_250_000, "1.2 MB")],
)
def test_sizes_as_people_pay_them(count: int, words: str) -> None:
    assert size(count) == words


@pytest.mark.parametrize(
    ("lang", "small", "large"),
    [
        ("en", "14 KB", "1.2 MB"),
        ("es", "14 KB", "1,2 MB"),
        ("fr", "14 ko", "1,2 Mo"),
        ("ru", "14 КБ", "1,2 МБ"),
    ],
)
def test_sizes_in_the_readers_manner(lang: str, small: str, large: str) -> None:
    with Flask("x").test_request_context():
        g.lang = lang
        assert (size(14_400), size(1_250_000)) == (small, large)


@pytest.mark.parametrize(
    ("lang", "between"),
    [("en", ": "), ("es", ": "), ("fr", "\u202f: "), ("zh", "：")],
)
def test_what_stands_before_a_value_in_the_readers_manner(lang: str, between: str) -> None:
    with Flask("x").test_request_context():
        g.lang = lang
        assert colon() == between


@pytest.mark.parametrize(("lang", "end"), [("en", "."), ("ru", "."), ("zh", "。")])
def test_what_ends_a_sentence_in_the_readers_manner(lang: str, end: str) -> None:
    with Flask("x").test_request_context():
        g.lang = lang
        assert stop() == end


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "12,486"),
        ("fr", "12\u202f486"),
        ("ru", "12\u00a0486"),
        ("es", "12.486"),
        ("ar", "12,486"),
        ("zh", "12,486"),
    ],
)
def test_numbers_in_the_readers_manner(lang: str, words: str) -> None:
    with Flask("x").test_request_context():
        g.lang = lang
        assert number(12_486) == words


@pytest.mark.parametrize(
    ("lang", "list_of_names", "comma_and_point"),
    [
        ("en", "Delft, Ghana", "16.7"),
        ("fr", "Delft, Ghana", "16,7"),
        ("ru", "Delft, Ghana", "16,7"),
        ("es", "Delft, Ghana", "16,7"),
        ("ar", "Delft، Ghana", "16.7"),
        ("zh", "Delft、Ghana", "16.7"),
    ],
)
def test_lists_and_decimals_in_the_readers_manner(
    lang: str, list_of_names: str, comma_and_point: str
) -> None:
    with Flask("x").test_request_context():
        g.lang = lang
        assert listed(["Delft", "", "Ghana", None]) == list_of_names
        assert listed(["Delft", "Ghana"], "en") == "Delft, Ghana"
        assert decimal(Decimal("16.7")) == comma_and_point
        assert in_one_piece("16 mm") == ("\u206616 mm\u2069" if lang == "ar" else "16 mm")


def test_dates_in_six_languages() -> None:
    day = date(2026, 10, 5)
    assert long_date(day, "en") == "5 October 2026"
    assert long_date(day, "fr") == "5 octobre 2026"
    assert long_date(day, "ar") == "5 تشرين الأول/أكتوبر 2026"
    assert all("2026" in long_date(day, code) for code in ("es", "ru", "zh"))
    assert long_date(day, "ru") == "5 октября 2026 года"
    assert 'datetime="2026-10-05T09:30:00Z"' in moment(datetime(2026, 10, 5, 9, 30, tzinfo=UTC))


@given(st.integers(1, 500), st.integers(1, 60), st.integers(1, 500))
def test_beyond_the_last_page_is_the_last(last: int, per_page: int, further: int) -> None:
    with Flask("x").test_request_context(query_string={"q": "é&", "page": last + further}):
        with pytest.raises(HTTPException) as led:
            Page([], last + further, last * per_page, per_page)
        answer = led.value.get_response()
    assert (answer.status_code, answer.location) == (302, f"/?q=%C3%A9%26&page={last}")


@given(st.integers(0, 5000), st.integers(1, 60), st.data())
def test_pages_link_the_first_the_last_and_those_around(
    total: int, per_page: int, data: st.DataObject
) -> None:
    here = data.draw(st.integers(-3, max(1, -(-total // per_page))))
    page: Page[int] = Page([], here, total, per_page)
    assert (page.count - 1) * per_page < max(total, 1) <= page.count * per_page
    assert page.shown[0] == 1
    assert page.shown[-1] == page.count
    assert page.shown == sorted(set(page.shown))
    assert len(page.shown) <= 7


@given(st.text(max_size=12))
def test_any_page_number_is_a_page_number(text: str) -> None:
    with Flask("x").test_request_context(query_string={"page": text}):
        assert page_number() >= 1


def whole(main: str, *, lang: str = "en", direction: str = "ltr", title: str = "A page – LearnHub") -> str:
    """A page around a main part."""
    return (
        f'<!doctype html><html lang="{lang}" dir="{direction}"><head><title>{title}</title></head>'
        f"<body><main>{main}</main></body></html>"
    )


@pytest.mark.parametrize(
    ("main", "fault"),
    [
        ("<h2>Two</h2>", "0 elements <h1>"),
        ("<h1>One</h1><h3>Three</h3>", "comes after rank 1"),
        ('<h1>One</h1><p id="a"></p><p id="a"></p>', "stands 2 times"),
        ('<h1>One</h1><p aria-describedby="no">x</p>', "points at 'no'"),
        ('<h1>One</h1><a href="#no">x</a>', "points at 'no'"),
        ('<h1>One</h1><input name="q">', "has no label"),
        ('<h1>One</h1><img src="/x.png">', "without alt"),
        ('<h1>One</h1><form method="post"><button>Go</button></form>', "0 tokens"),
        ("<h1>One</h1><p style='x'>x</p>", "style on <p>"),
        ("<h1>One</h1><p onclick='x'>x</p>", "onclick on <p>"),
        ("<h1>One</h1><script>x</script>", "inline script"),
        ('<h1>One</h1><a href="javascript:x">x</a>', "javascript:x"),
        ("<h1>One</h1><button></button>", "has no words"),
        ("<h1>One</h1><p>Hello %(name)s</p>", "in the words"),
    ],
)
def test_the_inspection_of_pages_sees_faults(main: str, fault: str) -> None:
    found = faults(parse(whole(main)))
    assert len(found) == 1
    assert fault in found[0]


def test_the_inspection_leaves_a_good_page_alone() -> None:
    good = whole('<h1>One</h1><label for="q">Words</label><input id="q" name="q"><h2>Two</h2>')
    assert faults(parse(good)) == []
    assert faults(parse(good.replace('dir="ltr"', 'dir="rtl"'))) != []
    assert faults(parse(good.replace("A page – LearnHub", " – LearnHub"))) != []


@pytest.mark.parametrize("text", ["<p><b>x</p></b>", "<p><div>x</div></p>", "<p>x", '<p id="a" id="b">x</p>'])
def test_broken_markup_is_refused(text: str) -> None:
    with pytest.raises(BrokenMarkup):
        parse(whole(text))


@pytest.mark.parametrize(("minutes", "words"), [(45, "45 min"), (60, "1 h"), (95, "1 h 35 min")])
def test_durations(minutes: int, words: str, tmp_path: Path) -> None:
    with create_app(load_settings({}, instance=tmp_path)).test_request_context():
        assert duration(minutes) == words


@pytest.mark.parametrize(("code", "said"), [("en", "12,486"), ("es", "12.486"), ("ru", "12\u00a0486")])
def test_words_for_many_say_the_number_as_their_language_does(code: str, said: str, tmp_path: Path) -> None:
    app = create_app(load_settings({}, instance=tmp_path))
    with app.test_request_context():
        g.lang = code
        page = app.jinja_env.from_string('{{ ngettext("One learner", "%(num)s learners", many) }}')
        for words in (ngettext("One learner", "%(num)s learners", 12_486), page.render(many=12_486)):
            assert said in words
