"""Mail: written to `instance/outbox/` by default, or given to an SMTP server. Always sent by a job."""

from __future__ import annotations

import email
import email.policy
import hashlib
import smtplib
from collections.abc import Callable, Mapping
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from sqlalchemy.orm import Session

from learnhub.config import Settings
from learnhub.jobs.service import enqueue

OUTBOX = "outbox"
FORGET_LETTERS = "forget_letters"
"""The job that takes letters to an address out of the outbox, with the address as `to`."""
LETTER_TRIES = 8
"""With the pauses between them two and a half days: a mail server may be away over a weekend."""
AWAITED = 1
"""The priority of letters that somebody sits and waits for: they pass those to a whole course."""
OURS = "????????T??????Z-*.eml"
"""Letters in the outbox. What somebody else put there, perhaps broken, is not read."""

# an address in a header that is folded, or encoded because it can't be, is no address any more
LONG_HEADERS = email.policy.SMTP.clone(max_line_length=900)


def send_mail(
    session: Session,
    *,
    to: str,
    subject: str,
    text: str,
    now: datetime,
    headers: Mapping[str, str] | None = None,
    priority: int = 0,
) -> None:
    """Send plain text in the caller's transaction: if that fails, no mail was ever asked for."""
    payload: dict[str, Any] = {"to": to, "subject": subject, "text": text}
    payload |= {"headers": dict(headers)} if headers else {}
    enqueue(session, name="mail", payload=payload, now=now, tries=LETTER_TRIES, priority=priority)


def compose(settings: Settings, payload: dict[str, Any], now: datetime) -> EmailMessage:
    """The message. The policy refuses line breaks in headers, as an address has none."""
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = settings.mail_from
    message["To"] = payload["to"]
    message["Subject"] = " ".join(payload["subject"].split())  # titles of drafts may have lines
    message["Date"] = now
    digest = hashlib.sha256(f"{payload}{now}".encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{digest}@learnhub>"
    message.set_content(payload["text"])
    if "headers" in payload:
        message.policy = LONG_HEADERS
        for name, value in payload["headers"].items():
            message[name] = value
    return message


def mail_task(settings: Settings) -> Callable[[dict[str, Any], datetime], None]:
    """The task that the worker calls for jobs named `mail`."""

    def to_file(payload: dict[str, Any], now: datetime) -> None:
        message = compose(settings, payload, now)
        name = f"{now:%Y%m%dT%H%M%SZ}-{message['Message-ID'][1:13]}.eml"  # see OURS
        (settings.folder(OUTBOX) / name).write_bytes(message.as_bytes())

    def to_server(payload: dict[str, Any], now: datetime) -> None:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=30) as server:
            if settings.smtp_tls:
                server.starttls()
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(compose(settings, payload, now))

    return to_server if settings.mail == "smtp" else to_file


def letters_task(settings: Settings) -> Callable[[dict[str, Any], datetime], None]:
    """The task that the worker calls for jobs named `forget_letters`; doing it twice does no harm."""

    def forget(payload: dict[str, Any], _now: datetime) -> None:
        for file in settings.folder(OUTBOX).glob(OURS):
            letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.SMTP)
            if letter["To"] == payload["to"]:
                file.unlink(missing_ok=True)

    return forget
