"""Answers and names become a publication: the same answers serve every language."""

from __future__ import annotations

from dataclasses import replace

from learnhub.reach.compose.asking import Answers
from learnhub.reach.compose.method import methodology
from learnhub.reach.compose.names import Names, ProjectNames, Titles
from learnhub.reach.compose.observing import DIMENSION, definitions_of, labels_of, observations_of
from learnhub.reach.compose.tables import key_figures, tables
from learnhub.reach.compose.workbook import workbook_words
from learnhub.reach.publication.model import Code, Publication
from learnhub.reach.publication.observation import PROJECTS, Observed
from learnhub.reach.publication.parameters import Parameters, Quality, Status
from learnhub.reach.query import NO_GROUP
from learnhub.reach.reference import AFRICA, ANY_GROUP, LISTED_GROUPS, PRIORITY_AFRICA

REACHED = "R04"  # what is known of these persons is told of a publication


def compose(answers: Answers, parameters: Parameters, names: Names) -> Publication:
    """The exact publication, for the network's own eyes; protect it before it is handed to anybody else."""
    provisional = parameters.status is Status.PROVISIONAL
    observations = observations_of(answers, Observed.PROVISIONAL if provisional else Observed.NORMAL)
    return Publication(
        parameters=parameters,
        observations=observations,
        key_figures=key_figures(answers, names),
        tables=tables(answers, names),
        definitions=definitions_of(question.measure.code for question in answers.found),
        code_lists=_code_lists(answers, names),
        methodology=methodology(names.say),
        words=workbook_words(names.say),
    )


def quality_of(answers: Answers, *, rejected_rows: int = 0, late_rows: int = 0) -> Quality:
    """Of how many of the persons reached each attribute is known."""
    whole = next(
        (answer.coverage for question, answer in answers.found.items()
         if question.measure.name == REACHED and question.period == answers.period and answer.coverage),
        None,
    )  # fmt: skip
    shares = {name: whole.share(name) for name in ("gender", "country", "age")} if whole else {}
    return Quality(rejected_rows=rejected_rows, late_rows=late_rows, coverage=shares)


def _code_lists(answers: Answers, names: Names) -> tuple[Code, ...]:
    found: dict[tuple[str, str], Code] = {}
    for by in {question.by for question in answers.found}:
        for place, dimension in enumerate(by):
            for code in labels_of(answers, by, place):
                entry = _entry(dimension, code, names)
                if dimension == "group":
                    entry = replace(entry, note=" ".join(_members(answers, code, names)))
                found[entry.code_list, entry.code] = entry
    for code, project in names.titles.projects.items():
        entry = project_entry(code, project)
        found[entry.code_list, entry.code] = entry
    return tuple(found[place] for place in sorted(found))


def project_entry(code: str, project: ProjectNames) -> Code:
    """A donor project in the list of targets; its note says what is of it."""
    return Code("target", f"{PROJECTS}:{code}", project.title or code, project.note)


def objects(titles: Titles) -> tuple[Code, ...]:
    """All courses and events that the ledger knows, with their notes."""
    both = (("course", titles.courses, titles.of_course), ("event", titles.events, titles.of_event))
    return tuple(
        Code(kind, code, names.get(code, code), note) for kind, names, of in both for code, note in of.items()
    )


def _members(answers: Answers, group: str, names: Names) -> list[str]:
    """The countries of a group by the list in force on the last day, as far as the publication names them."""
    cuts = {question.by for question in answers.found if question.by[:1] == ("country",)}
    there = {code for by in cuts for code in labels_of(answers, by, 0)} & names.known.countries.keys()
    every = {*LISTED_GROUPS, PRIORITY_AFRICA}
    wanted = {group: {group}, AFRICA: {PRIORITY_AFRICA}, ANY_GROUP: {*LISTED_GROUPS}, NO_GROUP: every}[group]
    return [
        code
        for code in sorted(there)
        if bool(names.known.groups_at(code, answers.period.end) & wanted) is not (group == NO_GROUP)
    ]


def _entry(dimension: str, code: str, names: Names) -> Code:
    """A country's note is its region, a course's or event's whose it is: their tables are protected together."""
    label = names.label(dimension, code)
    if dimension == "goal":
        framework, _, target = code.partition(":")
        return Code("target", f"{framework}:{target}", label)
    country = names.known.countries.get(code) if dimension == "country" else None
    of = {"course": names.titles.of_course, "event": names.titles.of_event}.get(dimension, {})
    return Code(DIMENSION[dimension], code, label, country.region if country else of.get(code, ""))
