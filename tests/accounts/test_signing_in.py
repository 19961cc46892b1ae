"""Signing in and out, and what may be seen without."""

import json
import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from studio.accounts.models import User

PASSWORD = "correct horse battery"


def try_password(client, password: str = PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": "alice@example.com", "password": password, **extra})


def test_alice_signs_in_with_her_e_mail_and_password(client, alice, signed_in_as):
    try_password(client)

    assert signed_in_as(client) == alice


def test_where_i_am_signed_in_is_listed_and_the_others_can_be_signed_out(me, alice, enter):
    other = Client()
    enter(other)

    listed = me.get("/accounts/sessions/").content.decode()
    me.post("/accounts/sessions/")

    assert (listed.count("session-"), listed.count("This browser")) == (2, 1)
    assert other.get("/settings/").status_code == 302
    assert me.get("/settings/").status_code == 200


def test_case_does_not_matter_in_an_e_mail(client, alice, signed_in_as):
    client.post("/accounts/login/", {"login": "Alice@Example.COM", "password": PASSWORD})

    assert signed_in_as(client) == alice


def test_a_wrong_password_is_refused_at_the_form(client, alice, signed_in_as):
    answer = try_password(client, "wrong")

    assert b"not correct" in answer.content
    assert signed_in_as(client) is None


def test_guessing_is_stopped(client, alice, signed_in_as):
    for _ in range(20):
        try_password(client, "wrong")

    assert b"Too many failed" in try_password(client).content
    assert signed_in_as(client) is None


def test_signing_in_leads_back_to_where_one_wanted_to_go(client, alice):
    sent = client.get("/settings/projects/")

    answer = try_password(client, next="/settings/projects/")

    assert sent["Location"] == "/accounts/login/?next=/settings/projects/"
    assert answer["Location"] == "/settings/projects/"


def test_signing_in_never_leads_to_another_site(client, alice):
    assert try_password(client, next="https://elsewhere.example/")["Location"] == "/"


def test_signing_out_needs_a_press(client, alice, signed_in_as):
    client.force_login(alice)

    client.get("/accounts/logout/")
    assert signed_in_as(client) == alice

    client.post("/accounts/logout/")
    assert signed_in_as(client) is None


def test_nobody_signs_up_alone(client, db):
    given = {"email": "eve@example.com", "password1": PASSWORD, "password2": PASSWORD}

    answers = [client.get("/accounts/signup/"), client.post("/accounts/signup/", given)]

    assert all(b"There is no sign-up here" in answer.content for answer in answers)
    assert not User.objects.exists()


def test_a_forgotten_password_is_answered_without_a_mail_server(client, db, mailoutbox):
    page = client.get("/accounts/password/reset/")

    assert b"manage.py studio link" in page.content
    assert client.post("/accounts/password/reset/", {"email": "alice@example.com"}).status_code == 405
    assert mailoutbox == []


# Second factors


def test_with_an_app_the_password_alone_is_not_enough(client, alice, signed_in_as):
    TOTP.activate(alice, generate_totp_secret())

    answer = try_password(client)

    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert signed_in_as(client) is None


def test_the_code_of_the_app_completes_it(client, alice, signed_in_as):
    secret = generate_totp_secret()
    TOTP.activate(alice, secret)
    try_password(client)

    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})

    assert signed_in_as(client) == alice


def test_an_app_is_added_with_its_first_code(me):
    page = me.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'value="([A-Z2-7]{16,})"', page)[1]

    me.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})

    assert "data:image/svg+xml" in page
    assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "totp"]


def test_the_database_does_not_hold_the_secret_of_the_app(alice):
    secret = generate_totp_secret()

    TOTP.activate(alice, secret)

    assert secret not in json.dumps(list(Authenticator.objects.values_list("data", flat=True)))


def test_the_passkey_page_asks_for_a_key_that_works_alone(me):
    page = me.get("/accounts/2fa/webauthn/add/").content.decode()

    assert re.search(r'name="passwordless"[^>]*checked', page)
    options = json.loads(re.search(r'id="js_data"[^>]*>(.*?)</script>', page)[1])["creation_options"]["publicKey"]
    assert options["rp"] == {"id": "testserver", "name": "Dailies"}


def test_somebody_without_a_password_adds_a_passkey_right_after_the_link(client, alice):
    from studio.accounts import links

    alice.set_unusable_password()
    alice.save()

    client.post(links.issue(alice))

    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200


def test_a_stranger_cannot_touch_my_key(client, alice, charlie, enter):
    key = Authenticator.objects.create(user=alice, type="webauthn", data={"name": "Blue key"})
    enter(client, charlie.email, "other horse battery")

    answers = [client.get(f"/accounts/2fa/webauthn/keys/{key.pk}/{what}/") for what in ("edit", "remove")]

    assert [answer.status_code for answer in answers] == [404, 404]


def code_for(secret: str) -> str:
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"
