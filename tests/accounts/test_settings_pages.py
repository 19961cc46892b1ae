"""Settings: who I am, my projects, and every page of signing in around them."""

from decimal import Decimal

import pytest

from studio.accounts.models import Project, User

PAGES = [
    "/settings/",
    "/settings/projects/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_the_studios_look(me, path):
    page = me.get(path)

    assert page.status_code == 200
    assert b"css/studio.css" in page.content
    assert page.content.count(b"<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_no_page_carries_what_the_policy_forbids(me, path):
    page = me.get(path).content.decode()

    assert "style=" not in page
    assert "<style" not in page
    assert "onclick" not in page


def test_recovery_codes_are_shown_and_made_anew(me, alice):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(alice, generate_totp_secret())
    codes = RecoveryCodes.activate(alice).get_unused_codes()

    shown = me.get("/accounts/2fa/recovery-codes/").content.decode()
    me.post("/accounts/2fa/recovery-codes/generate/")
    anew = me.get("/accounts/2fa/recovery-codes/").content.decode()

    assert codes[0] in shown
    assert codes[0] not in anew
    assert codes[0] not in me.get("/accounts/2fa/").content.decode()


def test_i_change_my_name(me, alice):
    me.post("/settings/name/", {"name": "Alice A. Archer"})

    alice.refresh_from_db()
    assert alice.name == "Alice A. Archer"


def test_an_empty_name_is_refused_and_the_old_one_still_greets_me(me, alice):
    answer = me.post("/settings/name/", {"name": " "})

    assert answer.status_code == 422
    assert b"Alice Archer, account" in answer.content


def test_i_choose_above_which_price_i_am_asked_again_and_may_take_that_back(me, alice):
    for typed, kept in (("2.50", Decimal("2.50")), ("0", Decimal(0)), ("", None)):
        assert me.post("/settings/asking/", {"confirm_above": typed}).url == "/settings/"

        alice.refresh_from_db()
        assert alice.confirm_above == kept


def test_what_is_no_amount_is_refused_and_changes_nothing(me, alice):
    me.post("/settings/asking/", {"confirm_above": "3"})

    for typed in ("-1", "two", "1e99", "NaN"):
        page = me.post("/settings/asking/", {"confirm_above": typed})

        assert page.status_code == 422
        assert b'id="id_confirm_above_error"' in page.content
    assert b"This is no amount: write dollars like 2.50" in page.content
    alice.refresh_from_db()
    assert alice.confirm_above == 3


def test_i_change_my_e_mail_and_sign_in_with_it(me, alice):
    me.post("/settings/email/", {"email": "New@example.com"})
    me.logout()

    me.post("/accounts/login/", {"login": "new@example.com", "password": "correct horse battery"})

    assert me.get("/settings/").status_code == 200
    assert alice.emailaddress_set.get().verified


def test_an_address_of_somebody_else_is_refused(me, alice, bob):
    answer = me.post("/settings/email/", {"email": "BOB@example.com"})

    assert answer.status_code == 422
    assert b"Somebody else here signs in with bob@example.com" in answer.content
    assert User.objects.get(pk=alice.pk).email == "alice@example.com"


def test_changing_the_e_mail_asks_who_i_am_when_that_was_long_ago(client, alice):
    client.force_login(alice)

    answer = client.post("/settings/email/", {"email": "new@example.com"})

    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.get(pk=alice.pk).email == "alice@example.com"


def test_what_i_wanted_to_change_is_changed_once_i_have_said_who_i_am(client, alice):
    client.force_login(alice)
    client.post("/settings/email/", {"email": "new@example.com"})

    client.post("/accounts/reauthenticate/", {"password": "correct horse battery", "next": "/settings/email/"})

    assert User.objects.get(pk=alice.pk).email == "new@example.com"


def test_a_password_can_be_set_by_who_has_none(client, alice):
    alice.set_unusable_password()
    alice.save()
    client.force_login(alice)

    client.post("/accounts/password/set/", {"password1": "quiet room monitor", "password2": "quiet room monitor"})

    alice.refresh_from_db()
    assert alice.check_password("quiet room monitor")


# Projects


def test_a_new_project_belongs_to_my_team_and_becomes_the_current_one(me, team):
    me.post("/settings/projects/", {"name": "Harbour Lights"})

    assert Project.objects.get(name="Harbour Lights").team == team
    assert me.get("/settings/").context["project"].name == "Harbour Lights"


def test_i_go_back_to_another_project(me, project):
    me.post("/settings/projects/", {"name": "Harbour Lights"})

    me.post("/settings/projects/current/", {"project": project.pk})

    assert me.get("/settings/").context["project"] == project


@pytest.mark.parametrize("whose", ["charlies", "no number", "", "99999", "9" * 25, "9" * 5000])
def test_a_project_that_is_not_mine_is_not_found(me, charlie, whose):
    pk = charlie.teams.get().projects.get().pk if whose == "charlies" else whose

    assert me.post("/settings/projects/current/", {"project": pk}).status_code == 404


def test_bob_sees_the_projects_of_his_team_only(client, bob, charlie, project):
    client.force_login(bob)

    assert list(client.get("/settings/projects/").context["projects"]) == [project]


def test_a_project_of_a_team_i_have_left_is_not_current_any_more(client, bob, project):
    client.force_login(bob)
    client.post("/settings/projects/current/", {"project": project.pk})

    bob.memberships.all().delete()

    assert client.get("/settings/").context["project"] is None
