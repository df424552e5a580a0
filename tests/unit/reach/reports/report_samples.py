"""Publications to make documents of: a small network with every kind of cell, in English or French."""

from __future__ import annotations

import subprocess
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from learnhub.reach.publication.model import Code, Definition, DonorAlias, Paragraph, Publication, Revision
from learnhub.reach.publication.observation import Confidential, Observation, Observed
from learnhub.reach.publication.parameters import Disclosure, Ledger, Parameters, Quality, Status, View
from learnhub.reach.publication.table import (
    Amount,
    Axis,
    Cell,
    Chart,
    ChartKind,
    KeyFigure,
    Member,
    Ref,
    Table,
    Text,
)

MANIFEST = "62c66a7a5dd70c3146618063c344e531803d8eb0fe6902e36466e450a16b77b8"
LONG = "Gemeinschaftszentrumfürwissenschaftlichetechnischezusammenarbeitundwasserbewirtschaftung am Oberlauf"
CENTRES = (
    ("c01", "International Centre for Water Hazard and Risk Management, Tsukuba"),
    ("c02", "المركز الإقليمي للمياه، القاهرة"),
    ("c03", "国际泥沙研究培训中心，北京"),
    ("c04", "Международный центр водных ресурсов, Санкт-Петербург"),
    ("c05", LONG),
    ("c06", "ศูนย์วิทยาศาสตร์ Bangkok"),
)
COUNTRIES = (
    ("CI", "Côte d’Ivoire", (12, 9, 0, 1)),
    ("EG", "Egypt", (40, 51, 2, 6)),
    ("FJ", "Fiji", (7, None, 0, None)),
    ("IN", "India", (140, 163, 3, 12)),
    ("KE", "Kenya", (88, 71, 1, 8)),
    ("LA", "Lao People’s Democratic Republic", (14, 18, 0, 0)),
    ("NP", "Nepal", (33, 41, 1, 2)),
    ("ST", "Sao Tome and Principe", (6, 9, 0, 1)),
    ("VU", "Vanuatu", (11, 8, 0, 0)),
    ("ZZ", "Unknown", (20, 16, 0, 44)),
)
FRENCH = {
    "Egypt": "Égypte",
    "Fiji": "Fidji",
    "India": "Inde",
    "Unknown": "Inconnu",
    "Sao Tome and Principe": "Sao Tomé-et-Principe",
}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
NAMES = {
    "en": {
        "R04": "Learners reached",
        "R05": "New learners",
        "E01": "Enrolments",
        "C01": "Completions",
        "C03": "Completion rate of enrolled",
        "H03": "Learner-hours",
        "R08": "Countries reached",
        "Q01": "Share of women",
    },
    "fr": {
        "R04": "Apprenants touchés",
        "R05": "Nouveaux apprenants",
        "E01": "Inscriptions",
        "C01": "Achèvements",
        "C03": "Taux d’achèvement des inscrits",
        "H03": "Heures d’apprentissage",
        "R08": "Pays touchés",
        "Q01": "Part des femmes",
    },
}
UNITS = {
    "R04": "persons",
    "R05": "persons",
    "E01": "enrolments",
    "C01": "enrolments",
    "C03": "ratio",
    "H03": "hours",
    "R08": "countries",
    "Q01": "ratio",
}
HEADLINES: dict[str, tuple[int | Fraction, int | Fraction | None]] = {
    "R04": (14905, 11240),
    "R05": (9310, 8100),
    "E01": (18230, 12980),
    "C01": (8120, 5870),
    "C03": (Fraction(8021, 18230), Fraction(5190, 12980)),
    "H03": (Fraction(2029003, 20), Fraction(72985)),
    "R08": (118, 104),
    "Q01": (Fraction(521, 1100), None),
}


class Maker:
    """Collects observations while tables are made of them."""

    def __init__(self, language: str, year: int = 2024) -> None:
        self.language, self.year = language, year
        self.observations: dict[tuple[str, ...], Observation] = {}

    def ref(self, indicator: str, value: int | Fraction | None, **where: Any) -> Ref:
        """A cell with a figure; `hidden`: held back; None: undefined."""
        hidden = where.pop("hidden", False)
        made = Observation(
            indicator=indicator,
            name=NAMES.get(self.language, NAMES["en"])[indicator],
            unit=UNITS[indicator],
            period_start=where.pop("start", date(self.year, 1, 1)),
            period_end=where.pop("end", date(self.year, 12, 31)),
            value=value,
            obs_status=Observed.NORMAL if value is not None else Observed.UNDEFINED,
            **where,
        )
        if hidden:
            made = made.without_value(Confidential.SUPPRESSED)
        self.observations[made.key] = made
        return Ref(made.key)

    def key_figures(self) -> tuple[KeyFigure, ...]:
        """The headlines with the year before."""
        before = {"start": date(self.year - 1, 1, 1), "end": date(self.year - 1, 12, 31)}
        made = []
        for code, (now, then) in HEADLINES.items():
            previous = self.ref(code, then, **before).key if then is not None else None
            made.append(KeyFigure(NAMES[self.language][code], self.ref(code, now).key, previous))
        return tuple(made)

    def countries(self) -> Table:
        """Country by gender, one primary and one secondary cell hidden."""
        rows = []
        for code, _, counts in COUNTRIES:
            cells = [
                self.ref("R04", count, hidden=count is None, ref_area=code, sex=sex)
                for sex, count in zip("FMXU", counts, strict=True)
            ]
            total = None if None in counts else sum(count or 0 for count in counts)
            rows.append((*cells, self.ref("R04", total or 20, ref_area=code)))
        return Table(
            id="country_gender",
            sheet="By_country",
            title=self.say("Learners by country and gender", "Par pays"),
            rows=_axis(
                "ref_area",
                self.say("Country", "Pays"),
                [(code, self.say(name, FRENCH.get(name, name))) for code, name, _ in COUNTRIES],
            ),
            columns=_axis(
                "sex",
                "",
                [
                    ("F", self.say("Women", "Femmes")),
                    ("M", self.say("Men", "Hommes")),
                    ("X", "X"),
                    ("U", self.say("Unknown", "Inconnu")),
                    ("_T", "Total"),
                ],
            ),
            cells=tuple(rows),
            indicator="R04",
            unit="persons",
            chart=Chart(
                ChartKind.MAP, self.say("Circles for ten countries, India the largest.", "Dix pays."), ("_T",)
            ),
        )

    def months(self) -> Table:
        """Enrolments month by month."""
        rows = []
        for month in range(1, 13):
            last = (date(self.year + month // 12, month % 12 + 1, 1)).toordinal() - 1
            span = {"start": date(self.year, month, 1), "end": date.fromordinal(last)}
            rows.append(
                (self.ref("E01", 900 + month * month * 11, **span), self.ref("R04", 700 + 83 * month, **span))
            )
        return Table(
            id="monthly",
            sheet="By_centre",
            title=self.say("Month by month", "Mois par mois"),
            rows=_axis(
                "month", self.say("Month", "Mois"), [(f"{i:02}", name) for i, name in enumerate(MONTHS, 1)]
            ),
            columns=_axis(
                "indicator", "", [("E01", NAMES[self.language]["E01"]), ("R04", NAMES[self.language]["R04"])]
            ),
            cells=tuple(rows),
            chart=Chart(ChartKind.LINE, self.say("Both lines rise.", "Les deux lignes montent.")),
        )

    def centres(self) -> Table:
        """Centres with names in several scripts, a bar, a share and a total."""
        rows: list[tuple[Cell, ...]] = []
        for i, (code, _) in enumerate(CENTRES):
            rate = None if i == 4 else Fraction(10 + i, 30)
            rows.append((self.ref("R04", 300 * (6 - i) + i, centre=code), self.ref("C03", rate, centre=code)))
        rows.append(
            (Ref(self.ref("R04", HEADLINES["R04"][0]).key), Ref(self.ref("C03", HEADLINES["C03"][0]).key))
        )
        return Table(
            id="centres",
            sheet="By_centre",
            title=self.say("Centres", "Les centres"),
            rows=_axis(
                "centre", self.say("Centre", "Centre"), [*CENTRES, ("_T", self.say("Network", "Réseau"))]
            ),
            columns=_axis("indicator", "", [(code, NAMES[self.language][code]) for code in ("R04", "C03")]),
            cells=tuple(rows),
            warning=self.say(
                "Persons are counted once per centre: do not add.",
                "Une personne compte dans chaque centre : ne pas additionner.",
            ),
            chart=Chart(ChartKind.BAR, "R04", ("R04",)),
        )

    def events(self) -> Table:
        """Events: words beside amounts."""
        head = [("mode", self.say("Mode", "Mode")), ("days", self.say("Days", "Jours"))]
        return Table(
            id="events",
            sheet="Events",
            title=self.say("Training events", "Formations"),
            rows=_axis(
                "event",
                self.say("Event", "Formation"),
                [("v1", "Flood forecasting, Nairobi"), ("v2", "Karst, Guilin")],
            ),
            columns=_axis("what", "", head),
            cells=(
                (Text(self.say("in person", "en présence")), Amount(Fraction(9, 2), "days")),
                (Text(self.say("online", "en ligne")), Amount(None, "days")),
            ),
        )

    def wide(self) -> Table:
        """More columns than a page has room for."""
        codes = [(f"6.{i}", f"6.{i}") for i in range(1, 17)]
        regions = [("AFR", self.say("Africa", "Afrique")), ("ARB", self.say("Arab States", "États arabes"))]
        return Table(
            id="targets",
            sheet="Frameworks",
            title=self.say("Regions and targets", "Régions et cibles"),
            rows=_axis("region", self.say("Region", "Région"), regions),
            columns=_axis("target", "", codes),
            cells=tuple(
                tuple(
                    self.ref("E01", 1000 * (y + 1) + x, region=region, target=target)
                    for x, (target, _) in enumerate(codes)
                )
                for y, (region, _) in enumerate(regions)
            ),
        )

    def say(self, english: str, french: str) -> str:
        """The text in the language of the publication."""
        return french if self.language == "fr" else english


def _axis(dimension: str, label: str, members: list[tuple[str, str]]) -> Axis:
    return Axis(dimension, label, tuple(Member(code, name) for code, name in members))


def parameters(
    language: str, *, view: View = View.PARTNER, status: Status = Status.FINAL, **given: Any
) -> Parameters:
    """A release of 2024."""
    return Parameters(
        **{
            "release": "2024-F1",
            "status": status,
            "scope": "net",
            "period_start": date(2024, 1, 1),
            "period_end": date(2024, 12, 31),
            "as_of": datetime(2025, 1, 31, 23, 59, 59, tzinfo=UTC),
            "view": view,
            "title": "Reach 2024",
            "language": language,
            "methodology": "1.0.0",
            "generator": "learnhub",
            "scope_label": "Réseau des centres de science"
            if language == "fr"
            else "The network of science centres",
            "ledger": Ledger(last_entry_id=123456, chain_sha256="9414886b1ebf025db067a4cbd13a0903" * 2),
            "reference_lists": {"country_groups": "2024-12-31", "regions": "UNESCO-2023"},
            "disclosure": Disclosure(primary=3, secondary=1, algorithm="sdc-1.0"),
            "quality": Quality(
                rejected_rows=7,
                late_rows=2,
                coverage={
                    "gender": Fraction(912, 1000),
                    "country": Fraction(98, 100),
                    "age": Fraction(745, 1000),
                },
            ),
            "publisher": "Réseau LearnHub" if language == "fr" else "LearnHub network",
            "address": "https://learnhub.example/reach/releases/2024-F1",
            **given,
        }
    )


def publication(language: str = "en", **given: Any) -> Publication:
    """The whole sample."""
    maker = Maker(language)
    tables = (maker.months(), maker.centres(), maker.countries(), maker.events(), maker.wide())
    figures = maker.key_figures()
    return Publication(
        parameters=parameters(language, **given),
        observations=tuple(maker.observations.values()),
        key_figures=figures,
        tables=tables,
        revisions=(Revision("R04", "region=ARB", 2090, 2075, "persons", ("MERGE", "VOID"), "2024-P1"),),
        definitions=(
            Definition(
                code="R04",
                name=NAMES[language]["R04"],
                definition="Distinct persons with a learning fact.",
                unit="persons",
            ),
        ),
        code_lists=(Code("centre", "c01", CENTRES[0][1]), Code("region", "ARB", "Arab States")),
        methodology=(
            Paragraph("Persons", "A person counts once in a period, whatever the number of courses."),
        ),
        aliases=(
            DonorAlias(
                donor="abc",
                code="OI-7",
                definition="Officials trained",
                indicator="R04",
                target=12000,
                baseline=9000,
                difference="Ours counts everybody.",
            ),
        ),
        phrase="14 905 (F 6 710; Africa 5 580; SIDS 1 410; LDC 4 950)",
    )


def text_of(pdf: bytes, folder: Path) -> str:
    """The text of a PDF as a reader program finds it."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True, text=True
    ).stdout
