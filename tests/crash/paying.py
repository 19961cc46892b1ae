"""A person who pays, in a process of their own: reads a line, does it, answers with one.

`keys 40`              adds a key to every provider, for 40 jobs at once; answers with its name
`submit fal 17`        submits the 17th job through fal; answers with its id
`fetch`                asks to fetch again whatever stopped; answers how many
`check`                asks to look up whatever is unknown; answers how many
"""

import sys

import django

django.setup()

from studio.accounts import keyring  # noqa: E402
from studio.accounts.actions import make_owner  # noqa: E402
from studio.accounts.models import User  # noqa: E402
from studio.catalog import registry  # noqa: E402
from studio.catalog.recipe import Recipe  # noqa: E402
from studio.jobs import actions  # noqa: E402
from studio.jobs.models import Job  # noqa: E402
from tests.catalog.smallest import smallest  # noqa: E402
from tests.planted import PARTS  # noqa: E402

MODELS = {
    "kling": (("kling-image-3.0", "text-to-image"), ("kling-2.6-pro", "text-to-video")),
    "runware": (("kling-image-3.0", "text-to-image"), ("kling-3.0-pro", "text-to-video")),
    "fal": (("kling-2.6-pro", "text-to-video"), ("kling-3.0-pro", "text-to-video")),
    "scenario": (("kling-2.6-pro", "text-to-video"), ("kling-2.5-turbo-pro", "text-to-video")),
}
"""What is sent in turns: pictures where they are told a price, for they are quicker to keep."""

alice = User.objects.first() or make_owner("alice@example.com", "Alice Archer", "correct horse battery")
team = alice.teams.get()
project = team.projects.get()


def keys(parallel: str) -> str:
    for slug, parts in PARTS.items():
        key = keyring.add(team, slug, parts)
        key.parallel = int(parallel)
        key.save(update_fields=["parallel"])
    return "keys"


def submit(slug: str, number: str) -> str:
    models = MODELS[slug]
    model, task = models[int(number) % len(models)]
    values = smallest(registry.route(model, task, slug), {}) | {"prompt": f"Job {number} of {slug}"}
    consent = actions.Consent(unknown_price=True)
    recipe = Recipe(model, task, slug, values)
    return str(actions.submit(alice, team, project, recipe, f"{slug} {number}", consent).pk)


def fetch() -> str:
    stopped = Job.objects.exclude(fetch_error="")
    return str(len([actions.retry_fetch(alice, job) for job in stopped]))


def check() -> str:
    unknown = Job.objects.filter(state="unknown")
    return str(len([actions.check_now(alice, job) for job in unknown]))


ACTS = {"keys": keys, "submit": submit, "fetch": fetch, "check": check}

if __name__ == "__main__":
    for line in sys.stdin:
        act, *given = line.split()
        print(ACTS[act](*given), flush=True)
