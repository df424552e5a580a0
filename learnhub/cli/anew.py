"""`learnhub courses anew`: mark tries at older versions of a quiz by the keys of the published one."""

from __future__ import annotations

import click

from learnhub.catalogue.content import load_version
from learnhub.catalogue.queries import find_course
from learnhub.cli.base import with_database
from learnhub.db import reading, transaction
from learnhub.kernel.clock import now
from learnhub.kernel.errors import Conflict, NotFound
from learnhub.learning.keyjobs import mark_all
from learnhub.learning.queries.keys import changes_of
from learnhub.learning.service.anew import Right
from learnhub.learning.service.rekeying import (
    Trial,
    ask,
    look,
    quiz_in_force,
    right_key,
    running,
    versions_by,
)
from learnhub.web.settings import current_settings

MOST_REASON = 300
EARLY = {
    "newer": "It ended there because a newer version was published. Look again at what its keys would change.",
    "right": "It ended there because whoever asked for it may not guide these learners any more.",
}
"""Why a change of the key ended before its end."""


@click.command("anew")
@click.argument("code")
@click.argument("quiz")
@click.option(
    "--give", multiple=True, metavar="QUESTION", help="A question that gives full marks to everybody."
)
@click.option("--apply", "reason", metavar="REASON", help="Do it; the learners read why.")
@with_database
def anew(code: str, quiz: str, give: tuple[str, ...], reason: str | None) -> None:
    """Say what the published keys would change in tries at older versions; with --apply, mark these anew.

    What a crash interrupts goes on when the same command is given again.
    """
    right = _right(code, quiz, give)
    if reason is None:
        _say(look(reading(), right, most=None))
        return
    if not 0 < len(reason.strip()) <= MOST_REASON:
        raise click.UsageError(f"Give the reason in at most {MOST_REASON} characters: the learners read it.")
    with transaction() as session:
        begun = running(session, right.to.course_id, quiz)
        if begun:
            click.echo(f"Going on with what was begun, for the reason given then: {begun.reason}")
        change = begun or ask(session, right, reason=reason.strip(), by_id=None, now=now())
    mark_all(change.id, current_settings().public_url, now())
    reading().rollback()
    done = next(each for each in changes_of(reading(), right.to.course_id, quiz) if each.id == change.id)
    click.echo(
        f"Looked at {done.looked} tries: {done.changed} have other marks. Learners who pass by it: {done.passed}; "
        f"who completed the course: {done.completed}."
    )
    if done.ended != "done":
        raise Conflict(EARLY[done.ended])


def _right(code: str, quiz: str, give: tuple[str, ...]) -> Right:
    course = find_course(reading(), code)
    if course is None or course.version_id is None:
        raise NotFound(f"There is no published course with the code {code!r}.")
    to = load_version(reading(), course.version_id)
    try:
        quiz_in_force(reading(), to, quiz)
    except NotFound as error:
        raise NotFound(f"{code} has no quiz {quiz!r}, and had none that was handed in.") from error
    right = right_key(to, quiz, set(give))
    free = {name for each in versions_by(reading(), right) for name in each.keys.others}
    if unknown := sorted(set(give) - free):
        named = ", ".join(sorted(free)) or "none"
        raise NotFound(
            f"{unknown[0]} is no question that can be taken out of {quiz}. Those that the published version asks "
            f"otherwise, or no longer has: {named}."
        )
    return right


def _say(trial: Trial) -> None:
    for old in trial.versions:
        changed, others = ", ".join(old.keys.changed), ", ".join(old.keys.others)
        click.echo(
            f"Version {old.version.number}: {old.tries} tries; other keys: {changed or 'none'}; "
            f"says something else or is not there now: {others or 'none'}"
        )
    click.echo(
        f"Looked at {trial.looked} tries: {trial.more} would have more marks, {trial.fewer} fewer. Learners who would "
        f"pass: {len(trial.pass_now)}; who would not, and keep their pass: {len(trial.keep_pass)}."
    )
    if trial.differs:
        click.echo("Nothing was written. --apply REASON marks them anew.")
