"""The queue of probable duplicates, one case side by side, and the decision with what it changes."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, NotFound
from learnhub.records.domain import Change, Rule, Status, evidence
from learnhub.records.forms import CompareForm, MergeForm, NoteForm, WhyForm
from learnhub.records.queries.accounts import centres_of
from learnhub.records.queries.history import changes_of_pair
from learnhub.records.queries.pairs import Pair, get_pair, queue
from learnhub.records.queries.people import cards_of_pair, find_person, further_elsewhere
from learnhub.records.service import merging
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
from learnhub.records.words import (
    ACCOUNTS,
    BECAUSE,
    CHANGES,
    FIELDS,
    FIGURES,
    GENDERS,
    RULES,
    STATES,
    VERDICTS,
)
from learnhub.web.paging import Page as Shown
from learnhub.web.paging import page_number

PAGE_SIZE = 50
LISTED = (Status.OPEN, Status.UNSURE, Status.REFUSED, Status.MERGED)


@bp.get("")
@keeps_records
def cases() -> str:
    """Pairs that may be one person, the likeliest first."""
    asked = request.args.get("state", Status.OPEN)
    status = Status(asked) if asked in LISTED else Status.OPEN
    number = page_number()
    pairs, total = queue(reading(), mine(), status, page=number, size=PAGE_SIZE)
    return render_template(
        "records/cases.html", page=Shown(pairs, number, total, PAGE_SIZE), status=status, states=STATES,
        listed=LISTED, rules={rule.value: RULES[rule] for rule in Rule},
        listing=lambda n: url_for("records.cases", state=status.value, page=n),
    )  # fmt: skip


@bp.route("/compare", methods=["GET", "POST"])
@keeps_records
def compare() -> Page:
    """Put two accounts on the list that no rule has found."""
    form, own, who = CompareForm(), mine(), officer()
    found = []
    if form.sent():
        for field in (form.one, form.other):
            found.append(find_person(reading(), own, field.data or ""))
            if found[-1] is None:
                field.errors = [_("Nobody whom you look after signs in with this.")]
    if len(found) == 2 and found[0] and found[1] and found[0] != found[1]:
        with transaction() as session:
            case = merging.put_on_list(session, one=found[0], other=found[1], officer=who, now=now())
        note_act("compare", pair=case)
        return redirect(url_for("records.case", case=case), 303)
    if found and not form.problems:
        form.other.errors = [_("These are one account already.")]
    return render_template("records/compare.html", form=form), 422 if request.method == "POST" else 200


def _case(pair: Pair, refuse: WhyForm, put_off: NoteForm, status: int = 200) -> Page:
    own = mine()
    cards = cards_of_pair(reading(), own, (pair.first_id, pair.second_id))
    of = centres_of(reading(), [pair.first_id, pair.second_id])
    centres = [
        sorted(centre_name(each) for each in of[card.id] if own is None or each in own) for card in cards
    ]
    note_look("case", pair=pair.id)
    return render_template(
        "records/case.html", pair=pair, cards=cards, centres=centres, status_name=STATES[pair.status],
        evidence=evidence(cards[0].facts, cards[1].facts), rules=[RULES[Rule(rule)] for rule in pair.rules],
        lines=changes_of_pair(reading(), own, pair.id), refuse=refuse, put_off=put_off, fields=FIELDS,
        verdicts=VERDICTS, genders=GENDERS, accounts=ACCOUNTS, country=country_name, changes=CHANGES,
        because=BECAUSE, course=course_title,
    ), status  # fmt: skip


def _refuse_form() -> WhyForm:
    form: WhyForm = WhyForm.of(Change.REFUSE, prefix="r-")
    return form


@bp.get("/cases/<int:case>")
@keeps_records
def case(case: int) -> Page:
    """Two accounts side by side, what speaks for one person, and the ways on."""
    return _case(get_pair(reading(), mine(), case), _refuse_form(), NoteForm(prefix="u-"))


@bp.post("/cases/<int:case>/refuse")
@keeps_records
def refuse(case: int) -> Page:
    """They are two people."""
    pair, form = get_pair(reading(), mine(), case), _refuse_form()
    if not form.sent():
        return _case(pair, form, NoteForm(prefix="u-", formdata=None), 422)
    who = officer()
    try:
        with transaction() as session:
            merging.refuse(session, pair_id=pair.id, officer=who, why=form.why(), now=now())
    except Conflict as error:
        return _not_done(pair, error)
    note_act("refuse", pair=pair.id)
    flash(_("They stay two people. The history can open the case again."), "ok")
    return _next()


@bp.post("/cases/<int:case>/put-off")
@keeps_records
def put_off(case: int) -> Page:
    """Not sure: ask first."""
    pair, form = get_pair(reading(), mine(), case), NoteForm(prefix="u-")
    if not form.sent():
        return _case(pair, WhyForm.of(Change.REFUSE, prefix="r-", formdata=None), form, 422)
    who = officer()
    try:
        with transaction() as session:
            merging.put_off(session, pair_id=pair.id, officer=who, now=now(), note=form.note.data or "")
    except Conflict as error:
        return _not_done(pair, error)
    note_act("put off", pair=pair.id)
    flash(_("The case waits under “Not sure”."), "ok")
    return _next()


@bp.route("/cases/<int:case>/merge", methods=["GET", "POST"])
@keeps_records
def merge(case: int) -> Page:
    """Look what changes, then take two accounts for one person."""
    pair, form = get_pair(reading(), mine(), case), MergeForm.of(Change.MERGE)
    keep = form.keep.data or request.args.get("keep", "")
    if keep not in {str(pair.first_id), str(pair.second_id)}:
        raise NotFound(_("Choose on the page of the case which account is kept."))
    form.keep.data = keep
    kept_id, given_id = (pair.first_id, pair.second_id)[:: 1 if keep == str(pair.first_id) else -1]
    who = officer()
    try:
        if form.sent():
            with transaction() as session:
                merging.merge(
                    session, kept_id=kept_id, given_id=given_id, officer=who, why=form.why(), now=now(),
                    pair_id=pair.id,
                )  # fmt: skip
            note_act("merge", pair=pair.id, kept=kept_id, given=given_id)
            flash(_("The two accounts count as one person from now on. The history can undo it."), "ok")
            return _next()
        version = merging.version_merged(
            reading(), kept_id=kept_id, given_id=given_id, officer=who, now=now()
        )
    except Conflict as error:
        return _not_done(pair, error)
    kept, given = cards_of_pair(reading(), mine(), (kept_id, given_id))
    page = render_template(
        "records/merge.html", pair=pair, kept=kept, given=given, form=form, shifts=foretell(version),
        figures=FIGURES, centre=centre_name, further=[course_title(code) for code in further_elsewhere(kept, given)],
    )  # fmt: skip
    return page, 422 if request.method == "POST" else 200


def _not_done(pair: Pair, error: Conflict) -> Response:
    tell(error)
    return redirect(url_for("records.case", case=pair.id), 303)


def _next() -> Response:
    return redirect(url_for("records.cases"), 303)
