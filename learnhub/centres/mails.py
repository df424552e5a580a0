"""Mail that tells somebody of a role that she was given or that has ended, in her language."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from learnhub.access.identity import Grant, Identity
from learnhub.accounts.queries import get_person
from learnhub.centres.words import ROLES, scope_name
from learnhub.jobs.mail import send_mail
from learnhub.kernel.errors import N_
from learnhub.web.i18n import translations

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
    """Have the mail sent in the caller's transaction; nothing goes to an account without a confirmed address, or to
    the one who did it herself."""
    person = get_person(session, to)
    if not person.confirmed_email or person.id == actor.person_id:
        return
    say = translations(person.language).gettext
    said = {
        "role": say(ROLES[grant.role]), "name": actor.name,
        "place": scope_name(session, grant.scope, person.language),
        "link": f"{public_url}/{person.language}/sign-in",
    }  # fmt: skip
    subject, text = (ENDED, ENDED_TEXT) if ended else (GIVEN, GIVEN_TEXT)
    # whoever runs commands on the server has no account, and so no name
    parts = (text, BY) if actor.person_id else (text,)
    written = "\n\n".join(say(part) % said for part in parts)
    send_mail(session, to=person.confirmed_email, subject=say(subject) % said, text=written, now=now)
