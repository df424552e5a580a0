"""Browsers that are somebody's, without the pages that lead there."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from learnhub.accounts.models import Person
from learnhub.accounts.service import open_session
from learnhub.db import transaction
from learnhub.kernel.clock import now


def sign_in(app: Flask, client: FlaskClient, person_id: int) -> None:
    """From now on this browser is this person's."""
    with app.app_context(), transaction() as session:
        person = session.get_one(Person, person_id)
        token = open_session(session, person_id=person.id, device="test", stay=False, now=now())
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
