"""Mail that tells somebody of a role that she was given or that has ended, in her language."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.access.identity import Grant, Identity
from learnhub.accounts.mails import page_under, tell, translated
from learnhub.centres.words import ROLES, scope_name
from learnhub.kernel.errors import N_

GIVEN = N_("Your new role in LearnHub: %(role)s")
GIVEN_TEXT = N_(
    "You were given a role in LearnHub: %(role)s. It is held for: %(place)s.\n\n"
    "Sign in, and you are where its work begins:\n%(link)s"
)
ENDED = N_("Your role in LearnHub has ended: %(role)s")
ENDED_TEXT = N_(
    "A role of yours in LearnHub has ended: %(role)s. It was held for: %(place)s. Your account stays as it is."
)
BY = N_("This was done by %(name)s. If you did not expect it, ask there or in your centre.")


def mail_role(
    session: Session,
    grant: Grant,
    *,
    to: int,
    actor: Identity,
    public_url: str,
    now: datetime,
    ended: bool = False,
) -> None:
    """Have the mail sent in the caller's transaction; nothing goes to the one who did it herself."""
    if to == actor.person_id:
        return
    subject, text = (ENDED, ENDED_TEXT) if ended else (GIVEN, GIVEN_TEXT)
    # whoever runs commands on the server has no account, and so no name
    parts = (text, BY) if actor.person_id else (text,)
    tell(
        session, to, subject, *parts, now=now, name=actor.name, role=translated(ROLES[grant.role]),
        place=lambda language: scope_name(session, grant.scope, language), link=page_under(public_url, "sign-in"),
    )  # fmt: skip
