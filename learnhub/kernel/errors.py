"""Errors that services raise. `learnhub.web.errors` turns each into a page or a JSON problem, in one
table."""

from __future__ import annotations

from collections.abc import Sequence


def N_(message: str) -> str:
    """Mark a message for translation where no language is known yet; `web.errors` says it in the reader's."""
    return message


class LearnHubError(Exception):
    """Base of all errors whose message is meant for people: what is wrong and how to put it right."""

    code = "error"

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(LearnHubError):
    """There is no such thing, or the person may not know that there is. `back` is an address that leads somewhere."""

    code = "not-found"

    def __init__(self, message: str = "", back: str = "") -> None:
        super().__init__(message)
        self.back = back


class Forbidden(LearnHubError):
    """The person is known and may not do this; the message says who may."""

    code = "forbidden"


class SignInNeeded(LearnHubError):
    """The page needs an account; the web layer sends the person to the sign-in page and back."""

    code = "sign-in-needed"


class Conflict(LearnHubError):
    """The thing changed meanwhile, or the act was already done; the message says what holds now."""

    code = "conflict"


class HandedIn(Conflict):
    """The try was handed in already; its result is kept."""

    code = "handed-in"


class Gone(LearnHubError):
    """It was here and is not any more; the message says since when and what stands in its place."""

    code = "gone"


class TooMany(LearnHubError):
    """Too many tries. `retry_after` is in seconds."""

    code = "too-many"

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unacceptable(LearnHubError):
    """The input cannot be taken. `problems` lists every reason, each with its mend."""

    code = "unacceptable"

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)
