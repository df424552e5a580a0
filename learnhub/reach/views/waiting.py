"""Pages and files that may take long: their progress is shown after a moment, and they can be cancelled.

`patient` lets a view work in a thread. What is there within the reader's patience is answered as ever; otherwise the
answer is 202 with a page that shows how far it is and asks again by itself, without scripts, too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any, ParamSpec

from flask import (
    Response,
    copy_current_request_context,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.kernel.clock import iso, now
from learnhub.kernel.errors import NotFound, TooMany
from learnhub.reach.errands import FOLDER, Answer, Errand, Office, Runner
from learnhub.reach.patience import Phase
from learnhub.reach.views import bp
from learnhub.reach.views.dashboard_asked import exporting
from learnhub.web.guards import allowed, signed_in
from learnhub.web.identity import current_identity
from learnhub.web.settings import current_settings

P = ParamSpec("P")
AGAIN_S = 2
AT_ONCE = 5
ACCEPTED = 202


class _Lasting(BytesIO):
    """What was sent with a form, for work that goes on after the request has closed its files."""

    def close(self) -> None:
        """Stay open; the memory goes with the last who knows it."""


def office() -> Office:
    """The errands of this installation."""
    return Office(current_settings().folder(FOLDER))


def patient(view: Callable[P, Any]) -> Callable[P, Any]:
    """Let a view take its time. Put it under the guard: who may not see the page waits for nothing."""

    @wraps(view)
    def waited(*args: P.args, **kwargs: P.kwargs) -> Any:
        place, key = office(), _key()
        there = place.find(key)
        if there is not None and there.state == "running":
            return _progress(there)
        if there is not None and there.state == "done":
            answer = place.take(there)
            place.forget(key)
            if answer is not None:
                return _response(answer)
        elif there is not None:
            place.forget(key)
        errand = _errand(key)
        _refuse_more(place)
        answer = Runner(place, errand, _working(view, args, kwargs)).wait(_patience())
        return _response(answer) if answer is not None else _progress(errand)

    return waited


def _patience() -> float:
    return float(current_settings().patience_s)


def _key() -> str:
    """The same for the same person with the same roles who asks for the same."""
    identity = current_identity()
    asked = (identity.person_id, identity.grants, request.method, request.full_path)
    return hashlib.sha256(repr(asked).encode() + request.get_data(cache=True)).hexdigest()[:32]


def _errand(key: str) -> Errand:
    address = request.full_path.rstrip("?") if request.method == "GET" else ""
    return Errand(key, current_identity().person_id or 0, request.endpoint or "", address, iso(now()))


def _refuse_more(place: Office) -> None:
    mine = [
        each
        for each in place.all()
        if each.person_id == current_identity().person_id and each.state == "running"
    ]
    if len(mine) >= AT_ONCE:
        raise TooMany(
            _("You have asked for several things that take long. Wait for one of them, or cancel it."), 10
        )


def _working(view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Callable[[], Answer]:
    """The view with a request context of its own, which outlives the request."""
    known = {name: g.get(name) for name in g}
    for sent in request.files.values():
        lasting = _Lasting(sent.read())
        sent.stream.close()
        sent.stream = lasting

    @copy_current_request_context
    def work() -> Answer:
        for name, value in known.items():
            setattr(g, name, value)
        response = current_app.make_response(_answered(view, args, kwargs))
        response.direct_passthrough = False
        return Answer(response.status_code, tuple(response.headers.items()), response.get_data())

    return work


def _answered(view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What the view says, or the page of what went wrong: a thread has nobody to raise it to."""
    try:
        return view(*args, **kwargs)
    except Exception as error:
        return current_app.handle_user_exception(error)


def _response(answer: Answer) -> Response:
    response = Response(answer.body, answer.status)
    response.headers.clear()
    response.headers.extend(list(answer.headers))
    return response


def phases() -> dict[str, str]:
    """What is done in each phase, in their order."""
    return {
        Phase.WAITING.value: _("Waiting for a turn"),
        Phase.CHECKING.value: _("Checking the ledger"),
        Phase.READING.value: _("Reading new records"),
        Phase.STANDING.value: _("Putting together what was known at that moment"),
        Phase.ASKING.value: _("Counting"),
        Phase.WRITING.value: _("Writing"),
    }


def _progress(errand: Errand) -> Response:
    """How far it is. A page asks again at its own address; what makes a file, at the errand's."""
    again = (
        url_for("reach.errand", key=errand.key)
        if not errand.address or _makes_file(errand)
        else errand.address
    )
    page = render_template("reach/waiting.html", errand=errand, again=again, phases=phases(), every=AGAIN_S)
    response = make_response(page, ACCEPTED)
    response.headers["Cache-Control"] = "no-store"
    return response


def _makes_file(errand: Errand) -> bool:
    return errand.endpoint in FILES


FILES = frozenset({"reach.export_file", "reach.export_for_donor", "reach.centre_by_region_file"})


def _found(key: str, *, operator: bool = False) -> Errand:
    """The errand of the person of this request; an operator reaches those of others, too. Raises NotFound."""
    found = office().find(key)
    mine = found is not None and found.person_id == current_identity().person_id
    if found is None or not (mine or (operator and permits(current_identity(), Permission.OPERATE))):
        raise NotFound(_("This work is over, and what came of it is not kept any longer. Ask for it again."))
    return found


@bp.get("/reach/errands/<key>")
@signed_in
def errand(key: str) -> BaseResponse:
    """How far it is; at its end the way to what came of it."""
    found = _found(key)
    if found.state == "running":
        return _progress(found)
    if found.state == "done" and not found.file_name:
        return redirect(found.address, 303) if found.address else _handed_over(found)
    response = make_response(render_template("reach/waited.html", errand=found))
    response.headers["Cache-Control"] = "no-store"
    return response


def _handed_over(found: Errand) -> BaseResponse:
    """A page that answers a form, such as one with a problem in it."""
    answer = office().take(found)
    office().forget(found.key)
    if answer is None:
        raise NotFound(_("This work is over, and what came of it is not kept any longer. Ask for it again."))
    return _response(answer)


@bp.get("/reach/errands/<key>/file")
@allowed(Permission.EXPORT_REACH, exporting)
def errand_file(key: str) -> BaseResponse:
    """The file that was made."""
    found = _found(key)
    answer = office().take(found) if found.state == "done" and found.file_name else None
    if answer is None:
        raise NotFound(_("This work is over, and what came of it is not kept any longer. Ask for it again."))
    return _response(answer)


@bp.post("/reach/errands/<key>/cancel")
@signed_in
def cancel_errand(key: str) -> BaseResponse:
    """Stop it."""
    found = _found(key, operator=True)
    office().cancel(found)
    mine = found.person_id == current_identity().person_id
    return redirect(url_for("reach.errand", key=key) if mine else url_for("reach.work"), 303)
