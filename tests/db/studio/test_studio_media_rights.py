"""The media library: who sees which files, files that are kept once, use in drafts, and what listing costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from studio_support import NOW, draft

from learnhub.access.identity import NETWORK, Grant, Identity, Role, Scope, ScopeKind
from learnhub.access.permissions import Permission
from learnhub.access.policy import permits
from learnhub.catalogue.files import FileStore
from learnhub.centres.snapshot import reference
from learnhub.db import reading, transaction
from learnhub.kernel.errors import Conflict
from learnhub.studio.library import Described, MediaItem, accept
from learnhub.studio.queries.drafts import parts_of
from learnhub.studio.queries.media import list_media, published_with, uses_of
from learnhub.studio.service.media import Added, add_media, describe_media, remove_media, use_media
from tests.statements import statements

pytestmark = pytest.mark.usefixtures("example")
ABOUT = Described("The river", "It stands high.", "Anna Lake", "CC-BY-4.0")
FILM = Described("A walk", "Look.", "Anna Lake", "CC-BY-4.0", "WEBVTT\n\n00:01.000 --> 00:02.000\nLook.\n", 2)
MP4 = b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 30
CENTRES = ("icharm", "icwc", "dundee")


@pytest.fixture
def store(example: Flask) -> FileStore:
    return FileStore(example.config["SETTINGS"].instance)


def add(
    store: FileStore,
    data: bytes = b"a,b\n",
    centre: str = "icharm",
    name: str = "a.csv",
    about: Described = ABOUT,
) -> Added:
    with transaction() as session:
        return add_media(
            session, centre_id=centre, file=accept(name, data), about=about, store=store, actor=None, now=NOW
        )


def use(
    store: FileStore, item: MediaItem, code: str = "new-course", centre: str = "icharm"
) -> tuple[str, str]:
    of = draft(code, centre=centre)
    with transaction() as session:
        return of.id, use_media(session, draft=of, item=item, store=store, actor=None, now=NOW)


def test_the_same_file_is_kept_once_in_a_centre(store: FileStore) -> None:
    first, second = add(store), add(store, name="other.csv", about=FILM)
    assert (first.new, second.new) == (True, False)
    assert second.item == first.item
    assert add(store, centre="icwc").new


def test_a_film_brings_captions_and_transcript_and_a_second_use_changes_nothing(store: FileStore) -> None:
    item = add(store, MP4, name="walk.mp4", about=FILM).item
    of, path = use(store, item)
    assert path == "assets/walk.mp4"
    parts = parts_of(reading(), of)
    texts = {name: store.get(part.asset.sha256) for name, part in parts.items() if name.startswith("assets/")}
    assert texts == {
        "assets/walk.mp4": MP4,
        "assets/walk.vtt": FILM.captions.encode(),
        "assets/walk-text.md": b"Look.",
    }
    assert [each.path for each in uses_of(reading(), "icharm")[item.sha256]] == [path]


def test_a_file_that_is_used_stays_and_one_that_is_not_goes(store: FileStore) -> None:
    item = add(store).item
    use(store, item)
    with pytest.raises(Conflict), transaction() as session:
        remove_media(session, media_id=item.id)
    loose = add(store, b"c,d\n").item
    with transaction() as session:
        remove_media(session, media_id=loose.id)
    assert store.get(loose.sha256) == b"c,d\n"
    assert add(store, b"c,d\n").new


def test_what_is_said_of_a_file_can_be_said_anew(store: FileStore) -> None:
    item = add(store).item
    with transaction() as session:
        said = describe_media(session, media_id=item.id, about=FILM)
    assert (said.title, said.minutes, said.sha256) == ("A walk", 2, item.sha256)
    assert list_media(reading(), Identity(person_id=1, grants=frozenset({Grant(Role.ADMINISTRATOR)})))[0] == [
        said
    ]


@pytest.mark.parametrize("text", ["РЕКИ", "мост реки", "lodz", "میاه", "Мост.PNG"])
def test_a_file_is_found_by_words_in_any_script(store: FileStore, text: str) -> None:
    item = add(store).item
    about = replace(FILM, title="Мост через русло реки, Łódź", credit="مِيَاهٌ", words="мост.png")
    with transaction() as session:
        said = describe_media(session, media_id=item.id, about=about)
    everybody = Identity(person_id=1, grants=frozenset({Grant(Role.ADMINISTRATOR)}))
    assert list_media(reading(), everybody, text=text) == ([said], 1)
    assert list_media(reading(), everybody, text=f"{text} nowhere") == ([], 0)


def test_a_file_of_a_published_course_stays(store: FileStore) -> None:
    """The example course is published by icharm; its data file is in the library as well."""
    folder = Path(__file__).parents[2] / "courses" / "example"
    item = add(store, (folder / "assets" / "readings.csv").read_bytes(), name="readings.csv").item
    assert published_with(reading(), "icharm", item.sha256) == ["reading-the-river"]
    with pytest.raises(Conflict), transaction() as session:
        remove_media(session, media_id=item.id)


def test_files_of_another_centre_are_not_taken_into_a_draft(store: FileStore) -> None:
    item = add(store, centre="icwc").item
    with pytest.raises(Conflict, match="another centre"):
        use(store, item)


def identities() -> Iterator[Identity]:
    """A person with each role for each kind of scope."""
    yield Identity()
    yield Identity(person_id=1)
    for role in Role:
        for scope in (
            NETWORK,
            *(Scope(ScopeKind.CENTRE, centre) for centre in CENTRES),
            Scope(ScopeKind.COUNTRY, "JP"),
        ):
            yield Identity(person_id=1, grants=frozenset({Grant(role, scope)}))


def test_lists_and_policy_agree(store: FileStore) -> None:
    items = [add(store, centre=centre).item for centre in CENTRES[:2]]
    known = reference(reading())
    seen_by_some = 0
    for identity in identities():
        listed, total = list_media(reading(), identity)
        assert total == len(listed)
        for item in items:
            may = permits(identity, Permission.VIEW_COURSE, known.centre_resource(item.centre_id))
            assert (item.id in {each.id for each in listed}) == may, (identity, item.centre_id)
            seen_by_some += may
    assert seen_by_some > 4


def test_a_list_costs_the_same_however_long_it_is(store: FileStore) -> None:
    author = Identity(person_id=1, grants=frozenset({Grant(Role.AUTHOR, Scope(ScopeKind.CENTRE, "icharm"))}))

    def cost() -> int:
        reading().rollback()
        with statements() as seen:
            list_media(reading(), author)
            uses_of(reading(), "icharm")
        return len(seen)

    add(store)
    cost()
    one = cost()
    for number in range(15):
        add(store, b"%d\n" % number)
    assert cost() == one
