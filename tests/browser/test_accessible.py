"""axe-core finds nothing on any page, dark or light, empty or full; and every page fits on a phone."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import URLResolver, get_resolver
from playwright.sync_api import expect

from studio.accounts.links import issue
from studio.jobs.machine import State
from tests.browser.accessible import assert_accessible
from tests.browser.conftest import MEDIA, PHONE, session_of
from tests.browser.making import result, upload
from tests.browser.people import in_a_thread
from tests.live.making import make_job

pytestmark = pytest.mark.browser

STATES = [
    "/create/?task=image-to-video&model=kling-1.5-standard",
    "/create/?task=text-to-image",
    "/create/?starter=storyboard",
    "/library/?in=mine",
    "/library/?in=uploads",
    "/queue/?whose=mine",
    "/no/such/page/",
]
"""Pages that look otherwise for what is asked of them."""


def every_page(user) -> list[str]:
    """Every address without a parameter that shows this person a page."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    answers = {address: client.get(address, headers={"host": "localhost"}) for address in sorted(_addresses())}
    return [address for address, answer in answers.items() if _is_page(answer)]


def _addresses(patterns=None, prefix: str = "/"):
    for pattern in patterns or get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, route)
        elif "<" not in route and "(" not in route and not route.endswith(LEAVING):
            yield route


LEAVING = "accounts/logout/"  #: walked last, by name


def _is_page(answer) -> bool:
    """A whole one: some addresses answer with a part of a page, or with data."""
    return answer.status_code == 200 and not answer.streaming and b"</html>" in answer.content


def walk(page, addresses) -> None:
    for address in addresses:
        page.goto(address)
        assert address in page.url, f"{address} led to {page.url}"
        page.wait_for_load_state("networkidle")
        assert_accessible(page)


def fits(page, addresses) -> None:
    """Nothing makes the page wider than the window."""
    for address in addresses:
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= page.viewport_size["width"], f"{address} is {wide} px wide"


@pytest.fixture
def clip(alice):
    return result(alice, MEDIA / "numbered-24fps.mp4")[1]


@pytest.fixture
def content(alice, bob, clip):
    """A library and a queue with something of everything that stays as it is."""
    picture = result(alice, MEDIA / "coffee.jpg", title="A cup on a table", task="text-to-image")[1]
    sound = upload(alice, MEDIA / "speech.mp3")
    photograph = upload(bob, MEDIA / "chelsea.jpg")
    make_job(alice, State.REFUSED, error="The start frame shows a face too close to a public figure.")
    make_job(bob, State.FAILED, error="It broke.", billed_state="no")
    make_job(bob, State.CANCELLED)
    make_job(alice, State.FETCHING, fetch_error="The file ended early.")
    return [f"/assets/{asset.pk}/" for asset in (clip, picture, sound, photograph)]


def test_the_door(visit, complaints):
    complaints.allow("404")
    page = visit()

    walk(page, ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", issue(), "/link/ended/"])
    page.goto("/accounts/login/")
    page.get_by_role("textbox", name="E-mail").fill("nobody@example.com")
    page.locator("input[type=password]").fill("wrong")
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    assert_accessible(page)


def test_every_page_while_nothing_is_there_yet(alice_page, alice, complaints):
    complaints.allow("404")

    pages = in_a_thread(every_page, alice)
    assert {"/create/", "/library/", "/queue/", "/settings/", "/accounts/2fa/totp/activate/"} <= set(pages)
    walk(alice_page, [*pages, *STATES, "/accounts/logout/"])


def test_every_page_with_content(alice_page, content, complaints):
    complaints.allow("404")

    walk(alice_page, ["/create/", "/library/", "/queue/", *STATES, *content])


def test_the_composer_with_frames_shots_and_what_is_kept(alice_page, alice, clip):
    page = alice_page

    walk(page, [f"/create/?remix={clip.pk}"])
    page.goto("/create/?starter=storyboard")
    page.locator("#picker").click()
    expect(page.get_by_role("radio", checked=True, name="Kling 3.0 Pro")).to_be_visible()
    assert_accessible(page)


def test_the_composer_with_errors(alice_page, complaints):
    complaints.allow("422")
    page = alice_page
    page.goto("/create/?task=image-to-video&model=kling-1.5-standard&via=animatic")

    page.locator("#send").click()

    expect(page.get_by_text("to fix before sending")).to_be_visible()
    assert_accessible(page)


@pytest.fixture
def second_factor(alice):
    """Alice's codes from an app, and her recovery codes."""
    TOTP.activate(alice, generate_totp_secret())
    RecoveryCodes.activate(alice)


def test_the_pages_of_a_second_factor(alice_page, second_factor):
    pages = ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/", "webauthn/", "webauthn/add/")

    walk(alice_page, [f"/accounts/2fa/{page}" for page in pages])


def test_the_door_with_a_second_factor(visit, second_factor):
    page = visit()
    page.goto("/accounts/login/")
    page.get_by_role("textbox", name="E-mail").fill("alice@example.com")
    page.locator("input[type=password]").fill("correct horse battery")
    page.keyboard.press("Enter")

    page.wait_for_url("**/accounts/2fa/authenticate/")
    assert_accessible(page)


def test_being_asked_who_one_is_again(visit, alice):
    page = visit(alice)
    Session.objects.update(session_data=_without_a_recent_sign_in())

    page.goto("/accounts/2fa/totp/activate/")

    assert "/accounts/reauthenticate/" in page.url
    assert_accessible(page)


def _without_a_recent_sign_in() -> str:
    store = SessionStore(Session.objects.get().session_key)
    data = store.load()
    data["account_authentication_methods"][0]["at"] -= 86_400
    return store.encode(data)


def test_every_page_on_a_phone(visit, alice, content, complaints):
    complaints.allow("404")
    page = visit(alice, viewport=PHONE)

    fits(page, [*in_a_thread(every_page, alice), *STATES, *content])
    for address in ("/create/", "/library/", "/queue/", content[0]):
        walk(page, [address])


def test_it_still_fits_in_320_pixels(visit, alice, content, complaints):
    complaints.allow("404")
    page = visit(alice, viewport={"width": 320, "height": 640})

    fits(page, ["/create/", "/library/", "/queue/", "/settings/", *content])
