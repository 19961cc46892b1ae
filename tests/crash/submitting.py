"""A person at work, in a process of their own: reads `clip N`, `picture N` or `shots N`, submits that, answers its id.

The studio's process finds these jobs by its sweeper, since the engine does not run here.
"""

import sys

import django

django.setup()

from studio.accounts.actions import make_owner  # noqa: E402
from studio.accounts.models import User  # noqa: E402
from studio.catalog.recipe import Recipe  # noqa: E402
from studio.jobs import chaining  # noqa: E402
from studio.jobs.actions import submit  # noqa: E402

KINDS = {
    "clip": ("kling-3.0-standard", "text-to-video", {"duration": 3, "width": 1280, "height": 720}),
    "picture": ("kling-image-o1", "text-to-image", {"width": 1024, "height": 1024}),
}

SHOTS = [{"prompt": "Wide", "duration": 5}, {"prompt": "Medium", "duration": 2}, {"prompt": "Close", "duration": 1}]
ONE_SHOT = Recipe("kling-1.6-standard", "text-to-video", "animatic", {"prompt": "", "duration": 5})

alice = User.objects.first() or make_owner("alice@example.com", "Alice Archer", "correct horse battery")
team = alice.teams.get()
project = team.projects.get()

for line in sys.stdin:
    kind, number = line.split()
    if kind == "shots":
        print(chaining.run(alice, project, ONE_SHOT, SHOTS, number).pk, flush=True)
        continue
    model, task, values = KINDS[kind]
    recipe = Recipe(model, task, "animatic", {"prompt": f"{kind} {number}", **values})
    print(submit(alice, team, project, recipe, f"{kind} {number}").pk, flush=True)
