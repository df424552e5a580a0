"""Commands about accounts. Every one that changes what statistics may know writes to the ledger as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Update, delete, insert, select, update
from sqlalchemy.orm import Session

from learnhub.accounts import queries
from learnhub.accounts.domain import (
    LONG_SESSION,
    SESSION,
    WORDING,
    fold_login,
    token_hash,
)
from learnhub.accounts.models import Consent, OneTimeToken, Person, Residence, SignInSession
from learnhub.accounts.passwords import hash_password
from learnhub.accounts.privacy import end_keys
from learnhub.db import inserting, rows_changed, table
from learnhub.kernel.ids import opaque_id, printed_number, secret_token
from learnhub.ledger.queries import entries_of
from learnhub.ledger.records import PersonRecord
from learnhub.ledger.service import record

_OPEN = insert(table(SignInSession))


@dataclass(frozen=True, slots=True)
class AboutYou:
    """What a person may tell of herself; blank or None means not asked or left out."""

    country: str = ""
    country_from: date | None = None
    gender: str = ""
    birth_year: int | None = None
    occupation: str = ""
    follow_up: bool = False


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What makes an account."""

    name: str
    password_hash: str | None
    email: str = ""
    login: str = ""
    language: str = "en"
    home_centre: str = ""
    about: AboutYou = AboutYou()


def person_record(person: Person, valid_from: date) -> PersonRecord:
    """What the ledger may know of a person: no name, no address. `N`, prefers not to say, stays apart
    from blank."""
    return PersonRecord(
        person_id=person.ledger_id,
        rev=person.ledger_rev,
        valid_from=valid_from,
        account_type=person.account_type,
        status=person.status,
        gender=person.gender,
        birth_year=person.birth_year,
        residence=person.residence,
        nationality="",
        merged_into="",
    )


def _record(
    session: Session,
    person: Person,
    *,
    valid_from: date,
    now: datetime,
    actor: str,
    reason: str,
    country: str | None = None,
) -> None:
    """Record what holds of her from a day on; `country` if it is another one than that where she lives now."""
    person.ledger_rev += 1
    session.flush()
    fact = person_record(person, valid_from)
    if country is not None:
        fact = replace(fact, residence=country)
    record(session, [fact], now=now, actor=actor, reason=reason)


def _live_at(session: Session, person: Person, country: str, since: date, now: datetime) -> None:
    session.execute(delete(Residence).where(Residence.person_id == person.id, Residence.from_date >= since))
    # a blank ends what she said before; there is nothing to end where she had said nothing
    if country or session.scalar(select(Residence.id).where(Residence.person_id == person.id).limit(1)):
        session.add(Residence(person_id=person.id, country=country, from_date=since, recorded_at=now))


def register(session: Session, *, account: NewAccount, now: datetime) -> Person:
    """Make an account. An address that is taken is no error: it must be confirmed before it belongs to
    anybody."""
    about = account.about
    person = Person(
        ledger_id=opaque_id("p"),
        name=account.name,
        email=fold_login(account.email) or None,
        login=fold_login(account.login) or None,
        learner_number=printed_number(),
        password_hash=account.password_hash,
        language=account.language,
        home_centre=account.home_centre,
        gender=about.gender,
        birth_year=about.birth_year,
        residence=about.country,
        residence_from=(about.country_from or now.date()) if about.country else None,
        occupation=about.occupation,
        follow_up=about.follow_up,
        account_type="learner",
        status="confirmed" if account.password_hash else "unconfirmed",
        ledger_rev=0,
        created_at=now,
        email_confirmed_at=None,
        erased_at=None,
    )
    session.add(person)
    session.flush()
    session.add(Consent(person_id=person.id, purpose="account", wording=WORDING, given=True, at=now))
    if about.follow_up:
        session.add(Consent(person_id=person.id, purpose="follow-up", wording=WORDING, given=True, at=now))
    since = person.residence_from or now.date()
    _live_at(session, person, about.country, since, now)
    _record(session, person, valid_from=since, now=now, actor=person.ledger_id, reason="FIRST")
    return person


def register_once(session: Session, *, account: NewAccount, sent: str, now: datetime) -> tuple[Person, bool]:
    """Make an account, but one only of a form that comes twice: pressed twice, or sent again because the line broke
    before the answer came. `sent` is what nothing but the same form holds. Gives whether the account is new.

    Of two at the same instant the second waits for the first: for the write lock, or on PostgreSQL at the row.
    """
    number = session.scalar(
        inserting(session, OneTimeToken)
        .values(
            token_hash=token_hash(sent),
            purpose="register",
            created_at=now,
            expires_at=now + SESSION,
            used_at=now,
        )
        .on_conflict_do_nothing(index_elements=[OneTimeToken.token_hash])
        .returning(OneTimeToken.id)
    )
    if number is None:
        return queries.made_by_form(session, token_hash(sent)), False
    person = register(session, account=account, now=now)
    session.execute(update(OneTimeToken).where(OneTimeToken.id == number).values(person_id=person.id))
    return person, True


def update_profile(
    session: Session, *, person: Person, name: str, language: str, about: AboutYou, now: datetime, actor: str
) -> None:
    """Change what a person says of herself. A move keeps the former residence for the time before.

    Without a day a new country holds from today, and the same country from when it did. The same country from a later
    day: until then she lived where she had lived before.
    """
    same = about.country == person.residence
    since = about.country_from or (person.residence_from if same else None) or now.date()
    days, before = [since], ""
    if not same or (about.country and since != person.residence_from):
        first = since
        if same and person.residence_from is not None and person.residence_from < since:
            first = person.residence_from
            before = _lived_before(session, person, first)
        days = sorted({first, since, *_later_days(session, person, first)})
        _live_at(session, person, about.country, since, now)
        person.residence_from = since if about.country else None
        person.residence = about.country
    if about.follow_up != person.follow_up:
        session.add(
            Consent(person_id=person.id, purpose="follow-up", wording=WORDING, given=about.follow_up, at=now)
        )
    person.name, person.language = name, language
    person.gender, person.birth_year = about.gender, about.birth_year
    person.occupation, person.follow_up = about.occupation, about.follow_up
    for day in days:
        country = before if day < since else person.residence
        _record(session, person, valid_from=day, now=now, actor=actor, reason="CORRECT", country=country)


def _lived_before(session: Session, person: Person, day: date) -> str:
    """Where she lived before this day; what she said of the time since is taken back."""
    session.execute(delete(Residence).where(Residence.person_id == person.id, Residence.from_date >= day))
    earlier = select(Residence.country).where(Residence.person_id == person.id, Residence.from_date < day)
    return session.scalar(earlier.order_by(Residence.from_date.desc()).limit(1)) or ""


def _later_days(session: Session, person: Person, since: date) -> list[date]:
    """Days after `since` from which the ledger has something else: what holds since then holds on them too."""
    entries = entries_of(session, PersonRecord.entry_kind, [person.ledger_id])
    days = {PersonRecord.from_line(entry.body).valid_from for entry in entries}
    return sorted(day for day in days if day is not None and day > since)


def open_session(session: Session, *, person_id: int, device: str, stay: bool, now: datetime) -> str:
    """Sign a device in; gives the token for its cookie."""
    token = secret_token()
    session.execute(
        _OPEN,
        {
            "token_hash": token_hash(token),
            "person_id": person_id,
            "created_at": now,
            "expires_at": now + (LONG_SESSION if stay else SESSION),
            "device": device[:120],
        },
    )
    return token


def confirm_account(session: Session, *, person: Person, language: str, now: datetime) -> None:
    """Count somebody whose account a centre made: she has signed in herself, for the first time. The language of mail
    was a guess of her centre until then, and is that of the pages which she reads."""
    if person.status == "unconfirmed":
        person.status, person.language = "confirmed", language
        since = person.residence_from or person.created_at.date()
        _record(session, person, valid_from=since, now=now, actor=person.ledger_id, reason="CONFIRM")


def close_session(session: Session, *, session_id: int, person_id: int, now: datetime) -> bool:
    """Sign one device out; False if it was not this person's or was out already."""
    done = session.execute(
        update(SignInSession)
        .where(
            SignInSession.id == session_id,
            SignInSession.person_id == person_id,
            SignInSession.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    return bool(rows_changed(done))


def close_other_sessions(session: Session, *, person_id: int, keep: int | None, now: datetime) -> int:
    """Sign all other devices out; gives how many."""
    statement = update(SignInSession).where(
        SignInSession.person_id == person_id,
        SignInSession.revoked_at.is_(None),
        SignInSession.id != (keep or 0),
    )
    return rows_changed(session.execute(statement.values(revoked_at=now)))


def set_password(session: Session, *, person: Person, password: str, keep: int | None, now: datetime) -> None:
    """A new password signs all other devices out, ends tokens for programs, and links and codes for another one work
    no more: whoever has an account back has it alone."""
    person.password_hash = hash_password(password)
    close_other_sessions(session, person_id=person.id, keep=keep, now=now)
    end_keys(session, person_id=person.id, now=now)
    end_links(session, person_id=person.id, purposes=("reset", "centre-reset"), now=now)


def end_links(session: Session, *, person_id: int, purposes: Sequence[str], now: datetime) -> None:
    """Let what a person was sent, or was told, for these purposes work no more."""
    session.execute(_use_up(person_id, now, *purposes))
    session.flush()


def _use_up(person_id: int | None, now: datetime, *purposes: str) -> Update:
    """What ends a person's open links of these purposes; without a person, those that are nobody's."""
    return (
        update(OneTimeToken)
        .where(
            OneTimeToken.purpose.in_(purposes),
            OneTimeToken.person_id.is_not_distinct_from(person_id),
            OneTimeToken.used_at.is_(None),
        )
        .values(used_at=now)
    )


def issue_token(
    session: Session,
    *,
    purpose: str,
    person_id: int | None,
    lasts: timedelta,
    now: datetime,
    printed: bool = False,
) -> str:
    """A link (or a code to read out) that works once; an older one of the same purpose and person stops
    working."""
    session.execute(_use_up(person_id, now, purpose))
    token = printed_number(4) if printed else secret_token()
    session.add(
        OneTimeToken(
            token_hash=token_hash(token),
            purpose=purpose,
            person_id=person_id,
            created_at=now,
            expires_at=now + lasts,
            used_at=None,
        )
    )
    session.flush()
    return token


def use_link(session: Session, *, token: str, purpose: str, now: datetime) -> bool:
    """Use a link up, and with it all others of its purpose and person; False if it was used or has run out.

    Of several who come at the same instant one gets True: the row is changed where it is still unused, and
    PostgreSQL looks again after it waited for another transaction.
    """
    link = queries.find_token(session, token, purpose, now)
    if link is None:
        return False
    used = session.scalars(
        _use_up(link.person_id, now, purpose)
        .returning(OneTimeToken.id)
        .execution_options(synchronize_session=False)
    )
    return link.id in used.all()


def choose_helper(session: Session, *, person: Person, centre: str, now: datetime) -> None:
    """Let this centre, or none (blank), give the person a code for a new password; the former one's works no more."""
    if centre != person.home_centre:
        person.home_centre = centre
        end_links(session, person_id=person.id, purposes=("centre-reset",), now=now)


def change_email(session: Session, *, person: Person, address: str, now: datetime) -> None:
    """Give another address, or none. It must be confirmed anew; links that went to the former one work no more."""
    if fold_login(address) == (person.email or ""):
        return
    person.email = fold_login(address) or None
    person.email_confirmed_at = None
    end_links(session, person_id=person.id, purposes=("confirm", "reset"), now=now)


def use_reset_link(session: Session, *, token: str, password: str, now: datetime) -> Person | None:
    """Set a new password through a link; None if the link has run out. A mailed link confirms the address."""
    mailed = queries.find_token(session, token, "reset", now)
    found = mailed or queries.find_token(session, token, "centre-reset", now)
    if found is None or found.person_id is None:
        return None
    if not use_link(session, token=token, purpose=found.purpose, now=now):
        return None
    person = queries.get_person(session, found.person_id)
    set_password(session, person=person, password=password, keep=None, now=now)
    if mailed is not None:
        confirm_email(session, person=person, now=now)
    return person


def confirm_email(session: Session, *, person: Person, now: datetime) -> bool:
    """The address is this account's from now on; False if another account was first."""
    if person.email is None or person.email_confirmed_at is not None:
        return person.email is not None
    taken = session.scalar(
        select(Person.id).where(Person.email == person.email, Person.email_confirmed_at.is_not(None))
    )
    if taken is not None:
        return False
    person.email_confirmed_at = now
    session.flush()
    return True
