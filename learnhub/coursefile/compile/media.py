"""Pictures, sound and film: markup of our own, put in after the sanitiser. Every value is escaped here."""

from __future__ import annotations

from typing import Any

from ..document import Asset
from ..media import media_type
from ..variants import copies_of
from .context import Context, attributes, shown
from .transcript import transcript

SIZES = "(min-width: 46rem) 42rem, 100vw"
"""How wide a figure is drawn; the measure of the text is that of core.css."""


def picture(context: Context, path: str, words: str) -> str:
    """An image with its size, so that the page does not jump; its description if the file is not there."""
    asset = context.asset(path)
    if asset is None:
        return f"<p>{shown(words)}</p>"
    return context.hole(
        "<img"
        + attributes(
            src=context.addresses.asset(path),
            **_narrower(context, asset),
            alt=words,
            width=asset.width,
            height=asset.height,
            loading="lazy",
        )
        + ">"
    )


def _narrower(context: Context, asset: Asset) -> dict[str, str]:
    """The copies for small screens, if there are any; a figure is as wide as the text, or the screen."""
    paths = [each.path for each in context.document.assets]
    copies = [(width, path) for width, path in copies_of(asset.path, paths) if width < (asset.width or 0)]
    if not copies:
        return {}
    every = [*copies, (asset.width, asset.path)]
    listed = ", ".join(f"{context.addresses.asset(path)} {width}w" for width, path in every)
    return {"srcset": listed, "sizes": SIZES}


def media_row(context: Context, meta: dict[str, Any]) -> str:
    """Title, length, transcript and the sizes before anything is loaded; the players open on demand."""
    asset = context.asset(meta["path"])
    title = f"<strong>{shown(meta['title'])}</strong>"
    if asset is None:
        return f"<p>{title}</p>\n"
    text = context.asset(meta["fields"].get("transcript", ""))
    read = transcript(text) if text else ""
    facts = f'<div>{title}<br><span class="muted small">{_facts(context, meta, None if read else text)}</span></div>'
    players = _player(context, meta, asset, context.labels.play)
    smaller = context.asset(meta["fields"].get("low", ""))
    if smaller is not None:  # with the same captions
        players += _player(context, meta, smaller, context.labels.smaller)
    below = f"<details><summary>{context.labels.transcript}</summary>\n{read}</details>" if read else ""
    return context.hole(f'<div class="media">{facts}{players}</div>{below}') + "\n"


def _facts(context: Context, meta: dict[str, Any], text: Asset | None) -> str:
    labels, fields = context.labels, meta["fields"]
    parts = [labels.sound if meta["kind"] == "audio" else labels.film]
    if "minutes" in fields:
        parts.append(shown(labels.minutes.format(n=fields["minutes"])))
    said = labels.comma.join(parts)
    if text is None:
        return said
    address = attributes(href=context.addresses.asset(text.path))
    return f"{said}. <a{address}>{labels.transcript}</a> ({labels.size(text.size)})"


def _player(context: Context, meta: dict[str, Any], asset: Asset, words: str) -> str:
    words += context.labels.comma + context.labels.size(asset.size)
    button = f'<summary class="btn btn-2 btn-s">{words}</summary>'
    kind = media_type(asset.path)
    tag = "audio" if meta["kind"] == "audio" else "video"
    source = attributes(src=context.addresses.asset(asset.path), type=kind.name if kind else None)
    track = ""
    captions = context.asset(meta["fields"].get("captions", ""))
    if captions is not None:
        language = context.document.metadata.language
        address = context.addresses.asset(captions.path)
        labels = attributes(kind="captions", src=address, srclang=language, label=context.labels.captions)
        track = f"<track{labels} default>"
    return f'<details>{button}<{tag} controls preload="none"><source{source}>{track}</{tag}></details>'
