"""The `learnhub` command. Each command lives in a file of its own and is imported only when it is called."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

import click

from learnhub.kernel.garbage import uncollected

HERE = "learnhub.cli"


class ListedGroup(click.Group):
    """A group that knows its commands by place (`module:attribute`), so that one call loads one command."""

    def __init__(self, listing: dict[str, str], name: str | None = None, help: str | None = None) -> None:
        super().__init__(name=name, help=help, context_settings={"help_option_names": ["-h", "--help"]})
        self.listing = listing

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the listing, then what was added by hand."""
        return [name for name, place in self.listing.items() if _exists(place)] + sorted(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None (click then lists near names)."""
        place = self.listing.get(cmd_name)
        if place is None or not _exists(place):
            return super().get_command(ctx, cmd_name)
        module, attribute = place.split(":")
        with uncollected():
            command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{place} is not a click command")
        return command


def _exists(place: str) -> bool:
    return find_spec(place.partition(":")[0]) is not None


main = ListedGroup(
    {
        "serve": f"{HERE}.serve:serve",
        "prepare": f"{HERE}.startup:prepare",
        "worker": f"{HERE}.worker:worker",
        "doctor": f"{HERE}.doctor:doctor",
        "db": f"{HERE}.database:group",
        "courses": f"{HERE}.courses:courses",
        "studio": f"{HERE}.studio:studio",
        "ledger": f"{HERE}.ledger:ledger",
        "reach": f"{HERE}.reach:reach",
        "reference": f"{HERE}.reference:reference",
        "people": f"{HERE}.people:people",
        "records": f"{HERE}.records:records",
        "demo": f"{HERE}.demo:demo",
    },
    name="learnhub",
    help="LearnHub, the shared learning platform of science centres. Settings: see docs/operators.md.",
)
