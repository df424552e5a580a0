"""Pages of releases: made, frozen, opened; who sees which view; the impact page shows what is public alone."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind
from learnhub.accounts.models import Person
from learnhub.app import each_minute
from learnhub.db import reading, transaction
from learnhub.jobs.models import Job
from learnhub.kernel.clock import now
from learnhub.reach.releases import task
from learnhub.reach.releases.models import Release, ReportSchedule
from learnhub.reach.releases.queries import folder_of
from learnhub.reach.releases.verify import verify_folder
from learnhub.reach.views.release_words import to_pass_on
from tests.web.client import PageClient
from tests.web.reach.conftest import Enter
from tests.web.reach.releasing import AS_OF, LIST, NEW, YEAR, make, settings_of, worked

pytestmark = pytest.mark.usefixtures("no_releases")


def test_from_the_form_to_the_public(
    golden: Flask, administrator: PageClient, visitor: PageClient, enter: Enter
) -> None:
    asked = administrator.get(NEW).send(
        "Freeze", {"scope": "net", "period": YEAR, "stage": "F", "as_of": AS_OF}
    )
    assert asked.title == "Release 2024-F1"
    assert "The files are being made" in asked.text
    administrator.get(NEW).send("Freeze", {"period": YEAR, "stage": "P", "as_of": AS_OF}, 422)
    assert visitor.get(f"{LIST}/net-2024-F1", 404)
    release_id = worked(golden)

    made = asked.click("Look again")
    assert "Frozen" in made.text
    assert "R04 Learners reached 49, the rows behind it 16" in made.text
    _files_are_those_of_the_folder(golden, administrator, release_id)
    _views_are_for_their_readers(golden, visitor, enter, release_id)

    assert "No figures have been published yet." in visitor.get("/en/impact").text
    assert "What the network achieves" not in visitor.get("/en/").text
    assert made.send("Open the public view", status=422).status == 422, "it was not confirmed"
    opened = made.send("Open the public view", {"sure": "y"})
    assert "Open the public view" not in [button.text for button in opened.tree.all("button")]
    golden.extensions["learnhub.edge"].pages.look_again()  # it looks at the version of pages once a second
    _the_home_page_tells_of_it(visitor)
    impact = visitor.get("/en/impact")
    tiles = [tile.text for tile in impact.main.all("div") if tile.get("class") == "tile"]
    assert tiles[0].startswith("Learners reached 50")
    assert visitor.get(f"{LIST}/net-2024-F1").text.count("internal") == 0
    assert visitor.get(LIST).click("2024-F1, The whole network").title == "Release 2024-F1"
    whole = visitor.get("/en/open-data").links()
    assert any(re.search(r"Download all \(ZIP, at most [\d.]+ (KB|MB)\)", words) for words in whole)
    assert visitor.redirect(f"{LIST}/2024-F1").endswith("net-2024-F1")
    assert "2024-F1" in visitor.get("/en/open-data").text
    again = {"period": YEAR, "stage": "R", "as_of": "", "reason": "Late records"}
    revised = administrator.get(NEW).send("Freeze", again)
    assert "There is a later release" not in revised.text, "what is being made is the latest"
    for code in ("fr", "ar"):
        visitor.get(f"/{code}/impact")
        visitor.get(f"/{code}/reach/releases/net-2024-F1")
    assert "\u20662024-F1\u2069" in visitor.get(f"/ar/reach/releases/{release_id}").title, "not F1-2024"


def test_what_may_be_passed_on_comes_first(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{LIST}/{make(golden, administrator)}")
    filled = [each for each in page.main.all("a", "button") if each.get("class") == "btn"]
    (said,) = [each.text for each in filled]
    assert re.fullmatch(r"Workbook: tables, charts, explanations XLSX, [\d.]+ (KB|MB)", said)
    assert "/partner/" in (filled[0].get("href") or "")
    files = [
        {"name": f"x_2024_partner_{each}", "bytes": 1}
        for each in ("board_en.pdf", "network_en.pdf", "network_fr.pdf")
    ]
    with golden.test_request_context("/fr/reach/releases"):
        golden.preprocess_request()
        names = [each.name.removeprefix("x_2024_partner_network_") for each in to_pass_on(files)]
        assert names == ["fr.pdf", "en.pdf"], (
            "the language that was asked for is at hand on a page in another one"
        )


def test_a_page_says_why_a_figure_is_held_back(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(f"{LIST}/{make(golden, administrator)}?view=partner")
    assert "“c” is a figure that is held back" in page.text
    assert page.click("Exact figures, and the rows behind them").address.endswith("?view=internal")
    opened = administrator.get(f"{LIST}/net-2024-F1").send("Open the public view", {"sure": "y"})
    assert "Exact figures, and the rows" not in opened.text
    golden.extensions["learnhub.edge"].pages.forget()
    assert "Held back to protect people" in administrator.get("/en/impact").text


def test_the_last_whole_year_is_proposed(golden: Flask, administrator: PageClient) -> None:
    for asked, chosen, said in (
        ("", str(now().year - 1), False),
        ("?of=2024", "2024", False),
        ("?of=20240101-20240630", str(now().year - 1), True),
    ):
        page = administrator.get(f"{NEW}{asked}")
        options = page.form("Freeze").all("select")[1].all("option")
        assert [each.get("value") for each in options if each.has("selected")] == [chosen]
        assert ("so look at the period below" in page.text) == said
        for place in page.main.all("nav")[0].all("a"):
            administrator.get(place.get("href"))


def _the_home_page_tells_of_it(visitor: PageClient) -> None:
    """A few figures in words, each with its definition, how settled they are, and the way to all of them."""
    home = visitor.get("/en/")
    panel = next(each for each in home.main.all("aside") if "What the network achieves" in each.text)
    assert "Learners reached 50" in panel.text
    assert "release 2024-F1 (final), as recorded up to" in panel.text
    assert visitor.get(panel.all("dt")[0].all("a")[0].get("href")).title == "Learners reached"
    assert home.click("All published figures").title == "Impact"
    assert "ما تحققه الشبكة" in visitor.get("/ar/").text


def _files_are_those_of_the_folder(site: Flask, administrator: PageClient, release_id: str) -> None:
    page = administrator.get(f"{LIST}/{release_id}?view=internal")
    folder = folder_of(settings_of(site), release_id) / "internal"
    links = [href for href in page.links().values() if f"/{release_id}/internal/" in href]
    assert len(links) > 10
    for href in links:
        answer = administrator.fetch(href)
        assert answer.data == (folder / href.rsplit("/", 1)[1]).read_bytes()
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "attachment" in answer.headers["Content-Disposition"]
    packed = administrator.fetch(f"{LIST}/{release_id}/internal.zip")
    again = administrator.fetch(f"{LIST}/{release_id}/internal.zip")
    assert hashlib.sha256(packed.data).digest() == hashlib.sha256(again.data).digest()
    _verifies_elsewhere(
        settings_of(site).instance / "elsewhere", packed.data, administrator.fetch(f"{LIST}/key.pem").data
    )
    assert administrator.fetch(f"{LIST}/{release_id}/internal/..%2Fpublic%2Fmanifest.json").status_code == 404
    assert administrator.fetch(f"{LIST}/{release_id}/internal/other.csv").status_code == 404
    _what_was_changed_is_not_handed_out(administrator, release_id, folder / "key_figures.csv")


def _what_was_changed_is_not_handed_out(administrator: PageClient, release_id: str, file: Path) -> None:
    whole, address = file.read_bytes(), f"{LIST}/{release_id}/internal"
    file.chmod(0o644)
    file.write_bytes(whole.replace(b"R04", b"R03", 1))
    for name in ("/key_figures.csv", "/manifest.json", ".zip"):
        answer = administrator.fetch(address + name)
        assert answer.status_code == 409
        assert "no longer as they were signed" in answer.text
    page = administrator.get(f"{LIST}/{release_id}?view=internal")
    assert "Verification failed" in page.text
    assert "key_figures.csv: was changed" in page.text
    assert "Learners reached" not in page.text, "no figure of a release that does not verify"
    assert "Learners reached4916" not in page.text
    assert "Learners reached" in administrator.get(f"{LIST}/{release_id}?view=partner").text
    file.write_bytes(whole)
    assert administrator.fetch(f"{address}/key_figures.csv").data == whole
    assert "Verification failed" not in administrator.get(f"{LIST}/{release_id}?view=internal").text


def test_every_changed_figure_stands_on_a_page_with_its_reasons(
    golden: Flask, administrator: PageClient, visitor: PageClient
) -> None:
    for stage, as_of in (("F", "2025-01-31"), ("R", AS_OF)):
        typed = {"scope": "net", "period": YEAR, "stage": stage, "as_of": as_of, "reason": "late sheets"}
        administrator.get(NEW).send("Freeze", typed)
        worked(golden)
    page = administrator.get(f"{LIST}/net-2024-R1?view=internal").click("What changed since 2024-F1")
    assert page.title == "Changes from 2024-F1 to 2024-R1"
    assert "The whole network · Internal" in page.text
    rows = [[cell.text for cell in row.all("td")] for row in page.main.all("tr") if row.all("td")]
    assert ["Course K01", "14", "13", "accounts merged"] in rows
    assert any(row[0].startswith("Women, ") or ", Women" in row[0] for row in rows)
    assert "C01 Completions" in page.main.text
    assert all(row[-1] for row in rows)
    assert visitor.fetch(f"{LIST}/net-2024-R1/internal/since/net-2024-F1").status_code == 404
    administrator.get(f"{LIST}/net-2024-F1/internal/since/net-2024-R1", 404)


def _verifies_elsewhere(folder: Path, packed: bytes, key: bytes) -> None:
    """What was downloaded is a release that checks out by itself."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)
    (inside,) = folder.iterdir()
    assert verify_folder(inside, key) == []
    shutil.rmtree(folder)


def _views_are_for_their_readers(site: Flask, visitor: PageClient, enter: Enter, release_id: str) -> None:
    readers = {
        "visitor": (visitor, ()),
        "learner": (enter(None), ()),
        "coordinator elsewhere": (enter(Role.CENTRE_COORDINATOR, "C01"), ("partner",)),
        "national viewer": (enter(Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, "KE")), ("partner",)),
        "network coordinator": (enter(Role.NETWORK_COORDINATOR, NETWORK), ("internal", "partner", "public")),
    }
    for name, (reader, views) in readers.items():
        for view in ("internal", "partner", "public"):
            answer = reader.fetch(f"{LIST}/{release_id}/{view}/manifest.json")
            assert answer.status_code == (200 if view in views else 404), (name, view)
        reader.get(f"{LIST}/{release_id}", 200 if views else 404)
        assert (release_id[4:] in reader.get(LIST).text) is bool(views), name


def test_a_coordinator_makes_the_report_of_her_centre(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    form = coordinator.get(NEW).form("Freeze")
    assert [option.get("value") for option in form.all("select")[0].all("option")] == ["c-C01"]
    release_id = make(golden, coordinator, "c-C01", "P")
    assert release_id == "c-C01-2024-P1"
    assert "R04 Learners reached 18" in coordinator.get(f"{LIST}/{release_id}").text
    other = enter(Role.CENTRE_COORDINATOR, "C02")
    assert "18" not in other.get(f"{LIST}/{release_id}").text.split("Files")[0]
    assert other.fetch(f"{LIST}/{release_id}/internal/manifest.json").status_code == 404
    token = form_token(other)
    assert other.client.post(f"{LIST}/{release_id}/publish", data={"csrf_token": token}).status_code == 403
    assert (
        other.client.post(
            NEW, data={"csrf_token": token, "scope": "net", "period": YEAR, "stage": "P"}
        ).status_code
        == 422
    )


def form_token(visitor: PageClient) -> str:
    form = visitor.get(NEW).form("Freeze")
    return next(field.get("value") for field in form.all("input") if field.get("name") == "csrf_token")


def test_the_making_is_cancelled(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(NEW).send(
        "Freeze", {"scope": "net", "period": YEAR, "stage": "F", "as_of": AS_OF}
    )
    refresh = [each for each in page.tree.all("meta") if each.get("http-equiv") == "refresh"]
    assert len(refresh) == 1
    assert "2024-F1" in administrator.get("/en/operate/running").text
    assert page.send("Cancel").title == "Release 2024-F1"
    (settings_of(golden).instance / "releases" / "net-2024-F1").mkdir(
        parents=True
    )  # cancelled at the last moment
    with golden.app_context():
        task.do(settings_of(golden), {"id": "net-2024-F1"}, now(), generator="learnhub tests")
    page = administrator.get(f"{LIST}/net-2024-F1")
    assert "It was cancelled." in page.text
    assert not (settings_of(golden).instance / "releases" / "net-2024-F1").exists()
    answer = administrator.client.post(
        f"{LIST}/net-2024-F1/cancel", data={"csrf_token": form_token(administrator)}
    )
    assert answer.status_code == 409
    assert (
        administrator.get(NEW)
        .send("Freeze", {"period": YEAR, "as_of": AS_OF})
        .title.startswith("Release 2024")
    )


def test_a_coordinator_sees_the_network_as_partners_do(
    golden: Flask, administrator: PageClient, enter: Enter
) -> None:
    release_id = make(golden, administrator)
    page = enter(Role.CENTRE_COORDINATOR, "c1").get("/en/reach/dashboard?period=2024&as_of=2025-06-30")
    assert "The network beside it" in page.text
    assert page.links()["To the release"].endswith(release_id)
    (table,) = [each for each in page.main.all("table") if "Network 2024-F1" in each.text]
    shown = {row.all("a")[0].text: [cell.text for cell in row.all("td")] for row in table.all("tr")[1:]}
    assert shown["R04, definition"][1] == "49"
    assert "The network beside it" not in administrator.get("/en/reach/dashboard?period=2024").text
    form = page.click("Freeze as a release")
    assert [form.values("Freeze")[name] for name in ("period", "scope")] == ["2024", "c-c1"]


@pytest.mark.parametrize("role", [None, Role.AUTHOR, Role.FACILITATOR])
def test_others_make_none(golden: Flask, enter: Enter, role: Role | None) -> None:
    visitor = enter(role, *(("C01",) if role else ()))
    visitor.get(NEW, 403)
    visitor.get("/en/reach/regular-reports", 403)


def test_what_cannot_be_frozen_comes_back_with_the_reason(golden: Flask, administrator: PageClient) -> None:
    page = administrator.get(NEW)
    for typed, words in (
        ({"stage": "F", "as_of": "2025-01-30"}, "31 days"),
        ({"stage": "R", "as_of": AS_OF}, "no final release"),
        ({"stage": "P", "as_of": "2024-12-31"}, "not over"),
        ({"stage": "P", "as_of": "31/01/2025"}, "“31/01/2025” is no day or time. Write it like 2026-01-31"),
        ({"stage": "P", "as_of": "2999-01-01"}, "lies in the future. Take a day up to today"),
    ):
        back = page.send("Freeze", {"scope": "net", "period": YEAR, **typed}, 422)
        assert words in " ".join(back.problems), back.problems


def test_a_broken_ledger_is_told_on_the_page(golden: Flask, administrator: PageClient) -> None:
    with golden.app_context(), transaction() as session:
        session.add(
            Release(
                id="net-2024-P1", scope="net", period=YEAR, name="2024-P1", stage="P", number=1, as_of=now(),
                languages="", reason="", state="failed", done=0, steps=100, asked_at=now(), block_hash="",
                manifests={}, problem="Broken.\naltered: entry 30 (persons P030, version 1) is not what was sealed.",
            )
        )  # fmt: skip
    page = administrator.get(f"{LIST}/net-2024-P1")
    assert "No figure was published." in page.text
    assert "entry 30 (persons P030, version 1)" in page.text


def test_reports_come_regularly(golden: Flask, enter: Enter) -> None:
    coordinator = enter(Role.CENTRE_COORDINATOR, "C01")
    page = coordinator.get("/en/reach/regular-reports")
    mine = page.send("Get this report", {"scope": "c-C01", "every": "year", "day": "1", "language": "fr"})
    assert "Each year, 1 day after its end" in mine.text
    assert "You have no confirmed e-mail address, so no mail comes" in mine.text
    coordinator.get("/en/reach/regular-reports").send(
        "Get this report", {"scope": "c-C01", "every": "year", "language": "fr"}, 422
    )
    with golden.app_context():
        with transaction() as session:
            session.execute(update(Person).values(email="leila@example.org", email_confirmed_at=now()))
        each_minute(now())
        each_minute(now())
        asked = reading().scalars(select(Release)).all()
        assert [(each.scope, each.stage, each.languages) for each in asked] == [("c-C01", "P", "fr")]
    release_id = worked(golden)
    with golden.app_context():
        each_minute(now())
        each_minute(now())
        mails = [job.payload for job in reading().scalars(select(Job).where(Job.name == "mail"))]
        assert [mail["to"] for mail in mails] == ["leila@example.org"]
        assert f"/fr/reach/releases/{release_id}" in mails[0]["text"]
    listed = coordinator.get("/en/reach/regular-reports").text
    assert release_id[6:] in listed
    assert "so no mail comes" not in listed
    assert "You get no report yet." in coordinator.get("/en/reach/regular-reports").send("End: C01").text
    with golden.app_context():
        assert reading().scalars(select(ReportSchedule)).all() == []
