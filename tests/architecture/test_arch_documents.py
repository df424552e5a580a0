"""What can be set, called, allowed or counted is in the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from learnhub.access.permissions import Permission
from learnhub.cli import main
from learnhub.config import Settings
from learnhub.quiz.kinds import KINDS
from learnhub.reach.indicators import INDICATORS
from tests.architecture.source import ROOT

DOCS = ROOT / "docs"


def page(name: str) -> str:
    """A page of the documentation."""
    return (DOCS / name).read_text(encoding="utf-8")


def everything() -> str:
    """All pages as one text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCS.rglob("*.md")))


def test_every_setting_is_described_and_every_described_one_is_there() -> None:
    table = page("operators.md").split("## Settings")[1].split("\n## ")[0]
    told = set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))
    assert told == set(Settings.model_fields)


def commands(group: click.Group, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every command with its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if isinstance(found, click.Group):
            yield from commands(found, (*words, name))
        else:
            yield (*words, name)


def test_every_command_is_described() -> None:
    text = everything()
    missing = [" ".join(words) for words in commands(main) if " ".join(words) not in text]
    assert missing == []


@pytest.mark.parametrize("words", list(commands(main)), ids=" ".join)
def test_every_command_helps(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output
    assert len(result.output.splitlines()) > 3


def test_every_permission_is_described() -> None:
    text = page("access.md")
    assert [permission.value for permission in Permission if f"- `{permission.value}`:" not in text] == []


def test_every_indicator_is_described() -> None:
    text = page("reach.md")
    assert [code for code in INDICATORS if not re.search(rf"^\| {code} \|", text, re.MULTILINE)] == []


def test_every_question_kind_is_described() -> None:
    text = page("course-file.md")
    assert [kind for kind in KINDS if f"`{kind}`" not in text and f"kind: {kind}" not in text] == []


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for path in [*DOCS.rglob("*.md"), *ROOT.glob("*.md"), *ROOT.glob("learnhub/*/README.md")]:
        text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            local = target.split("#")[0]
            if (
                local
                and "://" not in local
                and not local.startswith("mailto:")
                and not (path.parent / local).exists()
            ):
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []


def test_lock_files_name_no_host() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        pinned = re.findall(r"^[\w.\[\]-]+==\S+", text, re.MULTILINE)
        assert pinned
        assert text.count("--hash=sha256:") >= len(pinned), f"{path.name}: a package without a hash"
