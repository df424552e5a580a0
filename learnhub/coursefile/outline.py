"""The outline of a course that is being written: its modules and steps as plain data, changed one act at a time.

Everything works on what `loose.read_loose` gives of a course.yaml, right or wrong: entries that are no modules or steps
stay where they are and are never shown. Functions give new data and leave the old alone.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from . import limits
from .document import StepKind
from .emit import emit
from .front import split_lesson
from .loose import read_loose, shown
from .splice import spliced

Data = dict[str, Any]
COURSE_ORDER: Final = (
    *("format_version", "code", "title", "summary", "language", "level", "minutes", "licence", "centres"),
    *("authors", "based_on", "themes", "frameworks", "outcomes", "prerequisites", "completion", "modules"),
    *("glossary", "references"),
)
"""The keys of course.yaml as its writer orders them."""
LESSON_ORDER: Final = ("title", "minutes", "outcomes")
_FILES: Final[dict[StepKind, tuple[str, str]]] = {
    "lesson": ("lessons", "md"), "quiz": ("quizzes", "yaml"), "assignment": ("assignments", "yaml"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step in the outline; `path` is its file in the draft, whether that is there or not."""

    id: str
    kind: StepKind

    @property
    def path(self) -> str:
        """Where its text is."""
        return step_path(self.kind, self.id)


@dataclass(frozen=True, slots=True)
class PlannedModule:
    """A module in the outline. `place` counts from 0 among all entries under `modules`."""

    place: int
    id: str
    title: str
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a step stands: the module by id and title, and the place among the module's steps."""

    module: str
    title: str
    place: int


def step_path(kind: StepKind, step_id: str) -> str:
    """The file of a step."""
    folder, ending = _FILES[kind]
    return f"{folder}/{step_id}.{ending}"


def step_of_path(path: str) -> PlannedStep | None:
    """The step whose file this is, or None."""
    for kind, (folder, ending) in _FILES.items():
        if path.startswith(f"{folder}/"):
            return PlannedStep(path.removeprefix(f"{folder}/").removesuffix(f".{ending}"), kind)
    return None


def write_course(data: Data, text: str) -> str:
    """The text of course.yaml with these data; what did not change keeps its bytes."""
    return spliced(text, data, COURSE_ORDER)


def planned(data: Data) -> tuple[PlannedModule, ...]:
    """The modules with their steps, as far as they can be read."""
    return tuple(
        PlannedModule(
            place, _word(module, "id"), _word(module, "title"), tuple(s for _n, s in _steps(module))
        )
        for place, module in _modules(data)
    )


def counted(data: Data) -> tuple[PlannedStep, ...]:
    """The steps whose minutes are the time of the course: what a certificate asks for. An assignment that nobody has to
    pass comes on top, or a certificate would state hours that its holder may not have worked."""
    completion = data.get("completion")
    asked = completion.get("assignments") if isinstance(completion, dict) else None
    needed = set(map(str, asked)) if isinstance(asked, list) else set()
    steps = (step for module in planned(data) for step in module.steps)
    return tuple(step for step in steps if step.kind != "assignment" or step.id in needed)


def _modules(data: Data) -> Iterator[tuple[int, Data]]:
    modules = data.get("modules")
    for place, module in enumerate(modules if isinstance(modules, list) else ()):
        if isinstance(module, dict):
            yield place, module


def _steps(module: Data) -> Iterator[tuple[int, PlannedStep]]:
    steps = module.get("steps")
    for place, step in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(step, dict) and len(step) == 1:
            kind, value = next(iter(step.items()))
            if kind in _FILES and isinstance(value, str):
                yield place, PlannedStep(value, kind)


def _word(entry: Data, key: str) -> str:
    value = entry.get(key)
    return shown(value) if isinstance(value, str | int) else ""


def _module(data: Data, module_id: str) -> Data:
    for _place, module in _modules(data):
        if _word(module, "id") == module_id:
            return module
    raise KeyError(module_id)


def _seat(data: Data, step_id: str) -> tuple[Data, int]:
    for _place, module in _modules(data):
        for place, step in _steps(module):
            if step.id == step_id:
                return module, place
    raise KeyError(step_id)


def seat_of(data: Data, step_id: str) -> Seat | None:
    """Where the step stands, or None."""
    try:
        module, place = _seat(data, step_id)
    except KeyError:
        return None
    return Seat(_word(module, "id"), _word(module, "title"), place)


def free_id(wanted: str, taken: Collection[str]) -> str:
    """An id like the wanted one that no other part has: `levees`, `levees-2`, `levees-3`."""
    base = (
        re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[: limits.ID_CHARACTERS - 4].strip("-") or "part"
    )
    found, number = base, 1
    while found in taken or found in limits.RESERVED_IDS:
        number += 1
        found = f"{base}-{number}"
    return found


def with_module(data: Data, title: str) -> Data:
    """A further module at the end."""
    new = copy.deepcopy(data)
    if not isinstance(new.get("modules"), list):
        new["modules"] = []
    taken = {_word(module, "id") for _place, module in _modules(new)}
    new["modules"].append({"id": free_id(title, taken), "title": title, "steps": []})
    return new


def renamed_module(data: Data, module_id: str, title: str) -> Data:
    """The module with another title; its id stays. Raises KeyError."""
    new = copy.deepcopy(data)
    _module(new, module_id)["title"] = title
    return new


def moved_module(data: Data, module_id: str, by: int) -> Data:
    """The module so many places further on (or back, below 0), as far as there are any. Raises KeyError."""
    new = copy.deepcopy(data)
    module, modules = _module(new, module_id), new["modules"]
    place = modules.index(module)
    modules.insert(min(max(place + by, 0), len(modules) - 1), modules.pop(place))
    return new


def without_module(data: Data, module_id: str) -> tuple[Data, tuple[PlannedStep, ...]]:
    """The data without the module, and the steps that were in it. Raises KeyError."""
    new = copy.deepcopy(data)
    module = _module(new, module_id)
    steps = tuple(step for _place, step in _steps(module))
    new["modules"].remove(module)
    for step in steps:
        _forget(new, step.id)
    return new, steps


def with_step(data: Data, step: PlannedStep, module_id: str, place: int | None = None) -> Data:
    """The step at a place of the module, at the end if none is given. Raises KeyError for a module."""
    new = copy.deepcopy(data)
    module = _module(new, module_id)
    if not isinstance(module.get("steps"), list):
        module["steps"] = []
    end = len(module["steps"])
    module["steps"].insert(end if place is None else min(max(place, 0), end), {step.kind: step.id})
    return new


def moved_step(data: Data, step_id: str, by: int) -> Data:
    """The step one place further on (1) or back (-1); over the edge of its module into the next. Raises KeyError."""
    module, place = _seat(data, step_id)
    modules = [module for _place, module in _modules(data)]
    last = len(module["steps"]) - 1
    if 0 <= place + by <= last:
        return placed_step(data, step_id, _word(module, "id"), place + by)
    beside = modules.index(module) + by
    if not 0 <= beside < len(modules):
        return data
    target = modules[beside]
    steps = target.get("steps")
    end = len(steps) if isinstance(steps, list) and by < 0 else 0
    return placed_step(data, step_id, _word(target, "id"), end)


def placed_step(data: Data, step_id: str, module_id: str, place: int) -> Data:
    """The step at this place of this module, counted without the step itself. Raises KeyError."""
    new = copy.deepcopy(data)
    module, before = _seat(new, step_id)
    _module(new, module_id)
    (kind, value), *_none = module["steps"].pop(before).items()
    return with_step(new, PlannedStep(value, kind), module_id, place)


def without_step(data: Data, step_id: str) -> Data:
    """The data without the step; completion asks for it no more. Raises KeyError."""
    new = copy.deepcopy(data)
    module, place = _seat(new, step_id)
    del module["steps"][place]
    _forget(new, step_id)
    return new


def put_back(data: Data, step: PlannedStep, before: Data | None) -> Data:
    """A removed step where it stood in `before`, the course as it still had it. Its module comes back too if it went,
    and completion asks for it as it did. Without a seat in `before` the step goes to the end."""
    seat = seat_of(before or {}, step.id)
    if before is None or seat is None:
        if not planned(data):
            data = with_module(data, step.id)
        return with_step(data, step, planned(data)[-1].id)
    if all(module.id != seat.module for module in planned(data)):
        data = _with_old_module(data, before, seat.module, [])
    old, here = (
        [_step_id(each) for each in _entries(_module(c, seat.module), "steps")] for c in (before, data)
    )
    return _asked_again(with_step(data, step, seat.module, _between(old, step.id, here)), before, step.id)


def put_module_back(data: Data, before: Data, module_id: str) -> Data:
    """A removed module where it stood in `before`, with all its steps in their order, but for those that stand in
    another module by now. Raises KeyError if `before` has no such module."""
    if any(module.id == module_id for module in planned(data)):
        return data
    steps = _entries(_module(before, module_id), "steps")
    kept = [step for step in steps if seat_of(data, _step_id(step)) is None]
    new = _with_old_module(data, before, module_id, copy.deepcopy(kept))
    for step in kept:
        new = _asked_again(new, before, _step_id(step))
    return new


def _with_old_module(data: Data, before: Data, module_id: str, steps: list[Any]) -> Data:
    new = copy.deepcopy(data)
    if not isinstance(new.get("modules"), list):
        new["modules"] = []
    old, here = ([_module_id(each) for each in _entries(course, "modules")] for course in (before, new))
    module = {**copy.deepcopy(_module(before, module_id)), "steps": steps}
    new["modules"].insert(_between(old, module_id, here), module)
    return new


def _asked_again(data: Data, before: Data, step_id: str) -> Data:
    """The data whose completion asks for the step, where it did in `before`."""
    new = copy.deepcopy(data)
    old, completion = before.get("completion"), new.get("completion")
    if not isinstance(old, dict) or not isinstance(completion, dict):
        return new
    for name in ("quizzes", "assignments"):
        asked = _entries(old, name)
        if step_id in asked:
            again = completion.setdefault(name, [])
            if isinstance(again, list) and step_id not in again:
                again.insert(_between(asked, step_id, again), step_id)
    return new


def _between(order: list[Any], name: str, here: list[Any]) -> int:
    """Where something that stood in `order` belongs among those that are `here`: behind the nearest one that stood
    before it, else in front of the nearest one behind it, else at its number."""
    at = order.index(name)
    for earlier in reversed(order[:at]):
        if earlier in here:
            return here.index(earlier) + 1
    return next((here.index(later) for later in order[at + 1 :] if later in here), min(at, len(here)))


def _entries(data: Data, key: str) -> list[Any]:
    found = data.get(key)
    return found if isinstance(found, list) else []


def _module_id(entry: Any) -> str:
    return _word(entry, "id") if isinstance(entry, dict) else ""


def _step_id(entry: Any) -> str:
    steps = [step.id for _place, step in _steps({"steps": [entry]})]
    return steps[0] if steps else ""


def _forget(data: Data, step_id: str) -> None:
    completion = data.get("completion")
    for name in ("quizzes", "assignments") if isinstance(completion, dict) else ():
        _ask_no_more(completion or {}, name, step_id)


def _ask_no_more(completion: Data, name: str, step_id: str) -> None:
    asked = completion.get(name)
    if isinstance(asked, list) and step_id in asked:
        asked.remove(step_id)
        if not asked and name == "assignments":  # as in courses without any
            del completion[name]


def with_quiz_to_pass(data: Data, step_id: str) -> Data:
    """The data whose completion asks for this quiz, too; as it is where completion has another form."""
    new = copy.deepcopy(data)
    completion = new.setdefault("completion", {"lessons": "all"})
    asked = completion.setdefault("quizzes", []) if isinstance(completion, dict) else None
    if isinstance(asked, list) and step_id not in asked:
        asked.append(step_id)
    return new


def with_assignment_to_pass(data: Data, step_id: str, *, needed: bool) -> Data:
    """The data whose completion asks for this assignment, or does not; as it is where completion has another form."""
    new = copy.deepcopy(data)
    completion = new.get("completion")
    if not isinstance(completion, dict):
        return new
    if not needed:
        _ask_no_more(completion, "assignments", step_id)
    elif isinstance(asked := completion.setdefault("assignments", []), list) and step_id not in asked:
        asked.append(step_id)
    return new


def with_minutes(data: Data, minutes: int) -> Data:
    """The time of the whole course."""
    return {**data, "minutes": minutes} if minutes and data.get("minutes") != minutes else data


def with_front(text: str, changes: Data) -> str:
    """The lesson with some keys of its front matter changed; None takes one away. The text stays as it is."""
    front, body = split_lesson(text)
    before = read_loose(front) if front and front.strip() else {}
    if before is None:  # cannot be read: written anew, since a form has just said what it should be
        before = {}
    after = {key: value for key, value in {**before, **changes}.items() if value is not None}
    written = spliced(front, after, LESSON_ORDER) if front and front.strip() else emit(after)
    return f"---\n{written}---\n{body}"
