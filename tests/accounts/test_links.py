"""One-time links: from the console into an account, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studio.accounts import links
from studio.accounts.models import SignInLink, User

SAM = {"name": "Sam Reyes", "email": "Sam@Example.com", "password": ""}


# Accounts that exist


def test_opening_a_link_does_not_use_it_up(client, alice, signed_in_as):
    path = links.issue(alice)

    page = client.get(path)

    assert page.status_code == 200
    assert signed_in_as(client) is None
    assert links.find(path.split("/")[-2])


def test_pressing_the_button_signs_in(client, alice, signed_in_as):
    answer = client.post(links.issue(alice))

    assert answer["Location"] == "/"
    assert signed_in_as(client) == alice


def test_a_link_works_once_only(client, alice, signed_in_as):
    path = links.issue(alice)
    client.post(path)
    client.logout()

    again = client.post(path)

    assert again.status_code == 404
    assert b"This link has ended" in again.content
    assert signed_in_as(client) is None


def test_of_two_people_who_press_at_the_same_moment_one_gets_in(alice):
    links.issue(alice)
    link = SignInLink.objects.get()

    assert [links.use(link), links.use(link)] == [alice, None]


def test_a_link_ends_after_a_day(client, alice, signed_in_as):
    path = links.issue(alice)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    assert signed_in_as(client) is None


def test_a_made_up_link_looks_like_one_that_has_ended(client, db):
    answer = client.get("/link/made-up/")

    assert answer.status_code == 404
    assert b"This link has ended" in answer.content


def test_the_database_does_not_hold_what_a_link_says(alice):
    token = links.issue(alice).split("/")[-2]

    assert token not in str(SignInLink.objects.values())


def test_a_link_signs_the_person_before_out(client, alice, charlie, signed_in_as):
    client.force_login(charlie)

    client.post(links.issue(alice))

    assert signed_in_as(client) == alice


def test_a_link_gets_past_a_lost_phone(client, alice):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(alice, generate_totp_secret())

    client.post(links.issue(alice))

    assert client.get("/settings/").status_code == 200


def test_a_closed_account_is_not_opened_by_a_link(client, alice, signed_in_as):
    path = links.issue(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)

    assert client.post(path).status_code == 404
    assert signed_in_as(client) is None


def test_a_browser_that_came_by_link_is_listed(client, alice):
    client.post(links.issue(alice))

    assert b"This browser" in client.get("/accounts/sessions/").content


# The first link


def test_the_first_link_makes_the_owner(client, db, signed_in_as):
    answer = client.post(links.issue(), SAM)

    sam = User.objects.get()
    assert answer["Location"] == "/welcome/"
    assert (sam.email, sam.name, signed_in_as(client)) == ("sam@example.com", "Sam Reyes", sam)
    assert sam.teams.get().projects.get().name == "First project"
    assert sam.memberships.get().role == "owner"
    assert not sam.has_usable_password()


def test_an_owner_with_a_password_signs_in_with_it(client, db, signed_in_as):
    client.post(links.issue(), SAM | {"password": "a long enough phrase"})
    client.logout()

    client.post("/accounts/login/", {"login": "sam@example.com", "password": "a long enough phrase"})

    assert signed_in_as(client) == User.objects.get()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "sam"}, b"valid email address"),
        ({"name": ""}, b"required"),
        ({"password": "12345678"}, b"too common"),
        ({"password": "short"}, b"too short"),
    ],
)
def test_a_wrong_answer_is_explained_and_the_first_link_stays_good(client, db, given, words):
    path = links.issue()

    answer = client.post(path, SAM | given)

    assert answer.status_code == 422
    assert words in answer.content
    assert not User.objects.exists()
    assert client.get(path).status_code == 200


def test_a_new_first_link_ends_the_one_before(client, db):
    old, new = links.issue(), links.issue()

    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_there_is_no_second_owner(client, db):
    path = links.issue()
    User.objects.create_user("early@example.com", "Early")

    assert client.post(path, SAM).status_code == 404
    assert User.objects.count() == 1
