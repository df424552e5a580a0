"""The present password, asked for again before what weighs: wrong tries count here as they do when signing in."""

from __future__ import annotations

from flask_babel import gettext as _

from learnhub.accounts import queries
from learnhub.accounts.domain import BY_ACCOUNT, throttle_key
from learnhub.accounts.forms import ChangePasswordForm, EmailForm, EraseForm
from learnhub.accounts.passwords import check_password
from learnhub.accounts.throttling import count_try, wait_needed
from learnhub.accounts.words import minutes
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import TooMany
from learnhub.web.identity import my_id


def is_me(form: EraseForm | EmailForm | ChangePasswordForm) -> bool:
    """Whether the form holds the password of whoever is signed in; says in the form that it does not.

    Nobody can guess it on a device that was left open: raises TooMany after too many wrong ones.
    """
    instant, reader, me = now(), reading(), my_id()
    rules = {throttle_key("present", str(me)): BY_ACCOUNT}
    stored = queries.get_person(reader, me).password_hash
    _refuse(wait_needed(reader, rules, instant))
    reader.rollback()  # hashing takes long: hold no snapshot meanwhile
    fits = check_password(stored, form.present.data or "")
    with transaction() as writer:
        # many that came at once were all let in to try, as when signing in
        wait = wait_needed(writer, rules, instant)
        if not fits:
            count_try(writer, rules, instant)
    _refuse(wait)
    if fits:
        return True
    form.present.errors = [_("This is not your password. Try again, or get a new one first.")]
    return False


def _refuse(wait: int) -> None:
    if wait:
        raise TooMany(_("Too many wrong passwords. Try again in %(n)s minutes.", n=minutes(wait)), wait)
