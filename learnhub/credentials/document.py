"""The data of the printed document, in the language of the course: plain values for the template."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from learnhub.credentials.domain import Facts, Holding, chosen_outcomes
from learnhub.credentials.labels import Labels, labels_of, result_words, study_time
from learnhub.web.i18n import LANGUAGES, direction, long_date

if TYPE_CHECKING:
    from segno import QRCode


def qr_picture(address: str) -> str:
    """The QR code of an address as an SVG picture: error correction M, a quiet zone of four modules."""
    picture = io.BytesIO()
    _qr_code(address).save(picture, kind="svg", border=4, omitsize=True, xmldecl=False, nl=False)
    return picture.getvalue().decode("ascii")


def qr_inline(address: str) -> str:
    """The same code as a part of a page."""
    return str(_qr_code(address).svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None))


def _qr_code(address: str) -> QRCode:
    import segno  # noqa: PLC0415 - few processes need it

    return segno.make(address, error="m", micro=False)


def check_address(holding: Holding, public_url: str) -> str:
    """The address that the code holds: short, without a language."""
    return f"{public_url}/c/{holding.compact}"


def document_data(holding: Holding, *, country: str, public_url: str, demo: bool) -> dict[str, Any]:
    """Everything the template needs. `country` is the country's name in the language of the course."""
    facts = holding.facts
    language = facts.language if facts.language in LANGUAGES else "en"
    labels = labels_of(language)
    address = check_address(holding, public_url)
    place = labels.list_comma.join(part for part in (facts.centre, facts.city, country) if part)
    issued, outcomes = holding.issued_at, chosen_outcomes(facts.outcomes)
    return {
        "lang": language,
        "dir": direction(language),
        "title": labels.title,
        "confirms": labels.confirms.format(centre=facts.centre),
        "name": holding.name,
        "on_record": labels.on_record,
        "partly": labels.partly,
        "completed": labels.completed,
        "course": facts.course,
        "code": facts.code,
        "version": labels.version.format(n=facts.version),
        "facts": _facts_strip(holding, labels, language),
        "can": _can(labels, len(outcomes), len(facts.outcomes)),
        "outcomes": outcomes,
        "foot": [[labels.issued_by, place], [labels.number, holding.serial], [labels.check, _bare(address)]],
        "qr": qr_picture(address),
        "qr_alt": labels.qr,
        "network": labels.network,
        "demo": labels.demo if demo else "",
        "date": [issued.year, issued.month, issued.day],
    }


def _facts_strip(holding: Holding, labels: Labels, language: str) -> list[list[str]]:
    facts = holding.facts
    strip = [
        [labels.time, study_time(labels, facts.minutes)],
        [labels.steps, _steps(labels, facts)],
        [labels.date, long_date(holding.completed_at.date(), language)],
    ]
    if facts.max_marks:
        result = result_words(language, facts.marks, facts.max_marks, facts.percent)
        strip.insert(2, [labels.result, result])
    return strip


def _can(labels: Labels, shown: int, all_of_them: int) -> str:
    """What stands above the outcomes; it says so where there is no room for all."""
    if shown == all_of_them:
        return labels.can
    return f"{labels.can} ({labels.steps_value.format(done=shown, all=all_of_them)})"


def _steps(labels: Labels, facts: Facts) -> str:
    if facts.done is None:
        return str(facts.steps)
    return labels.steps_value.format(done=facts.done, all=facts.steps)


def _bare(address: str) -> str:
    # shorter to type; a browser adds the rest
    return address.removeprefix("https://").removeprefix("http://")


def canonical(data: dict[str, Any]) -> bytes:
    """The data as bytes: the same for the same certificate."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
