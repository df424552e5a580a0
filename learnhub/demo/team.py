"""Who can sign in to the demonstration: one person for each role, all with the same password."""

from __future__ import annotations

from dataclasses import dataclass

from learnhub.access.identity import NETWORK, Role, Scope, ScopeKind

PASSWORD = "Demonstration-1"  # noqa: S105 - printed at the start; it opens simulated data only
COUNTRY = "KE"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in name, the name of its person, and the role that she holds."""

    login: str
    name: str
    role: Role
    scope: Scope


def sign_ins(centre: str) -> tuple[SignIn, ...]:
    """One for each role; those of a centre team are held for this centre."""
    here = Scope(ScopeKind.CENTRE, centre)
    return (
        SignIn("learner", "Demo Learner", Role.LEARNER, here),
        SignIn("author", "Demo Author", Role.AUTHOR, here),
        SignIn("reviewer", "Demo Reviewer", Role.REVIEWER, here),
        SignIn("facilitator", "Demo Facilitator", Role.FACILITATOR, here),
        SignIn("coordinator", "Demo Coordinator", Role.CENTRE_COORDINATOR, here),
        SignIn("network", "Demo Network Coordinator", Role.NETWORK_COORDINATOR, NETWORK),
        SignIn("national", "Demo National Viewer", Role.NATIONAL_VIEWER, Scope(ScopeKind.COUNTRY, COUNTRY)),
        SignIn("records", "Demo Records Officer", Role.RECORDS_OFFICER, NETWORK),
        SignIn("administrator", "Demo Administrator", Role.ADMINISTRATOR, NETWORK),
    )


def place_of(sign_in: SignIn) -> str:
    """What the role is held for, in a word."""
    return sign_in.scope.id or "the network"


def table_of(sign_ins: tuple[SignIn, ...]) -> str:
    """The sign-in names as a small table for a terminal."""
    lines = [f"  {each.login:<14} {each.role.replace('_', ' '):<20} {place_of(each)}" for each in sign_ins]
    return "\n".join([f"  {'sign in as':<14} {'role':<20} for", *lines, f"  password of all: {PASSWORD}"])
