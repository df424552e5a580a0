"""What somebody on the list of a training finds of it, without anybody writing to her."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.client import PageClient
from tests.web.training.conftest import Make, planned, with_people


def test_my_learning_says_which_training_comes_next(
    team: PageClient, make: Make, enter: Callable[[int], PageClient]
) -> None:
    amina = enter(make("Amina", "amina@example.org"))
    assert "My trainings" not in amina.get("/en/me").text
    with_people(planned(team, title="Long over", begins=-40), "amina@example.org")
    assert amina.get("/en/me").click("My trainings").title == "My trainings"
    with_people(planned(team, title="Rivers", begins=30), "amina@example.org")
    soon = with_people(planned(team, title="Cyclones", begins=9, place="Beira"), "amina@example.org")
    mine = amina.get("/en/me").text
    assert mine.index("Cyclones") < mine.index("Beira, Japan") < mine.index("Rivers")
    assert "Long over" not in mine
    soon.click("Cancel or put off").send("Store", {"status": "postponed", "reason": "A storm is coming"})
    assert "Cyclones put off" in amina.get("/en/me").text
    every = amina.get("/en/me").click("All my trainings").text
    assert "This training was put off. A storm is coming" in every
    assert every.index("Cyclones") < every.index("Rivers") < every.index("Long over")


def test_who_is_on_the_list_is_not_asked_to_ask_for_a_place(
    team: PageClient, visitor: PageClient, make: Make, enter: Callable[[int], PageClient]
) -> None:
    amina, kofi = enter(make("Amina", "amina@example.org")), enter(make("Kofi"))
    with_people(planned(team, begins=9), "amina@example.org")
    hers = amina.get("/en/trainings").click("Flood maps")
    assert "You are on the list of this training." in hers.text
    assert "Ask the centre for a place" not in hers.text
    assert hers.click("My trainings").text.count("Flood maps") == 1
    for other in (kofi, visitor):
        told = other.get(hers.address).text
        assert "Ask the centre for a place" in told
        assert "You are on the list" not in told
