"""Find a person, put right what is counted of her, confirm her account, take back what is not hers."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, NotFound
from learnhub.records.domain import Change
from learnhub.records.forms import CorrectForm, FindForm, WhyForm, WithdrawForm
from learnhub.records.queries.history import changes_of_person
from learnhub.records.queries.people import Learning, PersonCard, find_person, get_card
from learnhub.records.service import correcting
from learnhub.records.views import bp
from learnhub.records.views.officer import (
    Page,
    centre_name,
    country_name,
    course_title,
    foretell,
    keeps_records,
    mine,
    note_act,
    note_look,
    officer,
    tell,
)
from learnhub.records.words import ACCOUNTS, ATTENDANCE, BECAUSE, CHANGES, FIGURES
from learnhub.web.i18n import language


@bp.get("/people")
@keeps_records
def find() -> Page:
    """Find one account by what it is signed in by."""
    form = FindForm(request.args)
    typed = form.q.data or ""
    found = find_person(reading(), mine(), typed) if typed else None
    if found is not None:
        return redirect(url_for("records.person", person=found), 303)
    if typed:
        form.q.errors = [_("Nobody whom you look after signs in with this. A name alone finds nobody.")]
    return render_template("records/find.html", form=form), 422 if typed else 200


def _forms(card: PersonCard, typed: str = "") -> tuple[CorrectForm, WhyForm]:
    """The forms of the page; only the one that was sent (`typed`) holds what was typed."""
    countries = reference(reading()).country_choices(language())
    nothing = None if typed != "correct" else request.form
    return CorrectForm.about(card, countries, nothing), WhyForm.of(
        Change.CONFIRM, prefix="c-", formdata=request.form if typed == "confirm" else None
    )


def _page(card: PersonCard, correct: CorrectForm, confirm: WhyForm, status: int = 200) -> Page:
    note_look("person", about=card.id)
    return render_template(
        "records/person.html", card=card, correct=correct, confirm=confirm, country=country_name, course=course_title,
        accounts=ACCOUNTS, present=ATTENDANCE, lines=changes_of_person(reading(), mine(), card.id), changes=CHANGES,
        because=BECAUSE,
    ), status  # fmt: skip


@bp.get("/people/<int:person>")
@keeps_records
def person(person: int) -> Page:
    """What is counted of a person, her learning with the own centres, and what officers did."""
    card = get_card(reading(), mine(), person)
    return _page(card, *_forms(card))


@bp.post("/people/<int:person>/correct")
@keeps_records
def correct(person: int) -> Page:
    """Put gender, year of birth or country right."""
    card = get_card(reading(), mine(), person)
    form, confirm = _forms(card, "correct")
    if not form.sent():
        return _page(card, form, confirm, 422)
    who = officer()
    try:
        with transaction() as session:
            correcting.correct_person(
                session, person_id=card.id, counted=form.counted(), officer=who, why=form.why(), now=now(),
                seen=form.seen.data or "",
            )  # fmt: skip
    except Conflict as error:
        form.gender.errors = [_(error.message)]
        form.seen.data = str(get_card(reading(), mine(), person).rev)
        return _page(card, form, confirm, 422)
    note_act("correct", about=card.id)
    flash(_("Corrected. Live figures follow; published ones stay as they are."), "ok")
    return _back(card)


@bp.post("/people/<int:person>/confirm")
@keeps_records
def confirm(person: int) -> Page:
    """Somebody stands for this person."""
    card = get_card(reading(), mine(), person)
    form, why = _forms(card, "confirm")
    if not why.sent():
        return _page(card, form, why, 422)
    who = officer()
    try:
        with transaction() as session:
            correcting.confirm_account(session, person_id=card.id, officer=who, why=why.why(), now=now())
    except Conflict as error:
        return _back(card, error)
    note_act("confirm", about=card.id)
    flash(_("The account is confirmed. The person is counted from now on."), "ok")
    return _back(card)


def _back(card: PersonCard, error: Conflict | None = None) -> Response:
    if error is not None:
        tell(error)
    return redirect(url_for("records.person", person=card.id), 303)


def _of(card: PersonCard, key: str) -> Learning:
    for each in card.learning:
        if each.key == key:
            return each
    raise NotFound(_("There is no such enrolment in a course of your centre."))


@bp.route("/people/<int:person>/enrolments/<key>", methods=["GET", "POST"])
@keeps_records
def void(person: int, key: str) -> Page:
    """Make an enrolment void."""
    card = get_card(reading(), mine(), person)
    learning, form, who = _of(card, key), WhyForm.of(Change.VOID_ENROLMENT), officer()
    try:
        if form.sent():
            with transaction() as session:
                correcting.void_enrolment(session, key=key, officer=who, why=form.why(), now=now())
            note_act("void enrolment", about=card.id, enrolment=key)
            flash(_("The enrolment is void and counts no more. The history can undo it."), "ok")
            return _back(card)
        version = correcting.version_void(reading(), key=key, officer=who, now=now())
    except Conflict as error:
        return _back(card, error)
    page = render_template(
        "records/void.html", card=card, learning=learning, form=form, shifts=foretell(version), figures=FIGURES,
        centre=centre_name, course=course_title,
    )  # fmt: skip
    return page, 422 if request.method == "POST" else 200


@bp.route("/people/<int:person>/certificates/<serial>", methods=["GET", "POST"])
@keeps_records
def certificate(person: int, serial: str) -> Page:
    """Take a certificate back."""
    card = get_card(reading(), mine(), person)
    if serial not in {each.certificate for each in card.learning}:
        raise NotFound(_("There is no such certificate of a course of your centre."))
    form, who = WithdrawForm.of(Change.WITHDRAW_CERTIFICATE), officer()
    if form.sent():
        with transaction() as session:
            correcting.withdraw_certificate(
                session, serial=serial, officer=who, why=form.why(), reason=form.reason.data or "", now=now()
            )
        note_act("withdraw certificate", about=card.id, certificate=serial)
        flash(_("The certificate is withdrawn. Its check page says so from now on."), "ok")
        return _back(card)
    page = render_template("records/certificate.html", card=card, serial=serial, form=form)
    return page, 422 if request.method == "POST" else 200
