"""Finding courses: words in six scripts, facets with counts, pages, and what to do when nothing fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask

from tests.web.client import Page, PageClient, query

Publish = Callable[..., None]
SDG_TITLES = {
    "en": "2030 Agenda for Sustainable Development",
    "ar": "خطة التنمية المستدامة لعام 2030",
    "fr": "Programme de développement durable à l’horizon 2030",
}


def cards(page: Page) -> list[str]:
    """Titles in the list of courses."""
    return [each.text for each in page.main.all("a") if "card-link" in each.get("class").split()]


def counts(page: Page, facet: str) -> dict[str, int]:
    """Value -> how many courses it would leave."""
    found = {}
    for box in page.main.all("input"):
        if box.get("name") == facet and box.get("type") == "checkbox":
            (number,) = [e.text for e in (box.parent or box).all("span") if e.get("class") == "n"]
            found[box.get("value")] = int(number)
    return found


SCRIPTS = [
    ("ar", "قراءة النهر والمياه", ["النهر", "نهر", "مياه", "المياه", "مِيَاهٌ", "ميـــاه", "قراءه", "ﻣﻴﺎﻩ"]),
    ("ar", "إدارة الأزمة على المدى البعيد ٢٠٣٠", ["اداره", "أزمة", "المدي", "ادارة", "2030", "بعید"]),
    ("ar", "المُنَاخُ والتَّكَيُّفُ", ["مناخ", "المناخ", "التكيف", "تكيّف"]),
    ("zh", "读懂河流水位", ["河流", "水位", "河", "读懂河流"]),
    ("ru", "Чтение реки и ёмкости", ["реки", "река", "РЕКИ", "емкость"]),
    ("ru", "Водный баланс", ["водная", "водные", "ВОДНЫЙ", "водный"]),
    ("fr", "Lire la rivière à l’échelle", ["riviere", "rivières", "Rivière", "échelle"]),
    ("fr", "Au cœur des œuvres", ["coeur", "CŒUR", "oeuvre", "Œuvres"]),
    ("en", "Łódź, Tromsø, Þingvellir and Işık", ["lodz", "tromso", "thingvellir", "ISIK", "ışık"]),
    ("en", "नदी and जल", ["नदी", "जल"]),
    ("es", "Leer el río y su inundación", ["rio", "ríos", "inundaciones", "INUNDACIÓN"]),
    ("en", "Gauging streams", ["stream", "STREAMS", "gauge", "gauging"]),
]


@pytest.mark.parametrize(("language", "title", "words"), SCRIPTS, ids=[row[1] for row in SCRIPTS])
def test_words_are_found_in_their_script_and_forms(
    visitor: PageClient, published: Publish, language: str, title: str, words: list[str]
) -> None:
    published("other", title=title, language=language)
    for word in words:
        page = visitor.get("/en/courses").send("Search", {"q": word})
        assert title in cards(page), word
        assert query(page.address)["q"] == [word]


def test_every_word_must_be_there(visitor: PageClient, published: Publish) -> None:
    published("dry", title="Droughts on the plain")
    both = visitor.get("/en/courses?q=droughts+plain")
    assert cards(both) == ["Droughts on the plain"]
    neither = visitor.get("/en/courses?q=droughts+volcano")
    assert "No course fits “droughts volcano”." in neither.text
    assert "Take a filter away" not in neither.text, "none is in use"
    assert len(cards(neither)) > 0, "the nearest are shown"


def test_centres_and_themes_are_words_too(visitor: PageClient) -> None:
    assert cards(visitor.get("/en/courses?q=icharm")) == ["Reading the river"]
    assert cards(visitor.get("/en/courses?q=hydrologie")) == ["Reading the river"]


@pytest.mark.parametrize(
    "word", ["наводнение", "inondation", "inundación", "فيضانات", "洪水", "l’eau", "eau"]
)
def test_a_theme_is_found_by_its_name_in_any_language_and_form(visitor: PageClient, word: str) -> None:
    assert cards(visitor.get(f"/en/courses?q={quote(word)}")) == ["Reading the river"]


@pytest.mark.parametrize("word", ["Japan", "Japon", "Japón", "اليابان", "日本", "Япония", "японии"])
def test_a_course_is_found_by_the_country_of_its_centre(
    visitor: PageClient, published: Publish, word: str
) -> None:
    published("elsewhere", title="Elsewhere", centres=("erce",))
    assert cards(visitor.get(f"/en/courses?q={quote(word)}"))[0] == "Reading the river"


@pytest.mark.parametrize(("word", "there"), [("hydr", True), ("hy", False), ("hyd%", True), ("h%o", False)])
def test_a_word_that_nobody_wrote_is_taken_for_the_beginning_of_one(
    visitor: PageClient, word: str, there: bool
) -> None:
    page = visitor.get(f"/en/courses?q={quote(word)}")
    assert ("No course fits" not in page.text) is there


def test_among_equals_courses_in_the_language_of_the_page_come_first(
    visitor: PageClient, published: Publish
) -> None:
    published("zones-humides", title="Les zones humides", language="fr")
    own, other = "Les zones humides", "Reading the river"
    for page in ("courses", "themes/WATER"):
        assert cards(visitor.get(f"/fr/{page}")) == [own, other], page
        assert cards(visitor.get(f"/en/{page}")) == [other, own], page


def test_counts_tell_what_a_choice_would_leave(visitor: PageClient, published: Publish) -> None:
    published("second", title="Second", language="fr", level="advanced")
    published("third", title="Third", language="fr", minutes=600)
    page = visitor.get("/en/courses")
    assert counts(page, "language") == {"en": 1, "fr": 2}
    assert counts(page, "level") == {"introductory": 2, "advanced": 1}
    french = visitor.get("/en/courses?language=fr")
    assert counts(french, "language") == {"en": 1, "fr": 2}, "a facet counts as if it were open"
    assert counts(french, "level") == {"introductory": 1, "advanced": 1}
    assert counts(french, "length") == {"brief": 1, "long": 1}
    for value, number in counts(french, "length").items():
        chosen = visitor.get(f"/en/courses?language=fr&length={value}")
        assert len(cards(chosen)) == number
    either = visitor.get("/en/courses?language=fr&language=en")
    assert len(cards(either)) == 3


def test_a_filter_is_taken_away_with_one_press(visitor: PageClient, published: Publish) -> None:
    published("second", title="Second", language="fr")
    page = visitor.get("/en/courses?language=fr&level=introductory")
    assert cards(page) == ["Second"]
    without = page.click("Français – remove this filter")
    assert sorted(cards(without)) == ["Reading the river", "Second"]
    assert query(without.address) == {"level": ["introductory"]}
    assert query(page.click("Clear all").address) == {}


def test_the_ways_to_sort(visitor: PageClient, published: Publish) -> None:
    published("new", title="Newest", minutes=600, hours=9)
    published("short", title="Shortest", minutes=10, hours=3)
    assert cards(visitor.get("/en/courses?sort=newest")) == ["Newest", "Shortest", "Reading the river"]
    assert cards(visitor.get("/en/courses?sort=shortest")) == ["Shortest", "Reading the river", "Newest"]
    assert len(cards(visitor.get("/en/courses?sort=nonsense"))) == 3


NONSENSE = [
    "page=0",
    "page=-1",
    "page=99999999999999999999",
    "page=two",
    "page=1e3",
    "page=٣",
    "page=",
    "page=999",
]


@pytest.mark.parametrize("question", NONSENSE)
def test_nonsense_for_a_page_number(visitor: PageClient, question: str) -> None:
    for where in ("courses", "centres"):
        assert visitor.get(f"/en/{where}?{question}").main.all("li")


@pytest.mark.parametrize(
    "question",
    [
        "q=" + "a" * 5000,
        "q=%22%3E%3Cscript%3E",
        "theme=nowhere",
        "q=%25_",
        "language=en" * 30,
        "q=''; drop",
    ],
)
def test_questions_that_are_none(visitor: PageClient, question: str) -> None:
    page = visitor.get(f"/en/courses?{question}")
    assert "<script>" not in page.response.get_data(as_text=True)
    assert page.title == "Courses"


def test_many_courses_come_in_pages(visitor: PageClient, published: Publish) -> None:
    for number in range(30):
        published(f"course-{number}", title=f"Course {number:02}")
    first = visitor.get("/en/courses?level=introductory&sort=shortest")
    assert len(cards(first)) == 24
    second = first.click("Next")
    assert len(cards(second)) == 7
    assert query(second.address)["level"] == ["introductory"]
    assert set(cards(first)).isdisjoint(cards(second))


def test_a_retired_word_is_not_found(visitor: PageClient, published: Publish) -> None:
    """A new version takes the place of the old one in search."""
    published("moving", title="Peculiar beginnings")
    assert cards(visitor.get("/en/courses?q=peculiar")) == ["Peculiar beginnings"]
    published("moving", title="Ordinary endings")
    assert cards(visitor.get("/en/courses?q=ordinary")) == ["Ordinary endings"]
    assert "No course fits" in visitor.get("/en/courses?q=peculiar").text


def test_a_centre_shows_its_courses_and_whose_word_its_facts_are(visitor: PageClient) -> None:
    page = visitor.get("/en/centres?q=icharm")
    name = next(words for words in page.links() if words.startswith("ICHARM"))
    centre = page.click(name)
    assert cards(centre) == ["Reading the river"]
    assert "Not yet by the centre" in centre.text


def test_a_theme_shows_courses_of_its_narrower_ones(visitor: PageClient) -> None:
    assert cards(visitor.get("/en/themes/WATER")) == ["Reading the river"]
    assert cards(visitor.get("/en/themes/GROUNDWATER")) == []
    assert visitor.get("/en/themes/NOWHERE", 404).title == "We could not find this page"
    assert visitor.get("/en/centres/nowhere", 404).title == "We could not find this page"


def test_a_file_of_a_course_stands_under_its_digest(visitor: PageClient) -> None:
    lesson = visitor.get("/en/courses/reading-the-river/staff-gauge")
    address = next(each.get("src") for each in lesson.main.all("img") if "/files/" in each.get("src"))
    response = visitor.fetch(address)
    assert response.status_code == 200
    assert response.content_type.startswith("image/svg+xml")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Cookie" not in response.headers.get("Vary", ""), "kept when the reader signs in"
    [policy] = response.headers.getlist("Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    assert "sandbox" in policy
    assert visitor.fetch(address, If_None_Match=response.headers["ETag"]).status_code == 304
    part = visitor.fetch(address, Accept_Encoding="gzip", Range="bytes=4-13")
    assert (part.status_code, part.data) == (206, response.data[4:14]), "not packed"
    digest = re.search(r"/files/([0-9a-f]{64})/", address)
    assert digest is not None
    for name in ("gauge.html", "gauge.js", "gauge.css", "gauge.xml", "gauge", "gauge.svg.xhtml"):
        as_file = visitor.fetch(f"/files/{digest[1]}/{name}")
        assert "attachment" in as_file.headers["Content-Disposition"], "nothing is shown as a page"
        assert as_file.content_type == "application/octet-stream", "and nothing runs as a script"
    for name in ("talk.md", "talk.txt"):
        as_text = visitor.fetch(f"/files/{digest[1]}/{name}")
        assert as_text.content_type == "text/plain; charset=utf-8", "a transcript is read in the browser"
        assert "attachment" not in as_text.headers["Content-Disposition"]
    assert visitor.fetch(f"/files/{digest[1]}/a%0d%0aSet-Cookie:%20b=c.svg").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/files/" + "0" * 64 + "/x.svg",
        "/files/abc/x.svg",
        "/files/..%2f..%2fsecret.key/x",
        "/files/" + "G" * 64 + "/x",
    ],
)
def test_there_is_no_way_to_other_files(visitor: PageClient, address: str) -> None:
    assert visitor.fetch(address).status_code == 404


def test_pages_of_visitors_change_after_a_publication(
    visitor: PageClient, site: Flask, published: Publish
) -> None:
    assert cards(visitor.get("/en/courses")) == ["Reading the river"]
    edge = site.extensions["learnhub.edge"]
    assert edge.pages.get("/en/courses?") is not None, "the page was kept"
    published("new", title="A new course")
    assert sorted(cards(visitor.get("/en/courses"))) == ["A new course", "Reading the river"]


def test_kept_pages_are_for_visitors_alone(visitor: PageClient, another: Callable[..., PageClient]) -> None:
    visitor.get("/en/courses")
    member = another()
    member.get("/en/register").send("Create account", {"name": "Ada Okafor", "password": "three calm rivers"})
    assert member.get("/en/courses").person == "Ada Okafor"
    assert another().get("/en/courses").person == ""
    assert "Set-Cookie" not in another().fetch("/en/courses").headers


def test_the_front_door_speaks_the_language_of_the_browser(visitor: PageClient) -> None:
    for asked, given in [
        ("fr-CA,fr;q=0.9", "fr"),
        ("ar", "ar"),
        ("de", "en"),
        ("zh-Hant-TW,zh;q=0.8", "zh"),
        ("", "en"),
    ]:
        response = visitor.fetch("/", Accept_Language=asked)
        assert response.headers["Location"] == f"/{given}/"
        assert "Accept-Language" in response.headers["Vary"]


def test_a_page_names_itself_in_the_other_languages(visitor: PageClient) -> None:
    page = visitor.get("/en/courses?language=en&q=river")
    for link in page.tree.all("header")[0].all("a"):
        if link.get("hreflang"):
            there = visitor.get(link.get("href"))
            assert there.tree.all("html")[0].get("lang") == link.get("hreflang")
            assert query(there.address) == {"language": ["en"], "q": ["river"]}


def test_words_for_visitors_are_there(visitor: PageClient) -> None:
    for name in ("about", "help", "accessibility", "privacy", "how-we-count", "saving-data"):
        assert visitor.get(f"/en/{name}").title


def test_pages_that_are_not_there(visitor: PageClient) -> None:
    for address in (
        "/en/nowhere",
        "/de/courses",
        "/en/courses/nowhere",
        "/en/courses/reading-the-river/x",
    ):
        page = visitor.get(address, 404)
        assert page.title == "We could not find this page"
        assert "Search courses" in page.text
        assert {"All courses", "Check a certificate", "Help"} <= page.links().keys()


@pytest.mark.parametrize("lang", ["en", "ar", "fr"])
def test_titles_of_frameworks_are_in_the_language_of_the_page(visitor: PageClient, lang: str) -> None:
    page = visitor.get(f"/{lang}/courses?framework=SDG&language=fr")
    marked = [each for each in page.main.all("bdi", "span") if each.text == SDG_TITLES[lang]]
    assert len(marked) == 2, "the filter in use, and the choice"
    assert {(each.get("lang"), each.get("dir")) for each in marked} == {("", "")}
    french = [each for each in page.main.all("bdi") if each.text == "Français"]
    assert [each.get("lang") for each in french] == ["" if lang == "fr" else "fr"]


def test_results_stand_above_the_filters_on_a_small_screen(visitor: PageClient) -> None:
    """The list of filters is long: it stays folded, and chips say what is in use."""
    page = visitor.get("/en/courses?level=introductory")
    assert not page.main.all("details")[0].has("open")
    assert "remove this filter" in page.text


def test_groups_of_filters_are_open_where_something_is_chosen(visitor: PageClient) -> None:
    """All of them together are longer than the results."""

    def opened(address: str) -> dict[str, bool]:
        groups = visitor.get(address).main.all("details")[1:]
        return {each.all("summary")[0].text: each.has("open") for each in groups}

    assert not opened("/en/courses")["Centre"]
    assert opened("/en/courses?centre=icharm")["Centre"]


def test_long_groups_of_filters_show_what_is_found_most(visitor: PageClient, published: Publish) -> None:
    centres = ("icharm", "icwc", "arce", "erce", "istic", "igrac", "ihe-delft", "zzz")[:7]
    published("together", title="Together", centres=centres)
    more = next(
        each for each in visitor.get("/en/courses").main.all("summary") if each.text.endswith(": Centre")
    )
    assert more.text == "More (1): Centre"
    last = visitor.get("/en/courses").main.all("details")
    hidden = next(each for each in last if each.all("summary")[0].text == more.text).all("input")
    chosen = visitor.get(f"/en/courses?centre={hidden[0].get('value')}").main.all("details")
    assert next(each for each in chosen if each.all("summary")[0].text == more.text).has("open")


def test_the_home_page_names_the_centres_that_lead_courses_first(
    visitor: PageClient, published: Publish
) -> None:
    published("other", title="Other", centres=("icwc", "arce"))
    section = next(
        each for each in visitor.get("/en/").main.all("section") if "Who teaches here" in each.text
    )
    names = [each.text for each in section.all("li")]
    assert names[0].endswith("Tsukuba, Japan")
    assert "ARCE" in names[-1]


@pytest.mark.parametrize(("lang", "course"), [("fr", "lire"), ("en", "reading-the-river")])
def test_the_home_page_leads_into_a_lesson_in_the_language_of_the_reader(
    visitor: PageClient, published: Publish, lang: str, course: str
) -> None:
    published("lire", title="Lire la rivière", language="fr")
    link = next(each for each in visitor.get(f"/{lang}/").main.all("a") if each.get("class") == "btn btn-2")
    assert link.get("href").startswith(f"/{lang}/courses/{course}/")
    assert visitor.get(link.get("href")).main.all("article")


def test_what_comes_nearest_is_near(visitor: PageClient, published: Publish) -> None:
    published("dry", title="Droughts on the plain")
    for slip in ("drougths", "broughts", "roughts", "ddroughts"):
        assert cards(visitor.get(f"/en/courses?q={slip}")) == ["Droughts on the plain"], slip
    for far in ("zzzqx", "%", "___", "xylophon"):
        page = visitor.get("/en/courses").send("Search", {"q": far})
        assert "Nothing comes near either" in page.text, far
        assert cards(page) == [], far
