"""Keys in a real browser: a passkey is added, signs in, and says why when it does not."""

import pytest

from studio.accounts import links

pytestmark = pytest.mark.browser

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def with_key():
    """with_key(page): a built-in authenticator that always says yes, like a laptop with a finger on it."""

    def give(page):
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    return give


def add_key(page, alice) -> None:
    page.goto(links.issue(alice))
    page.get_by_role("button", name="Sign in").click()
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add the key").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()


def sign_out(page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")


def test_a_passkey_signs_in_alone(visit, alice, with_key):
    page = visit()
    with_key(page)
    add_key(page, alice)
    sign_out(page)

    page.get_by_role("button", name="Sign in with a passkey").click()

    page.locator("summary", has_text="Alice Archer, account").wait_for()


def test_after_the_password_the_key_is_the_second_step(visit, alice, with_key):
    page = visit()
    with_key(page)
    add_key(page, alice)
    sign_out(page)

    page.get_by_label("E-mail").fill("alice@example.com")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a key instead").click()

    page.locator("summary", has_text="Alice Archer, account").wait_for()


def test_a_key_that_cannot_be_used_says_why(visit, live_studio):
    page = visit(base_url=live_studio.url.replace("localhost", "127.0.0.1"))
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_role("alert").get_by_text("Keys work at localhost and over https only").wait_for()
