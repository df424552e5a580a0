"""Nobody publishes a case alone: a second person confirms it, of the centre or of another; and how one is retired."""

from __future__ import annotations

import pytest
from author_support import staff
from flask import Flask
from resource_pages import ASK, CASE, CONFIRM, TITLE, begin, publish, put_out
from sqlalchemy import select

from learnhub.access.identity import Role
from learnhub.accounts.models import Person
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.kernel.clock import now
from tests.web.client import Page, PageClient

ADDRESS = "/en/cases/the-dike-at-the-bend"


@pytest.fixture
def asked(site: Flask) -> Page:
    """The author's page of a case that waits for anybody of the centre."""
    return begin(staff(site)).send(ASK, CASE)


def chosen(page: Page, words: str) -> str:
    """The value of somebody of another centre whom the author can ask."""
    return next(each.get("value") or "" for each in page.form(ASK).all("option") if each.text == words)


def test_nothing_is_public_before_a_second_person_confirms(
    site: Flask, asked: Page, visitor: PageClient
) -> None:
    visitor.get(ADDRESS, 404)
    assert "Waits for a second person" in asked.text
    reviewer = staff(site, Role.REVIEWER)
    listed = reviewer.get("/en/studio/resources")
    assert "Waits for a second person" in listed.text
    assert reviewer.get("/en/studio").links()[TITLE] == asked.address
    assert TITLE not in asked.client.get("/en/studio").links()
    assert "is published" in listed.click(TITLE).send(CONFIRM).response.text
    assert "Nagano" in visitor.get(ADDRESS).text


def test_nobody_confirms_her_own_words(site: Flask, visitor: PageClient) -> None:
    coordinator = staff(site, Role.CENTRE_COORDINATOR)
    page = begin(coordinator).send(ASK, CASE)
    assert "You have written in this text" in page.text
    assert CONFIRM not in page.text
    told = coordinator.post(f"{page.address}/confirm", {**page.values("Take it back")}, 403)
    assert "somebody else has to confirm it" in told.text
    visitor.get(ADDRESS, 404)


def test_a_text_that_changes_while_it_waits_is_not_confirmed(site: Flask, asked: Page) -> None:
    late = staff(site, Role.REVIEWER).get(asked.address)
    asked.send("Save and show", {"cost": "Two million yen."})
    assert "does not wait any more" in late.send(CONFIRM, status=409).text


def test_it_is_sent_back_with_a_reason_and_asked_for_again(site: Flask, asked: Page) -> None:
    reviewer = staff(site, Role.REVIEWER)
    page = reviewer.get(asked.address)
    assert "what is to be changed" in page.send("Send it back", {"why": " "}, 422).text
    page.send("Send it back", {"why": "Which river?"})
    again = asked.client.get(asked.address)
    assert "Which river?" in again.text
    again.send(ASK, {"place": "Chikuma river, Nagano, Japan"})
    assert "is published" in reviewer.get(asked.address).send(CONFIRM).response.text


def test_somebody_of_another_centre_confirms_when_asked_by_name(site: Flask) -> None:
    outsider, stranger = staff(site, Role.REVIEWER, "irtces"), staff(site, Role.AUTHOR, "irtces")
    page = begin(staff(site))
    outsider.get(page.address, 403)
    page = page.send(ASK, {**CASE, "of": chosen(page, "reviewer of irtces, IRTCES")})
    stranger.get(page.address, 403)
    assert TITLE in outsider.get("/en/studio").links()
    assert TITLE not in staff(site, Role.REVIEWER).get("/en/studio").links()
    assert TITLE in outsider.get("/en/studio/resources").links()
    assert "is published" in outsider.get(page.address).send(CONFIRM).response.text


def test_nobody_gets_mail_at_an_address_that_she_has_not_confirmed(site: Flask) -> None:
    staff(site, Role.REVIEWER, "irtces")
    with site.app_context(), transaction() as session:
        person = session.scalars(select(Person).where(Person.name == "reviewer of irtces")).one()
        person.email = "somebody.else@example.org"
    page = begin(staff(site))
    page.send(ASK, {**CASE, "of": chosen(page, "reviewer of irtces, IRTCES")})
    with site.app_context():
        assert reading().scalars(select(Job).where(Job.name == "mail")).all() == []


def test_who_is_asked_by_name_gets_a_mail_in_her_language(site: Flask) -> None:
    staff(site, Role.REVIEWER, "irtces")
    with site.app_context(), transaction() as session:
        person = session.scalars(select(Person).where(Person.name == "reviewer of irtces")).one()
        person.email, person.language = "lan@example.org", "fr"
        person.email_confirmed_at = now()
    page = begin(staff(site))
    page = page.send(ASK, {**CASE, "of": chosen(page, "reviewer of irtces, IRTCES")})
    with site.app_context():
        mail = reading().scalars(select(Job).where(Job.name == "mail")).one().payload
    assert mail["to"] == "lan@example.org"
    assert mail["subject"] == f"Merci de confirmer\N{NARROW NO-BREAK SPACE}: {TITLE}"
    assert page.address.replace("/en/", "/fr/") in mail["text"]


def test_what_is_taken_back_is_a_draft_again(asked: Page) -> None:
    page = asked.send("Take it back")
    assert "Being written" in page.text
    assert ASK in page.text


def test_a_retired_case_is_read_and_not_offered(site: Flask, visitor: PageClient) -> None:
    page = publish(staff(site))
    manager = staff(site, Role.CENTRE_COORDINATOR).get(page.address)
    assert "Say in a few words why it is retired" in manager.send("Retire", {"why": ""}, 422).text
    manager.send("Retire", {"why": "The figures were wrong."})
    read = visitor.get(ADDRESS)
    assert "Retired on" in read.text
    assert "The figures were wrong." in read.text
    assert "::: embed" not in read.text
    assert TITLE not in visitor.get("/en/cases").links()
    assert ASK not in page.client.get(page.address).text
    late = page.client.post(page.address, {**page.values("Save and show"), "cost": "1"}, 409)
    assert "This is retired" in late.response.text


def test_a_second_version_wants_a_second_person_too(site: Flask, visitor: PageClient) -> None:
    page = publish(staff(site))
    page.send(ASK, {"cost": "Two million yen."})
    assert "Two million" not in visitor.get(ADDRESS).text
    put_out(page.client.get(page.address).send("Take it back"), cost="Three million yen.")
    assert "Three million" in page.client.get(ADDRESS).text  # a visitor may get the page that was kept
