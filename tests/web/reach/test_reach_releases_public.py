"""What visitors see of a release: on the page of impact, at home, on the page of its centre."""

from __future__ import annotations

import pytest
from flask import Flask

from learnhub.reach.releases.queries import folder_of
from tests.web.client import PageClient
from tests.web.reach.releasing import LIST, YEAR, ask_in_public, made, make, settings_of

pytestmark = pytest.mark.usefixtures("no_releases")


def test_a_release_that_was_asked_for_in_public_is_open_once_it_is_made(
    golden: Flask, visitor: PageClient
) -> None:
    with golden.app_context():
        ask_in_public("net")
    assert "No figures have been published yet." in visitor.get("/en/impact").text
    made(golden)
    assert "Learners reached 50" in visitor.get("/en/impact").text
    assert "Learners reached 50" in visitor.get("/en/").text
    file = folder_of(settings_of(golden), "net-2024-F1") / "public" / "revisions.csv"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b"one more")
    golden.extensions["learnhub.edge"].pages.forget()
    assert "Verification failed" in visitor.get("/en/impact").text
    assert "Learners reached" not in visitor.get("/en/").text, "nor any figure of it elsewhere"
    manifest = file.with_name("manifest.json")
    manifest.unlink()
    manifest.mkdir()
    golden.extensions["learnhub.edge"].pages.forget()
    assert "Verification failed" in visitor.get("/en/impact").text
    assert "What the network achieves" not in visitor.get("/en/").text, (
        "a file that cannot be read stops no page"
    )


def test_the_page_of_a_centre_tells_of_its_own_release(golden: Flask, visitor: PageClient) -> None:
    assert "Published figures" not in visitor.get("/en/centres/icharm").text
    with golden.app_context():
        ask_in_public("c-icharm")
    made(golden)
    page = visitor.get("/en/centres/icharm")
    assert "Published figures, 2024" in page.text
    assert page.click("Release 2024-F1").address.endswith("/c-icharm-2024-F1")
    assert "What the network achieves" not in visitor.get("/en/").text, "it is not of the network"


def test_the_impact_page_names_the_file_that_was_changed(golden: Flask, administrator: PageClient) -> None:
    release_id = make(golden, administrator)
    administrator.get(f"{LIST}/{release_id}").send("Open the public view", {"sure": "y"})
    data = next((folder_of(settings_of(golden), release_id) / "public").glob("*_public.json"))
    data.chmod(0o644)
    data.write_bytes(data.read_bytes()[:-1] + b" ")
    page = administrator.get(f"/en/impact?period={YEAR}")
    assert f"{data.name}: was changed" in page.text
    assert not [tile for tile in page.main.all("div") if tile.get("class") == "tile"]
