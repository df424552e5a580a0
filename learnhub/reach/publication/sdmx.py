"""SDMX-CSV 2.1: the observations as data of the dataflow LEARNHUB:DF_REACH.

Country, region and country group share the dimension REF_AREA; a goal or target is TARGET. What is about one course
or one event needs two dimensions more and stands in a second file, of the dataflow LEARNHUB:DF_REACH_ACTIVITIES.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from learnhub.formats.cells import safe_cell
from learnhub.kernel.clock import iso
from learnhub.kernel.errors import Unacceptable
from learnhub.reach.publication.manifest import File, period_name, stem
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.numbers import UNITS
from learnhub.reach.publication.observation import TOTAL, Number, Observation
from learnhub.reach.publication.tidy import data_number

REACH = "LEARNHUB:DF_REACH(1.0.0)"
ACTIVITIES = "LEARNHUB:DF_REACH_ACTIVITIES(1.0.0)"
UNKNOWN = "_U"
_HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
_DIMENSIONS = ("FREQ", "INDICATOR", "REF_AREA", "CENTRE", "SEX", "AGE", "THEME", "MODE", "TARGET")
_OBJECTS = ("COURSE", "EVENT")
_MEASURES = (
    "TIME_PERIOD",
    "OBS_VALUE",
    "UNIT_MEASURE",
    "NUMERATOR",
    "DENOMINATOR",
    "OBS_STATUS",
    "CONF_STATUS",
    "AS_OF",
    "RELEASE",
)
_FREQUENCIES = (
    (re.compile(r"\d{4}"), "A"),
    (re.compile(r"\d{4}-Q\d"), "Q"),
    (re.compile(r"\d{4}-\d\d"), "M"),
)
_FOREIGN = re.compile(r"[^A-Za-z0-9_@$-]")
_OTHER_FREQUENCY = "O"


def render_sdmx(publication: Publication) -> tuple[File, ...]:
    """One file, or two where something is about a course or event. Raises Unacceptable if two observations cannot
    be told apart by these dimensions."""
    name = stem(publication.parameters)
    whole = [each for each in publication.sorted_observations if not _is_of_activity(each)]
    parts = [each for each in publication.sorted_observations if _is_of_activity(each)]
    files = [_file(f"{name}.sdmx.csv", REACH, (), whole, publication)]
    if parts:
        files.append(_file(f"{name}.activities.sdmx.csv", ACTIVITIES, _OBJECTS, parts, publication))
    return tuple(files)


def _is_of_activity(observation: Observation) -> bool:
    return (observation.course, observation.event) != (TOTAL, TOTAL)


def _file(
    name: str,
    flow: str,
    objects: Sequence[str],
    observations: Iterable[Observation],
    publication: Publication,
) -> File:
    header = (*_HEAD, *_DIMENSIONS, *objects, *_MEASURES)
    tail = (iso(publication.parameters.as_of), publication.parameters.release)
    rows, keys = [], set()
    for each in observations:
        key = (*_dimensions(each), *(_code(getattr(each, name.lower())) for name in objects))
        period, frequency = time_period(each)
        if (key, period) in keys:
            raise Unacceptable(f"{each.indicator}: SDMX cannot tell two figures of {'/'.join(key)} apart.")
        keys.add((key, period))
        rows.append(("dataflow", flow, "R", frequency, *key, period, *_measured(each), *tail))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(sorted(rows))
    return File(name, out.getvalue().encode(), len(rows), len(header))


def time_period(observation: Observation) -> tuple[str, str]:
    """The period and its frequency: `2024` A, `2024-Q3` Q, `2024-07` M; another is a range with frequency O,
    `2024-01-15/P20D`."""
    period = period_name(observation.period_start, observation.period_end)
    for pattern, frequency in _FREQUENCIES:
        if pattern.fullmatch(period):
            return period, frequency
    days = (observation.period_end - observation.period_start).days + 1
    return f"{observation.period_start}/P{days}D", _OTHER_FREQUENCY


def reference_area(observation: Observation) -> str:
    """Country, region and country group as one code: what is cut by two of them joins both with `-`.

    An unknown country is `_U`; an unknown region or group says so, `_U_REGION`, as it may be the same persons.
    """
    pieces = (
        _unknown(observation.ref_area, "ZZ", UNKNOWN),
        _unknown(observation.region, "UNK", UNKNOWN + "_REGION"),
        _unknown(observation.country_group, "UNK", UNKNOWN + "_GROUP"),
    )
    return "-".join(piece for piece in pieces if piece != TOTAL) or TOTAL


def target(observation: Observation) -> str:
    """Framework and target as one code, `SDG:13.1`; the framework alone where the target is not cut."""
    framework, code = observation.framework, observation.target
    if code == TOTAL:
        return framework
    return code if framework == TOTAL or code.startswith(framework + ":") else f"{framework}:{code}"


def _dimensions(observation: Observation) -> tuple[str, ...]:
    return (
        _code(observation.indicator),
        _code(reference_area(observation)),
        _code(observation.centre),
        _unknown(observation.sex, "U", UNKNOWN),
        _code(_unknown(observation.age, "UNK", UNKNOWN)),
        _code(observation.theme),
        _code(observation.mode),
        _code(target(observation)),
    )


def _unknown(code: str, unknown: str, instead: str) -> str:
    return instead if code == unknown else code


def _code(text: str) -> str:
    """The code as SDMX allows it: `SDG:13.1` is `SDG-13_1`; a further foreign letter becomes `$` and its number."""
    plain = text.replace(":", "-").replace(".", "_").replace("/", "_").replace(" ", "_")
    return safe_cell(_FOREIGN.sub(lambda found: f"${ord(found.group()):X}", plain))


def _measured(observation: Observation) -> tuple[str, ...]:
    return (
        _number(observation.value, "NaN"),
        UNITS[observation.unit].sdmx,
        _number(observation.numerator, ""),
        _number(observation.denominator, ""),
        observation.obs_status.value,
        observation.conf_status.value,
    )


def _number(value: Number | None, missing: str) -> str:
    return missing if value is None else f"{data_number(value):f}"
