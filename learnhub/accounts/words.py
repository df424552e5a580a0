"""Texts of mails and names of devices."""

from __future__ import annotations

from flask_babel import gettext as _

from learnhub.kernel.errors import N_

# what stands in the line that a browser says of itself, the more particular first
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip
BROWSERS = (
    ("Firefox", "Firefox"), ("Edg", "Edge"), ("OPR", "Opera"), ("Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


def minutes(seconds: int) -> int:
    """Whole minutes to wait, at least one."""
    return max(1, -(-seconds // 60))


def confirm_mail(link: str) -> tuple[str, str]:
    """Subject and text of the mail that confirms an address. It says nothing about whether an account
    existed."""
    text = _(
        "Somebody, probably you, made a LearnHub account with this address.\n\n"
        "Confirm the address with this link:\n%(link)s\n\n"
        "If it was not you, do nothing. "
        "If you have an account already, sign in with it, or get a new password.",
        link=link,
    )
    return _("Confirm your e-mail address for LearnHub"), text


def reset_mail(link: str) -> tuple[str, str]:
    """Subject and text of the mail with a link for a new password."""
    text = _(
        "With this link you choose a new password. It works once, within two hours:\n%(link)s\n\n"
        "If you did not ask for it, do nothing: your password stays as it is.",
        link=link,
    )
    return _("A new password for LearnHub"), text


def address_changed_mail() -> tuple[str, str]:
    """Subject and text of the mail to an address that an account has no longer."""
    text = _(
        "The e-mail address of your LearnHub account was changed; it is not this one any more.\n\n"
        "If it was not you, write to your centre at once."
    )
    return _("The e-mail address of your LearnHub account was changed"), text


PASSWORD_CHANGED = N_("The password of your LearnHub account was changed")
PASSWORD_CHANGED_TEXT = N_(
    "The password of your LearnHub account was changed, and all other devices were signed out.\n\n"
    "If it was not you, get a new password at once: “I forgot my password” on the page to sign in. "
    "Then tell an administrator."
)


def device_name(agent: str) -> str:
    """What a person recognises her device by; no version numbers, nothing that would identify it
    elsewhere."""
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    return ", ".join(part for part in (browser, system) if part)
