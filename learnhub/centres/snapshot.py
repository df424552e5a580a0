"""The reference data of the database as one value, read once per edition and process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from threading import Lock
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.orm import Session

from learnhub.centres.datafiles import framework_names, official_names
from learnhub.centres.domain import (
    CentreFacts,
    CountryFacts,
    FrameworkFacts,
    ItemFacts,
    Reference,
    Spell,
    ThemeFacts,
)
from learnhub.centres.models import (
    Centre,
    CentreTheme,
    Country,
    CountryGroup,
    Framework,
    FrameworkItem,
    ReferenceLoad,
    Theme,
)
from learnhub.centres.regions import LANGUAGES
from learnhub.db import Base, table

_kept: dict[tuple[str, int, str, datetime], Reference] = {}
_loading = Lock()
_HERE = "learnhub.centres.reference"


def reference(session: Session) -> Reference:
    """The reference data of this transaction.

    Its first call asks which edition that is, one small query; the edition is read once per process.
    """
    connection = session.connection()
    here = session.info.get(_HERE)
    if here is not None and here[0] is connection:
        known: Reference = here[1]
        return known
    found = _of_edition(session, connection)
    session.info[_HERE] = (connection, found)
    return found


def forget(session: Session) -> None:
    """Ask again in this transaction; for whoever has just changed the data."""
    session.info.pop(_HERE, None)


def _of_edition(session: Session, connection: Connection) -> Reference:
    edition = table(ReferenceLoad)
    row = connection.execute(select(edition.c.version, edition.c.digest, edition.c.loaded_at)).one_or_none()
    if row is None:
        return Reference(0, {}, (), {}, {}, {})
    key = (str(connection.engine.url), *row)
    found = _kept.get(key)
    if found is None:
        with _loading:
            found = _kept.get(key) or _read_all(session, row.version)
            _kept.clear()
            _kept[key] = found
    return found


def _read_all(session: Session, version: int) -> Reference:
    return Reference(
        version=version,
        countries=MappingProxyType({row["iso2"]: _country(row) for row in _rows(session, Country, "iso2")}),
        spells=tuple(
            Spell(row["group_code"], *(row[name] for name in Spell.__slots__[1:]))
            for row in _rows(session, CountryGroup, "group_code", "iso2", "id")
            if row["closed_on"] is None
        ),
        frameworks=MappingProxyType(_frameworks(session)),
        themes=MappingProxyType({row["code"]: _theme(row) for row in _rows(session, Theme, "position")}),
        centres=MappingProxyType(_centres(session)),
    )


def _rows(session: Session, model: type[Base], *order: str) -> list[RowMapping]:
    source = table(model)
    return list(session.execute(select(source).order_by(*(source.c[name] for name in order))).mappings())


def _names(row: RowMapping, prefix: str) -> Mapping[str, str]:
    return MappingProxyType({language: row[prefix + language] for language in LANGUAGES})


def _same(row: RowMapping, kind: Any, **others: Any) -> Any:
    """A value whose fields are called like the columns, but for those given."""
    return kind(**{each.name: row[each.name] for each in fields(kind) if each.name not in others}, **others)


def _country(row: RowMapping) -> CountryFacts:
    names = _names(row, "name_")
    official = {**names, "en": row["name_un"], **official_names().get(row["iso2"], {})}
    made: CountryFacts = _same(
        row, CountryFacts, names=names, region=row["unesco_region"], official=MappingProxyType(official)
    )
    return made


def _theme(row: RowMapping) -> ThemeFacts:
    sdgs = tuple(filter(None, row["sdgs"].split(";")))
    made: ThemeFacts = _same(
        row, ThemeFacts, labels=_names(row, "label_"), broader=row["broader_code"] or "", sdgs=sdgs
    )
    return made


def _frameworks(session: Session) -> dict[str, FrameworkFacts]:
    named = framework_names()
    items: dict[str, list[ItemFacts]] = defaultdict(list)
    for row in _rows(session, FrameworkItem, "framework_code", "position"):
        names = named.get((row["framework_code"], row["code"]), {})
        items[row["framework_code"]].append(_same(row, ItemFacts, parent=row["parent_code"], names=names))
    return {
        row["code"]: _same(
            row, FrameworkFacts, items=tuple(items[row["code"]]), names=named.get((row["code"], ""), {})
        )
        for row in _rows(session, Framework, "code")
    }


def _centres(session: Session) -> dict[str, CentreFacts]:
    themes: dict[str, list[str]] = defaultdict(list)
    for row in _rows(session, CentreTheme, "centre_id", "position"):
        if row["closed_on"] is None:
            themes[row["centre_id"]].append(row["theme_code"])
    return {
        row["id"]: _same(
            row, CentreFacts, other_host_iso2=row["other_host_iso2"] or "", themes=tuple(themes[row["id"]])
        )
        for row in _rows(session, Centre, "id")
    }
