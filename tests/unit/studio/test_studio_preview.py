"""What a preview shows of a draft is what its publication will show."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from learnhub.catalogue.files import FileStore
from learnhub.studio.domain import AssetPart, Part
from learnhub.studio.preview import compiled

LESSON = """---
title: A talk
minutes: 5
outcomes: [o1]
---
Listen.

::: audio assets/talk.mp3 A talk
transcript: assets/talk.md
minutes: 4
:::
"""


def parts(store: FileStore, *, lost: bool = False) -> dict[str, Part]:
    sound, text = store.put(b"ID3sound"), store.put(b"The river **rises**.")
    texts = {
        "course.yaml": "language: fr\n",
        "lessons/a.md": LESSON,
        "assets/talk.mp3": AssetPart("audio/mpeg", 8, sound).as_text(),
        "assets/talk.md": AssetPart("text/markdown", 20, "0" * 64 if lost else text).as_text(),
    }
    made_at = datetime(2026, 11, 22, tzinfo=UTC)
    return {path: Part(path, text, 1, None, made_at) for path, text in texts.items()}


def test_a_transcript_is_read_on_the_page(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    html = compiled(parts(store), "a", store).html
    assert "<summary>Lire la transcription</summary>\n<p>The river <strong>rises</strong>.</p>" in html


def test_a_transcript_whose_file_is_lost_stays_a_link(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    assert ">Lire la transcription</a>" in compiled(parts(store, lost=True), "a", store).html
