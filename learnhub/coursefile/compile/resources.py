"""A case or site inside a lesson: its facts as a list, where they come from, and which version it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..document import Resource
from ..resources import FACTS, FOLDERS, MARK
from .context import Context, attributes, shown
from .foreign import RIGHT_TO_LEFT
from .resourcewords import RESOURCE_WORDS


def resource_box(context: Context, meta: dict[str, Any]) -> str:
    """The box of what a mark embeds; its bare name if the course does not carry it."""
    match = MARK.fullmatch(meta["path"])
    found = context.document.resource(FOLDERS[match[1]], match[2]) if match else None
    if found is None:
        return f"<p>{shown(meta['path'])}</p>\n"
    words = RESOURCE_WORDS[context.document.metadata.language]
    rows = "".join(_rows(context, found, words))
    kind = f"{words[found.kind]}{context.labels.colon}"
    title = f"{kind}<bdi{_language(context, found)}>{shown(found.title)}</bdi>"
    foot = _foot(context, found, words)
    return f'<div class="box box-case"><p class="box-label">{title}</p>\n<dl>{rows}</dl>\n{foot}</div>\n'


def _language(context: Context, resource: Resource) -> str:
    """The language of the facts, where it is not that of the lesson."""
    if not resource.language or resource.language == context.document.metadata.language:
        return ""
    side = "rtl" if resource.language in RIGHT_TO_LEFT else "ltr"
    return attributes(lang=resource.language, dir=side)


def _rows(context: Context, resource: Resource, words: dict[str, str]) -> Iterator[str]:
    for key in (*FACTS[resource.kind], "source"):
        text = resource.data.get(key, "")
        if not text:
            continue
        context.words.append(text)
        tongue = _language(context, resource)
        paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
        said = "".join(f"<p>{shown(part)}</p>" for part in paragraphs) if len(paragraphs) > 1 else shown(text)
        if key == "source":
            said += _web_address(resource.data.get("source_url", ""))
        yield f"<dt>{words[key]}</dt><dd{tongue}>{said}</dd>"


def _web_address(address: str) -> str:
    return f" <a{attributes(href=address)}>{shown(address)}</a>" if address else ""


def _foot(context: Context, resource: Resource, words: dict[str, str]) -> str:
    version = words["version"].format(date=f"<bdi>{shown(resource.version)}</bdi>")
    address = context.addresses.resource(resource)
    if address:
        version = f"<a{attributes(href=address)}>{version}</a>"
    licence = shown(resource.data.get("licence", ""))
    return f'<p class="small muted">{version} · <bdi>{licence}</bdi></p>'
