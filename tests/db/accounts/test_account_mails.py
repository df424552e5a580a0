"""Mail to people: in the language of each, and to nobody who can't be reached by it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from learnhub.accounts.mails import page_under, tell, translated
from learnhub.accounts.models import Person
from learnhub.accounts.privacy import erase_person
from learnhub.accounts.service import NewAccount, register
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.kernel.errors import N_

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
ROLE = N_("author")
GIVEN = N_("Your new role in LearnHub: %(role)s")
DUE = N_("An answer is hoped for by %(day)s.")


def tell_amina(language: str = "en", *, confirmed: bool = True, gone: bool = False) -> list[dict[str, str]]:
    """Write to her; gives the letters that wait to be sent."""
    with transaction() as session:
        account = NewAccount(name="Amina", email="amina@example.org", password_hash="!", language=language)
        number = register(session, account=account, now=NOW).id
        amina = session.get_one(Person, number)
        amina.email_confirmed_at = NOW if confirmed else None
        if gone:
            erase_person(session, person=amina, now=NOW, actor="test")
    with transaction() as session:
        tell(
            session, number, GIVEN, DUE, "%(link)s", now=NOW, role=translated(ROLE), day=date(2026, 12, 1),
            link=page_under("https://learnhub.example", "sign-in"),
        )  # fmt: skip
    return list(reading().scalars(select(Job.payload).where(Job.name == "mail")))


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        ("en", "Your new role in LearnHub: author", "An answer is hoped for by 1 December 2026."),
        (
            "fr",
            "Votre nouveau rôle dans LearnHub\N{NARROW NO-BREAK SPACE}: rédaction",
            "Réponse attendue d’ici au 1er décembre 2026.",
        ),
    ],
)
def test_everything_is_in_the_language_of_who_gets_it(
    app: Flask, language: str, subject: str, text: str
) -> None:
    assert tell_amina(language) == [
        {
            "to": "amina@example.org",
            "subject": subject,
            "text": f"{text}\n\nhttps://learnhub.example/{language}/sign-in",
        }
    ]


def test_nobody_is_written_to_at_an_address_that_she_has_not_confirmed(app: Flask) -> None:
    assert tell_amina(confirmed=False) == []


def test_nobody_is_written_to_whose_account_is_gone(app: Flask) -> None:
    assert tell_amina(gone=True) == []
