"""Learning, frameworks and data quality: golden numbers, warnings where figures overlap or are few."""

from __future__ import annotations

from fractions import Fraction

from flask import Flask

from learnhub.access.identity import Role
from tests.unit.reach.reach_feeding import GOLDEN, read_rows
from tests.unit.reach.test_reach_late import late_by_hand
from tests.web.client import Page, PageClient
from tests.web.reach.conftest import Enter
from tests.web.reach.test_reach_dashboard import DASHBOARD, WHEN, rows

LEARNING, FRAMEWORKS, QUALITY = (f"{DASHBOARD}/{name}" for name in ("learning", "frameworks", "quality"))


def facts(page: Page) -> list[str]:
    """What a page says of the quality of its figures."""
    lists = [each for each in page.main.all("dl") if each.get("class") == "facts"]
    return [each.text for each in lists[0].all("dd")]


def test_the_ladder_adds_up_to_the_enrolments(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{LEARNING}?{WHEN}")
    found = rows(page, "What became of enrolments")
    assert found["All courses"][1:] == ["28", "2", "10", "4", "2", "46", "65.2 %", "68.2 %"]
    for cells in found.values():
        assert sum(int(cell) for cell in cells[1:6]) == int(cells[6])
    courses = [cells for name, cells in found.items() if name != "All courses"]
    assert sum(int(cells[6]) for cells in courses) == 46


def test_gain_has_its_interval_and_no_number_for_few_pairs(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{LEARNING}?{WHEN}")
    found = rows(page, "Learning gain")
    assert found["K01"] == ["14", "25.7", "1.02 [0.59; 1.46]"]
    drawn = [
        text.text for svg in page.main.all("svg") if svg.get("class") == "chart" for text in svg.all("text")
    ]
    assert "K01" in drawn
    earlier = administrator.get(f"{LEARNING}?period=2023&as_of=2025-06-30")
    few = rows(earlier, "Learning gain")
    assert few
    assert all(cells[1:] == ["–", "fewer than 10 pairs"] for cells in few.values())
    assert [svg for svg in earlier.main.all("svg") if svg.get("class") == "chart"] == []


def test_few_answers_give_no_rate(golden: Flask, administrator: PageClient) -> None:
    found = rows(administrator.get(f"{LEARNING}?{WHEN}"), "What people say afterwards")
    used = next(cells for name, cells in found.items() if name.startswith("Used"))
    assert used[0] == "–"
    assert used[1] == "fewer than 10 answers"
    assert "83.3 % of those asked" in used[2]


def test_whole_counts_overlap_and_fractions_add_up(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{FRAMEWORKS}?{WHEN}")
    assert "Figures overlap; do not add." in page.text
    whole, parts = (
        rows(page, "Whole counting: who learned towards a goal"),
        rows(page, "Fractional counting: what adds up"),
    )
    assert whole["Everybody, counted once"][-1] == "49"
    assert [cells[-1] for name, cells in whole.items() if name.startswith(("4 ", "13 "))] == ["27", "11"]
    assert whole["Mapped to none of them"][-1] == "6"
    assert parts["All enrolments"][-1] == "46"
    shares = [Fraction(cells[-1]) for name, cells in parts.items() if name != "All enrolments"]
    assert sum(shares) == 46
    assert "87.0 % of 46 enrolments" in page.text


def test_targets_are_a_level_below_goals(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{FRAMEWORKS}?{WHEN}").click("Targets")
    whole = rows(page, "Whole counting: who learned towards a goal")
    assert [cells[-1] for name, cells in whole.items() if name.startswith(("13.1 ", "13.3 "))] == ["11", "7"]


def test_quality_tells_what_is_known_and_what_came_late(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{QUALITY}?{WHEN}")
    assert "Country 95.9 %" in page.text
    assert "Gender 98.0 %" in page.text
    assert "Age 93.9 %" in page.text
    heads = rows(page, "People counted without a name")
    assert heads["At outreach events"][0] == "55"
    assert [heads[name][-1] for name in ("At trainings", "At outreach events")] == ["25", "120"]
    assert "31 January 2025" in page.text
    assert "49 learners were known; by the present state of the records they are 49." in page.text
    assert "records of these days came later than that." in page.text


def test_days_that_are_not_closed_have_nothing_late(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{QUALITY}?period=2024&as_of=2025-01-15")
    assert "These days are not closed" in page.text
    assert facts(administrator.get(f"{DASHBOARD}?period=2024&as_of=2025-01-15"))[0].startswith(
        "not closed yet"
    )


def test_the_dashboard_itself_tells_how_far_its_figures_can_be_trusted(
    golden: Flask, administrator: PageClient, enter: Enter
) -> None:
    late = len(late_by_hand(read_rows(GOLDEN)))
    page = administrator.get(f"{DASHBOARD}?{WHEN}")
    assert late == 2
    assert [text.split(" What")[0] for text in facts(page)] == [str(late), "65.8 %", "0"]
    explained = [each.get("href") or "" for each in page.tree.all("a") if "What this means" in each.text]
    assert [address.partition("#")[2] for address in explained] == ["h-late", "h-head", "h-read"]
    known = {each.get("id") for each in administrator.get(f"{QUALITY}?{WHEN}").tree.all("h2")}
    assert {"h-late", "h-head", "h-read"} <= known
    for centre, count in (("C04", "2"), ("C01", "0")):  # both late records are of a course of C04
        own = enter(Role.CENTRE_COORDINATOR, centre).get(f"{DASHBOARD}?{WHEN}")
        assert facts(own)[0].split(" What")[0] == count
    region = administrator.get(f"{DASHBOARD}?{WHEN}&region=AFR")
    assert facts(region)[0].startswith("–")


def test_filters_on_people_leave_head_counts_out(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{QUALITY}?{WHEN}&region=AFR")
    assert "Head-counts cannot be cut by these filters." in page.text
    assert "Filters on people are left aside here." in page.text


def test_each_page_is_confined_to_the_own_centre(golden: Flask, enter: Enter) -> None:
    visitor = enter(Role.CENTRE_COORDINATOR, "C01")
    whole = rows(visitor.get(f"{FRAMEWORKS}?{WHEN}"), "Whole counting: who learned towards a goal")
    assert whole["Everybody, counted once"][-1] == "18"
    ladder = rows(visitor.get(f"{LEARNING}?{WHEN}"), "What became of enrolments")
    assert int(ladder["All courses"][6]) < 46
    for address in (LEARNING, FRAMEWORKS, QUALITY):
        visitor.get(f"{address}?{WHEN}&centre=C02", 403)
        enter(None).get(address, 403)
        page = visitor.get(f"{address}?period=2024-Q7", 422)
        assert len(page.problems) == 1


def test_days_without_anybody_say_so(golden: Flask, administrator: PageClient) -> None:
    for address, words in (
        (LEARNING, "No enrolment began in these days."),
        (FRAMEWORKS, "Nothing in these days is mapped to this framework."),
        (QUALITY, "Nobody learned in these days"),
    ):
        assert words in administrator.get(f"{address}?period=2019&as_of=2025-06-30").text
