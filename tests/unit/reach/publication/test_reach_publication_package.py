"""The descriptors of the CSV files: true to the files, and enough to check them by."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from learnhub.reach.publication.csvfile import render_csv
from learnhub.reach.publication.manifest import File
from learnhub.reach.publication.model import Publication
from learnhub.reach.publication.parameters import View
from learnhub.reach.publication.tidy import COLUMNS, NAMES
from tests.unit.reach.publication.sample_publication import PARAMETERS, sample

FILES = {file.name: file for file in render_csv(sample())}
CHECKS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "number": Decimal,
    "date": lambda text: text[4] == text[7] == "-",
}


def rows(file: File) -> list[dict[str, str]]:
    """A CSV file as rows."""
    return list(csv.DictReader(io.StringIO(file.content.decode(), newline="")))


def package() -> dict[str, Any]:
    """The Data Package descriptor."""
    document: dict[str, Any] = json.loads(FILES["datapackage.json"].content)
    return document


def resource(name: str) -> dict[str, Any]:
    """One resource of it."""
    return next(each for each in package()["resources"] if each["name"] == name)


def test_every_resource_is_a_file_with_this_hash_and_these_columns() -> None:
    for each in package()["resources"]:
        file = FILES[each["path"]]
        assert each["bytes"] == len(file.content)
        assert each["hash"] == "sha256:" + hashlib.sha256(file.content).hexdigest()
        fields = [field["name"] for field in each["schema"]["fields"]]
        assert file.content.decode().splitlines()[0] == ",".join(fields)


def test_every_value_fits_its_field() -> None:
    for each in package()["resources"]:
        for row in rows(FILES[each["path"]]):
            for field in each["schema"]["fields"]:
                rules, text = field.get("constraints", {}), row[field["name"]]
                assert text or not rules.get("required")
                assert not text or CHECKS[field["type"]](text)
                assert not text or text in rules.get("enum", [text])


def test_keys_are_unique_and_point_somewhere() -> None:
    for each in package()["resources"]:
        found = rows(FILES[each["path"]])
        assert len({tuple(row[name] for name in each["schema"]["primaryKey"]) for row in found}) == len(found)
    (foreign,) = resource("data")["schema"]["foreignKeys"]
    assert foreign["fields"] == ["indicator"]
    known = {row["code"] for row in rows(FILES[resource("indicators")["path"]])}
    assert {row["indicator"] for row in rows(FILES[resource("data")["path"]])} <= known


def test_a_variant_is_described_by_its_indicator() -> None:
    found = {row["code"]: row for row in rows(FILES[resource("indicators")["path"]])}
    assert found["L04.g"]["definition"] == found["L04"]["definition"] == "d_av."
    assert found["L04.g"]["name"] == "Effect size g"


def test_the_web_metadata_describe_the_same_columns() -> None:
    data = resource("data")["path"]
    document = json.loads(FILES[data + "-metadata.json"].content)
    assert document["@context"] == "http://www.w3.org/ns/csvw"
    assert document["url"] == data
    schema = document["tableSchema"]
    assert [column["name"] for column in schema["columns"]] == list(NAMES)
    assert schema["primaryKey"] == resource("data")["schema"]["primaryKey"]
    assert {column["name"]: column["datatype"] for column in schema["columns"]}["value"] == "decimal"
    assert [column["required"] for column in schema["columns"]] == [not column.nullable for column in COLUMNS]


@pytest.mark.parametrize("view", list(View))
def test_only_what_is_for_everybody_has_a_licence(view: View) -> None:
    made = replace(sample(), parameters=replace(PARAMETERS, view=view))
    files = {file.name: file for file in render_csv(made)}
    told = json.loads(files["datapackage.json"].content).get("licenses")
    web = next(json.loads(file.content) for name, file in files.items() if name.endswith("metadata.json"))
    address = "https://creativecommons.org/licenses/by/4.0/"
    assert told == ([{"name": "CC-BY-4.0", "path": address}] if view is View.PUBLIC else None)
    assert web.get("dc:license") == ({"@id": address} if view is View.PUBLIC else None)


def test_a_publication_without_figures_has_files_without_rows() -> None:
    data = render_csv(Publication(parameters=PARAMETERS, observations=()))[0]
    assert data.content.decode() == ",".join(NAMES) + "\n"
    assert data.rows == 0
