"""A team with one of everything, who may come to its door, and what becomes of them there."""

import re
from copy import deepcopy
from dataclasses import dataclass, field
from uuid import uuid4

from django.contrib.messages import ERROR, get_messages
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from studio.accounts import keyring
from studio.accounts.actions import make_member
from studio.accounts.links import issue
from studio.accounts.models import Budget, Membership, Project, Team, User
from studio.core import clock
from studio.jobs.models import Attempt
from studio.jobs.reusable import Preset, SavedPrompt
from studio.library import lending
from studio.library.models import Act, Asset, Captions, Element, Handle, SavedView
from studio.review import actions, lists, sharing
from studio.review.actions import Said
from studio.review.models import BakeOff, Entry, ShareLink
from tests.live.making import make_job
from tests.review.sharing_made import enter, made

PEOPLE = ("owner", "artist", "reviewer", "guest", "stranger", "nobody", "visitor")
"""Of Alice's team the first four; Charlie of another; nobody has no account; a visitor was let in by a share link."""

IN, SIGN_IN, HIDDEN, FORBIDDEN, REFUSED, ENDED, NOT_SO = (
    "in",
    "sign in",
    "hidden",
    "forbidden",
    "refused",
    "ended",
    "not so",
)
BY_STATUS = {404: HIDDEN, 403: FORBIDDEN, 405: NOT_SO, 410: ENDED}
ROLES = re.compile(
    r"Guests? (of|look)|Your role|guest looks only|does not let you|owner or a producer can", re.IGNORECASE
)
CAPTIONS = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHello\n"
SECRET = "Submarine at dusk"
"""Part of the name of everything that is the team's alone: it must not be in any answer to who is not of it."""


@dataclass
class World:
    """`args` by the name of an address; `data` is what is posted there, where it takes more than nothing."""

    people: dict[str, Client]
    args: dict[str, list] = field(default_factory=dict)
    data: dict[str, dict] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    link: ShareLink | None = None

    def ask(self, person: str, method: str, name: str) -> HttpResponse:
        """One request, of which nothing stays in the database."""
        address, client = reverse(name, args=self.args[name]), self.people[person]
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            query = {"QUERY_STRING": self.query.get(name, "")}
            answer = client.generic(method, address, **self._body(method, name), **query)
            answer.said = [str(each) for each in get_messages(answer.wsgi_request) if each.level == ERROR]
            transaction.set_rollback(True)
        client.cookies = cookies  # some sign in or out
        return answer

    def _body(self, method: str, name: str) -> dict[str, object]:
        if method != "POST":
            return {}
        pairs = "&".join(f"{key}={value}" for key, value in self.data.get(name, {}).items())
        return {"data": pairs, "content_type": "application/x-www-form-urlencoded"}


def outcome(answer: HttpResponse) -> str:
    """What became of the request, in a word. Raises AssertionError for one that broke something."""
    assert answer.status_code < 500, f"answered {answer.status_code}"
    if answer.status_code == 302 and answer["Location"].startswith("/accounts/login/"):
        return SIGN_IN
    text = answer.said if answer.streaming else [*answer.said, answer.content.decode(errors="replace")]
    if (answer.status_code == 422 or answer.said) and any(ROLES.search(each) for each in text):
        return REFUSED
    return BY_STATUS.get(answer.status_code, IN)


def addresses() -> dict[str, URLPattern]:
    """Every address of the studio by its name; where a name has several, the one with the fewest gaps."""
    found: dict[str, URLPattern] = {}
    for pattern in _patterns(get_resolver()):
        known = found.get(pattern.name)
        if known is None or str(pattern.pattern).count("<") < str(known.pattern).count("<"):
            found[pattern.name] = pattern
    return found


def _patterns(resolver) -> list[URLPattern]:
    each = ([entry] if isinstance(entry, URLPattern) else _patterns(entry) for entry in resolver.url_patterns)
    return [pattern for patterns in each for pattern in patterns]


# One of everything


def build(alice: User, team: Team, project: Project, kept, stranger: User) -> World:
    """`kept(name)` keeps a file of tests/media in Alice's library."""
    clip = kept("numbered-24fps.mp4")
    Asset.objects.filter(pk=clip.pk).update(name=f"{SECRET}, clip", origin="result", job_id=uuid4(), recipe=_recipe())
    clip.refresh_from_db()
    link = made(alice, clip, **{"name": f"{SECRET}, link", "may_comment": True, "may_approve": True})
    world = World(_people(alice, team, stranger, link), link=link)
    things = _things(alice, team, project, clip, link)
    world.args = {name: _args(name, pattern, things) for name, pattern in addresses().items()}
    world.data = _data(things)
    world.query = {name: f"{word}={things['clip']}" for name, word in QUERY.items()}
    return world


def _recipe() -> dict:
    values = {"prompt": f"{SECRET}, prompt", "width": 1280, "height": 720, "duration": 5}
    return {"model": "kling-3.0-pro", "task": "text-to-video", "provider": "animatic", "values": values}


def _people(alice: User, team: Team, stranger: User, link: ShareLink) -> dict[str, Client]:
    roles = Membership.Role
    members = {
        "owner": alice,
        "artist": make_member("bob@example.com", "Bob Baker", team, roles.ARTIST),
        "reviewer": make_member("rita@example.com", "Rita Rossi", team, roles.REVIEWER),
        "guest": make_member("gus@example.com", "Gus Gray", team, roles.GUEST),
        "stranger": stranger,
    }
    browsers = {name: Client(raise_request_exception=False) for name in members}
    for name, user in members.items():
        user.set_password("correct horse battery")
        user.save()
        browsers[name].force_login(user)
    visitor = enter(link)
    visitor.raise_request_exception = False
    return browsers | {"nobody": Client(raise_request_exception=False), "visitor": visitor}


def _things(alice: User, team: Team, project: Project, clip: Asset, link: ShareLink) -> dict[str, object]:
    """By the words that are used for them below."""
    whose = {"owner": alice, "team": team}
    shared = whose | {"is_shared": True}
    said = {"source": "typed", "by": alice, "changed_at": clock.now()}
    Captions.objects.create(asset=clip, text=CAPTIONS, language="en", **said)
    job = make_job(alice, title=f"{SECRET}, job")
    key = keyring.add(team, "fal", {"key": "key-of-the-submarine"}, by=alice)
    bake_off = BakeOff.objects.create(team=team, project=project, made_by=alice, name=f"{SECRET}, bake-off")
    Entry.objects.create(bake_off=bake_off, job=job, place=0)
    route = {"model": "kling-3.0-pro", "task": "text-to-video", "provider": "animatic"}
    return {
        "clip": clip.pk,
        "note": actions.write(alice, clip, Said(id=uuid4(), words=f"{SECRET}, note")).pk,
        "job": job.pk,
        "bake-off": bake_off.pk,
        "attempt": Attempt.objects.create(job=job, number=1, endpoint="local").pk,
        "list": lists.build(alice, team, f"{SECRET}, list", [clip.pk]).pk,
        "link": link.pk,
        "token": sharing.token_of(link),
        "key": key.pk,
        "handle": Handle.objects.create(account=key, kind="voice", its_id="v-1").pk,
        "element": Element.objects.create(**whose, name="Submarine", clip=clip).pk,
        "view": SavedView.objects.create(**shared, name=f"{SECRET}, view").pk,
        "act": Act.objects.create(team=team, user=alice, verb="rate", value="3").pk,
        "budget": Budget.objects.create(team=team, amount=100, set_by=alice).pk,
        "project": project.pk,
        "membership": Membership.objects.get(team=team, user__email="bob@example.com").pk,
        "preset": Preset.objects.create(**shared, **route, name=f"{SECRET}, preset").pk,
        "prompt": SavedPrompt.objects.create(**shared, name=f"{SECRET}, prompt", text=SECRET).pk,
        "sign-in": issue(alice).rstrip("/").rsplit("/", 1)[-1],
        "lent": lending.SIGNER.sign(clip.pk.hex),
    }


ARGS: dict[str, tuple[str, ...]] = {
    "link": ("sign-in",),
    "lent": ("lent",),
    "hook": ("=fal", "=made-up"),
    "reach": ("=made-up",),
    "bake-off-media": ("bake-off", "=A", "=poster"),
    "note-material": ("note", "=frame"),
    "note-act": ("note", "=resolution"),
    "asset-check": ("clip", "note", "=fixed"),
    "asset-loop": ("clip", "=gif"),
    "asset-still": ("clip", "=0"),
    "media": ("clip", "=original"),
    "library-facet": ("=model",),
    "library-choices": ("=tag",),
    "library-act": ("=rate",),
    "library-undo": ("act",),
    "library-to-list": ("list",),
    "view-deletion": ("view",),
    "create-source": ("clip",),
    "review-list": ("list",),
    "review-act": ("list", "=name"),
    "review-out": ("list", "=csv"),
    "review-progress": ("list",),
    "share-act": ("link", "=revocation"),
    "shared": ("token",),
    "shared-notes": ("token", "clip"),
    "shared-verdict": ("token", "clip"),
    "shared-answer": ("token", "note"),
    "shared-captions": ("link", "clip"),
    "shared-download": ("link", "clip"),
    "shared-media": ("link", "clip", "=original"),
    "shelf-refresh": ("key",),
    "shelf-presets": ("key", "=voice"),
    "handle-deletion": ("handle",),
    "element-new": ("=element",),
    "ledger-bill": ("attempt",),
    "key-add": ("=fal",),
    "rate-change": ("=kling",),
    "insights-csv": ("=days",),
    "mfa_remove_webauthn": ("=7",),
    "mfa_edit_webauthn": ("=7",),
    "notes": ("clip",),
    "verdict": ("clip",),
}
"""What stands in the gaps of an address, by its name: a thing's word, or, after `=`, the text itself."""

BY_BEGINNING = {
    "bake-off": ("bake-off",),
    "preset-": ("preset",),
    "prompt-": ("prompt",),
    "asset": ("clip",),
    "captions-": ("clip",),
    "element-": ("=element", "element"),
    "element": ("=element", "element"),
    "job": ("job",),
    "key-": ("key",),
    "team-": ("membership",),
    "project-": ("project",),
    "budget-": ("budget",),
}


def _args(name: str, pattern: URLPattern, things: dict[str, object]) -> list[object]:
    """Raises AssertionError for a new kind of address."""
    if name not in ARGS and not pattern.pattern.converters:
        return []
    words = ARGS.get(name) or next((given for start, given in BY_BEGINNING.items() if name.startswith(start)), None)
    assert words, f"{name} is new: say in ARGS of {__name__} what stands in the gaps of {pattern.pattern}"
    return [each[1:] if each.startswith("=") else things[each] for each in words]


def _data(things: dict[str, object]) -> dict[str, dict[str, object]]:
    """What is posted: enough that who may do it does it. Where there is nothing, the form is found wanting."""
    note = {"id": uuid4(), "words": "Warmer", "name": "Paolo"}
    wanted = {"name": "For Paolo", "until": "14"}
    return {
        "notes": note,
        "verdict": {"word": "approved"},
        "shared-notes": note,
        "shared-answer": note,
        "shared-verdict": {"word": "changes", "name": "Paolo"},
        "review-new": {"ids": things["clip"]},
        "review-act": {"name": "Other words"},
        "library-act": {"ids": things["clip"], "stars": "3"},
        "library-zip": {"ids": things["clip"]},
        "library-to-list": {"ids": things["clip"]},
        "share-new": wanted,
        "share-chosen": {"ids": things["clip"]},
        "share-act": wanted,
        "team-role": {"role": "guest"},
        "budget-add": {"amount": "10", "currency": "USD", "period": "month"},
        "theme": {"theme": "light"},
        "current_project": {"project": things["project"]},
    }


QUERY = {"share-new": "asset", "compare": "ids", "chain": "of", "library-newer": "after"}
"""What an address is asked with, where it says nothing without: the clip."""
