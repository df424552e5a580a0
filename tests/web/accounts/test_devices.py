"""See which devices are signed in; sign one out, or all others; change the password."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from learnhub.accounts.domain import BY_ACCOUNT
from tests.web.accounts.conftest import PASSWORD, Registered
from tests.web.client import Page, PageClient

Register = Callable[..., Registered]
Another = Callable[..., PageClient]

PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A145F) AppleWebKit/537.36 SamsungBrowser/25.0 Chrome/121.0 Mobile"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"


def signed_in(another: Another, device: str) -> PageClient:
    """One more device of the same person."""
    client = another(device=device)
    client.get("/en/sign-in").send("Sign in", {"login": "ada@example.org", "password": PASSWORD})
    return client


def devices(page: Page) -> list[str]:
    """Names in the list, the newest first."""
    return [row.all("th")[0].text for row in page.main.all("tbody")[0].all("tr")]


def test_devices_are_listed_by_what_a_person_knows_them_by(register: Register, another: Another) -> None:
    made = register(email="ada@example.org")
    signed_in(another, PHONE)
    laptop = signed_in(another, LAPTOP)
    page = laptop.get("/en/me/security")
    assert devices(page) == ["Edge, Windows this one", "Samsung Internet, Android", "Firefox, Android"]
    assert "SM-A145F" not in page.text, "nothing that would tell this phone from others"
    assert made.client.get("/en/me/security").person == "Ada Okafor"


def test_one_device_is_signed_out_from_another(register: Register, another: Another) -> None:
    register(email="ada@example.org")
    phone, laptop = signed_in(another, PHONE), signed_in(another, LAPTOP)
    page = laptop.get("/en/me/security")
    button = next(b.text for b in page.main.all("button") if "Samsung" in b.text)
    after = page.send(button)
    assert "The device is signed out." in after.text
    assert devices(after) == ["Edge, Windows this one", "Firefox, Android"]
    assert phone.get("/en/me").title == "Sign in"


def test_nobody_signs_out_the_device_of_somebody_else(
    register: Register, another: Another, rows: Callable[..., Sequence[Any]]
) -> None:
    ada = register(email="ada@example.org")
    mallory = register(name="Mallory")
    (target,) = rows("select id from sign_in_session where person_id = (select min(id) from person)")
    page = mallory.client.get("/en/me/security")
    token = page.values("Change the password")["csrf_token"]
    refused = mallory.client.post(f"/en/me/security/sessions/{target.id}", {"csrf_token": token}, status=404)
    assert "signed out already" in refused.text
    assert ada.client.get("/en/me/security").person == "Ada Okafor"


def test_all_others_are_signed_out_at_once(register: Register, another: Another) -> None:
    made = register(email="ada@example.org")
    phone, laptop = signed_in(another, PHONE), signed_in(another, LAPTOP)
    page = laptop.get("/en/me/security").send("Sign out all other devices")
    assert "Devices signed out: 2" in page.text
    assert devices(page) == ["Edge, Windows this one"]
    assert phone.get("/en/me").title == made.client.get("/en/me").title == "Sign in"


def test_a_new_password_signs_all_other_devices_out(register: Register, another: Another) -> None:
    made = register(email="ada@example.org")
    phone = signed_in(another, PHONE)
    page = phone.get("/en/me/security").send(
        "Change the password", {"present": PASSWORD, "password": "four calm rivers"}
    )
    assert "new password holds" in page.text
    assert page.person == "Ada Okafor"
    assert made.client.get("/en/me").title == "Sign in"
    device = another()
    device.get("/en/sign-in").send("Sign in", {"login": "ada@example.org", "password": PASSWORD}, status=422)
    again = device.get("/en/sign-in").send(
        "Sign in", {"login": "ada@example.org", "password": "four calm rivers"}
    )
    assert again.person == "Ada Okafor"


def test_the_present_password_is_asked_for(register: Register, another: Another) -> None:
    made = register(email="ada@example.org")
    phone = signed_in(another, PHONE)
    page = phone.get("/en/me/security").send(
        "Change the password", {"present": "not this one", "password": "four calm rivers"}, status=422
    )
    assert page.problems == ["This is not your password. Try again, or get a new one first."]
    assert made.client.get("/en/me").person == "Ada Okafor", "nothing was changed"


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("/en/me/security", "Change the password"),
        ("/en/me/email", "Save the address"),
        ("/en/me/data/erase", "Erase my account for good"),
    ],
)
def test_nobody_guesses_the_password_on_a_device_left_open(
    register: Register, path: str, button: str
) -> None:
    client = register(email="ada@example.org").client
    words = {"present": "a wrong guess", "password": "four calm rivers", "email": "thief@example.org"}
    for _try in range(BY_ACCOUNT.tries):
        form = client.get(path)
        typed = {name: words[name] for name in form.values(button) if name in words}
        form.send(button, typed, status=422)
    page = client.get(path).send(button, {**typed, "present": PASSWORD}, status=429)
    assert int(page.response.headers["Retry-After"]) > 0
    assert client.get("/en/me").person == "Ada Okafor", "signed in as before, and nothing was changed"


def test_a_short_new_password_is_refused(register: Register) -> None:
    page = (
        register()
        .client.get("/en/me/security")
        .send("Change the password", {"present": PASSWORD, "password": "short"}, status=422)
    )
    assert page.problems == ["Choose a password of 10 characters or more"]
