"""A role goes by command to whoever is meant, and to nobody who only wrote her address."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from learnhub.accounts.service import NewAccount, confirm_email, register
from learnhub.centres.queries import has_administrator
from learnhub.cli import main
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now

ADDRESS = "noor@example.org"


def grant(app: Flask, login: str, *more: str) -> Result:
    """Make somebody an administrator."""
    done = CliRunner().invoke(main, ["people", "grant", login, "administrator", *more], obj=app)
    reading().rollback()
    return done


@pytest.fixture
def number(example: Flask) -> str:
    """The learner number of somebody who gave an address and did not confirm it."""
    with transaction() as session:
        account = NewAccount(name="Noor", email=ADDRESS, password_hash="!")
        return str(register(session, account=account, now=now()).learner_number)


def test_an_address_that_nobody_confirmed_gets_no_role(example: Flask, number: str) -> None:
    refused = grant(example, ADDRESS)
    assert refused.exit_code == 1
    assert refused.output == (
        "Error: Nobody signs in with 'noor@example.org', or the address is not confirmed. Give the learner number, "
        "or --unconfirmed if you know that the address is hers.\n"
    )
    assert not has_administrator(reading(), now())


def test_a_learner_number_names_whoever_it_was_given_to(example: Flask, number: str) -> None:
    assert grant(example, number).output == "Noor is now administrator.\n"
    assert has_administrator(reading(), now())


def test_an_address_is_taken_once_it_is_confirmed_or_vouched_for(example: Flask, number: str) -> None:
    assert grant(example, ADDRESS, "--unconfirmed").exit_code == 0
    with transaction() as session:
        other = register(
            session, account=NewAccount(name="Ada", email="ada@example.org", password_hash="!"), now=now()
        )
        confirm_email(session, person=other, now=now())
    assert grant(example, "ada@example.org").output == "Ada is now administrator.\n"


def test_of_several_accounts_with_an_address_none_is_picked(example: Flask, number: str) -> None:
    with transaction() as session:
        register(session, account=NewAccount(name="Another", email=ADDRESS, password_hash="!"), now=now())
    refused = grant(example, ADDRESS, "--unconfirmed")
    assert (refused.exit_code, refused.output) == (
        1,
        "Error: Several accounts have 'noor@example.org'. Give the learner number of the right one.\n",
    )
