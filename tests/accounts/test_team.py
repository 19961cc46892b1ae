"""Settings, Team: inviting by a link that signs in once, and who may do what to whom."""

import html
import re
import smtplib
from decimal import Decimal

import pytest
from django.core import mail

from studio.accounts import links, mailing
from studio.accounts.models import Budget, Membership, User

pytestmark = pytest.mark.django_db
URL = "/settings/team/"
DANA = {"name": "Dana Diaz", "email": "Dana@Example.com", "role": "artist", "monthly": "50"}


def role_of(user) -> str:
    return Membership.objects.get(user=user).role


def membership(user) -> Membership:
    return Membership.objects.get(user=user)


def invited_link(answer) -> str:
    return re.search(r'id="invite-link"[^>]*>([^<]+)<', answer.content.decode())[1]


def test_somebody_invited_comes_by_a_link_once_with_the_role_and_the_limit_given(client, alice, team, signed_in_as):
    client.force_login(alice)

    answer = client.post(f"{URL}invitations/", DANA)

    dana = User.objects.get(email="dana@example.com")
    assert (role_of(dana), dana.has_usable_password()) == ("artist", False)
    budget = Budget.objects.get(team=team, person=dana)
    assert (budget.amount, budget.period, budget.currency, budget.set_by) == (Decimal(50), "month", "USD", alice)
    link = invited_link(answer)
    assert link.startswith("http://testserver/link/")
    assert "no-store" in answer["Cache-Control"]

    client.logout()
    path = link.removeprefix("http://testserver")
    client.post(path)
    assert signed_in_as(client) == dana
    assert client.get(path).status_code == 404


def test_the_link_leads_to_the_address_that_others_know(client, alice, settings):
    client.force_login(alice)
    settings.PUBLIC_URL = "https://studio.example"

    assert invited_link(client.post(f"{URL}invitations/", DANA)).startswith("https://studio.example/link/")


def test_with_a_mail_server_the_invitation_goes_by_mail_and_says_who_invites(client, alice, settings):
    client.force_login(alice)
    settings.SENDS_MAIL = True

    answer = client.post(f"{URL}invitations/", DANA)

    (sent,) = mail.outbox
    assert sent.to == ["dana@example.com"]
    assert sent.subject == "Alice Archer invites you to Alice's team"
    assert invited_link(answer) in sent.body
    assert "It was mailed to dana@example.com." in answer.content.decode()


def test_a_mail_that_cannot_be_sent_leaves_the_link_to_be_passed_on(client, alice, settings, monkeypatch):
    def refuse(*args, **named):
        raise smtplib.SMTPServerDisconnected("gone")

    client.force_login(alice)
    settings.SENDS_MAIL = True
    monkeypatch.setattr(mailing, "send_mail", refuse)

    answer = client.post(f"{URL}invitations/", DANA)

    assert "No mail is sent: pass it on yourself." in answer.content.decode()
    assert "/link/" in invited_link(answer)


def test_who_has_an_account_here_joins_at_once_and_gets_no_link(client, alice, charlie, team):
    type(charlie).objects.filter(pk=charlie.pk).update(last_login=charlie.created_at)
    client.force_login(alice)

    page = client.post(f"{URL}invitations/", DANA | {"email": charlie.email}).content.decode()

    assert Membership.objects.get(user=charlie, team=team).role == "artist"
    assert "has an account here already" in page and "invite-link" not in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "bob@example.com"}, "bob@example.com is on the team already."),
        ({"email": "nobody"}, "valid email address"),
        ({"name": ""}, "required"),
        ({"role": "king"}, "not one of the available choices"),
        ({"monthly": "-1"}, "greater than or equal to 0"),
    ],
)
def test_a_wrong_invitation_is_said_at_its_field(client, alice, bob, given, words):
    client.force_login(alice)

    answer = client.post(f"{URL}invitations/", DANA | given)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert User.objects.count() == 2


def test_the_limit_is_filled_in_where_everybody_has_the_same(client, alice, bob, team):
    client.force_login(alice)
    for person in (alice, bob):
        Budget.objects.create(team=team, person=person, amount=40)

    assert 'name="monthly" value="40.00"' in client.get(URL).content.decode()


def test_a_new_link_is_only_for_somebody_who_has_not_come_yet(client, alice, bob):
    client.force_login(alice)

    first = client.post(f"{URL}{membership(bob).pk}/link/")
    assert "/link/" in invited_link(first)

    client.post(links.issue(bob))
    client.force_login(alice)
    assert client.post(f"{URL}{membership(bob).pk}/link/").status_code == 404


def test_roles_change_but_the_last_owner_stays_one(client, alice, bob):
    client.force_login(alice)

    client.post(f"{URL}{membership(bob).pk}/role/", {"role": "producer"})
    assert role_of(bob) == "producer"

    client.post(f"{URL}{membership(alice).pk}/role/", {"role": "artist"})
    assert role_of(alice) == "owner"
    assert "is the only owner" in client.get(URL).content.decode()

    client.post(f"{URL}{membership(bob).pk}/role/", {"role": "owner"})
    client.post(f"{URL}{membership(alice).pk}/role/", {"role": "artist"})
    assert (role_of(bob), role_of(alice)) == ("owner", "artist")


def test_a_producer_neither_makes_nor_unmakes_an_owner(client, alice, bob):
    Membership.objects.filter(user=bob).update(role="producer")
    client.force_login(bob)

    client.post(f"{URL}{membership(bob).pk}/role/", {"role": "owner"})
    client.post(f"{URL}{membership(alice).pk}/role/", {"role": "guest"})
    assert client.post(f"{URL}invitations/", DANA | {"role": "owner"}).status_code == 422
    assert (role_of(alice), role_of(bob)) == ("owner", "producer")


def test_an_artist_sees_the_people_and_who_can_grant_and_changes_nothing(client, alice, bob):
    client.force_login(bob)

    page = client.get(URL).content.decode()
    assert "alice@example.com" in page and "invite people and change roles: Alice Archer." in page
    assert "<select" not in page.split('id="team"', 1)[1]
    assert client.post(f"{URL}invitations/", DANA).status_code == 403
    assert client.post(f"{URL}{membership(bob).pk}/role/", {"role": "owner"}).status_code == 403


def test_another_teams_people_are_out_of_reach(client, alice, charlie):
    client.force_login(charlie)

    assert client.post(f"{URL}{membership(alice).pk}/role/", {"role": "guest"}).status_code == 404
    assert client.post(f"{URL}{membership(alice).pk}/link/").status_code == 404


def test_who_is_on_several_teams_finds_each_ones_projects_under_its_name(client, alice, charlie, team):
    Membership.objects.create(user=alice, team=charlie.teams.get(), role=Membership.Role.ARTIST)
    client.force_login(alice)

    page = html.unescape(client.get("/settings/team/").content.decode())

    assert [f'menu__group">{name}<' in page for name in ("Alice's team", "Charlie's team")] == [True, True]
    client.post("/settings/projects/current/", {"project": charlie.teams.get().projects.get().pk})
    assert "charlie@example.com" in client.get("/settings/team/").content.decode()
