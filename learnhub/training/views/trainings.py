"""The trainings of a centre: the list, one of them, and what is said of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import Resource
from learnhub.centres.queries import get_centre
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, Unacceptable
from learnhub.training import queries
from learnhub.training.domain import Mode, Status, days_of, newest_day
from learnhub.training.forms import CallOffForm, HeadsForm, TrainingForm
from learnhub.training.models import Training
from learnhub.training.service import planning
from learnhub.training.views import bp
from learnhub.training.words import MODES, STATES
from learnhub.web.guards import allowed
from learnhub.web.i18n import language
from learnhub.web.identity import my_id
from learnhub.web.numbers import whole_number
from learnhub.web.paging import Page, page_number

Answer = str | BaseResponse | tuple[str, int]
ROWS = 50


def centre_resource(code: str, **_others: object) -> Resource:
    """The centre as policies see it. Raises NotFound."""
    get_centre(reading(), code)
    return reference(reading()).centre_resource(code)


def training_of(code: str, training: int) -> Training:
    """A training of this centre. Raises NotFound."""
    return queries.get_training(reading(), code, training)


def me() -> str:
    """The surrogate of who acts, for the ledger."""
    return queries.surrogate_of(reading(), my_id())


def to_training(code: str, training: int) -> BaseResponse:
    """Back to its page."""
    return redirect(url_for("training.training", code=code, training=training), 303)


@bp.get("/centre/<code>/trainings")
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def trainings(code: str) -> str:
    """All of them, the latest first."""
    session, number = reading(), page_number()
    rows, total = queries.trainings_of(session, code, page=number, size=ROWS)
    return render_template(
        "training/trainings.html", centre=get_centre(session, code), page=Page(rows, number, total, ROWS),
        listed=queries.listed_counts(session, [each.id for each in rows]), modes=MODES, states=STATES,
        keeper=reference(session).centre_name,
        address=lambda n: url_for("training.trainings", code=code, page=n),
    )  # fmt: skip


def _form(code: str, **proposed: object) -> TrainingForm:
    """The form with the themes of the centre first, and what is stored also if it was closed since."""
    known, speaks = reference(reading()), language()
    stored = set(map(str, proposed.values()))
    own = [known.themes[each] for each in known.centres[code].themes if each in known.themes]
    others = sorted(
        (
            each
            for each in known.themes.values()
            if (not each.closed_on or each.code in stored) and each not in own
        ),
        key=lambda theme: theme.label(speaks).casefold(),
    )
    return TrainingForm.offering(
        themes=[(theme.code, theme.label(speaks)) for theme in (*own, *others)],
        countries=known.country_choices(speaks),
        centres=[
            *(pair for pair in known.centre_choices(speaks) if pair[0] != code),
            *(
                (each.id, each.short_name)
                for each in known.centres.values()
                if each.closed_on and each.id in stored
            ),
        ],
        codes={item.code for item in known.frameworks[queries.FRAMEWORK].items},
        **proposed,
    )


def _stored(training: Training) -> dict[str, object]:
    """A training as its form shows it."""
    session = reading()
    centres, targets = queries.co_centres(session, training.id), queries.targets_of(session, training.key)
    names = ("title", "theme", "mode", "country", "place", "starts_on", "ends_on", "hours", "announced")
    held: dict[str, object] = {name: getattr(training, name) for name in names}
    held |= {f"with_{n}": code for n, code in enumerate(centres, 1)}
    return held | {"targets": ", ".join(targets), "seen": str(training.ledger_rev)}


def _form_page(code: str, form: TrainingForm, training: Training | None) -> Answer:
    page = render_template(
        "training/form.html", centre=get_centre(reading(), code), form=form, training=training,
        off=training is not None and training.status in (Status.CANCELLED, Status.POSTPONED),
    )  # fmt: skip
    return page, 422 if form.problems else 200


@bp.route("/centre/<code>/trainings/new", methods=["GET", "POST"])
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def training_new(code: str) -> Answer:
    """Plan one."""
    form = _form(code, country=get_centre(reading(), code).host_iso2, mode=Mode.IN_PERSON, announced=True)
    if form.sent():
        actor = me()
        try:
            with transaction() as session:
                made = planning.add_training(session, centre=code, plan=form.plan(), now=now(), actor=actor)
                number = made.id
        except Unacceptable as error:
            form.ends_on.errors = [_(error.message)]
        else:
            flash(_("The training is planned. Now put people on its list."), "ok")
            return to_training(code, number)
    return _form_page(code, form, None)


@bp.route("/centre/<code>/trainings/<int:training>/change", methods=["GET", "POST"])
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def training_change(code: str, training: int) -> Answer:
    """Put it right, or plan it anew."""
    found = training_of(code, training)
    form = _form(code, **_stored(found))
    if form.sent():
        actor, seen = me(), whole_number(form.seen.data) or 0
        try:
            with transaction() as session:
                held = queries.get_training(session, code, training, lock=True)
                planning.change_training(
                    session,
                    training=held,
                    plan=form.plan(),
                    seen=seen,
                    today=newest_day(now()),
                    now=now(),
                    actor=actor,
                )
        except Unacceptable as error:
            form.ends_on.errors = [_(error.message)]
        except Conflict as error:
            form.title.errors = [_(error.message)]
            form.seen.data = str(training_of(code, training).ledger_rev)
        else:
            flash(_("The training is stored."), "ok")
            return to_training(code, training)
    return _form_page(code, form, training_of(code, training))


@bp.get("/centre/<code>/trainings/<int:training>")
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def training(code: str, training: int) -> str:
    """What is said of it, its days, and the way to list and sheets."""
    found, session = training_of(code, training), reading()
    known = reference(session)
    theme = known.themes.get(found.theme)
    return render_template(
        "training/training.html", centre=get_centre(session, code), training=found, modes=MODES, states=STATES,
        theme=theme.label(language()) if theme else found.theme,
        known=known, others=queries.co_centres(session, training),
        targets=[known.item(queries.FRAMEWORK, each) for each in queries.targets_of(session, found.key)],
        days=list(days_of(found.starts_on, found.ends_on)), recorded=queries.recorded_days(session, training),
        listed=queries.listed_counts(session, [training]).get(training, 0),
        today=newest_day(now()),
    )  # fmt: skip


@bp.route("/centre/<code>/trainings/<int:training>/call-off", methods=["GET", "POST"])
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def call_off(code: str, training: int) -> Answer:
    """Cancel it or put it off, with the reason."""
    found, form = training_of(code, training), CallOffForm.offering()
    planning.check_nobody_came(reading(), found)
    if form.sent():
        actor = me()
        with transaction() as session:
            held = queries.get_training(session, code, training, lock=True)
            planning.call_off(
                session, training=held, status=Status(form.status.data), reason=form.reason.data or "",
                now=now(), actor=actor,
            )  # fmt: skip
        flash(_("Stored. It can be put back on the plan: change it, and save."), "ok")
        return to_training(code, training)
    page = render_template(
        "training/call_off.html", centre=get_centre(reading(), code), training=found, form=form
    )
    return page, 422 if form.problems else 200


@bp.route("/centre/<code>/trainings/<int:training>/heads", methods=["GET", "POST"])
@allowed(Permission.KEEP_TRAININGS, centre_resource)
def heads(code: str, training: int) -> Answer:
    """People who were there and have no name here."""
    found = training_of(code, training)
    form = HeadsForm(
        data={name: str(getattr(found, name)) for name in planning.HEADS} | {"seen": str(found.ledger_rev)}
    )
    if form.sent():
        actor, seen = me(), whole_number(form.seen.data) or 0
        today = newest_day(now())
        try:
            with transaction() as session:
                held = queries.get_training(session, code, training, lock=True)
                planning.count_heads(
                    session, training=held, heads=form.heads(), seen=seen, today=today, now=now(), actor=actor
                )
        except (Conflict, Unacceptable) as error:
            form.headcount_f.errors = [_(error.message)]
            form.seen.data = str(training_of(code, training).ledger_rev)
        else:
            flash(_("The counts are stored."), "ok")
            return to_training(code, training)
    page = render_template(
        "training/heads.html", centre=get_centre(reading(), code), training=found, form=form
    )
    return page, 422 if form.problems else 200
