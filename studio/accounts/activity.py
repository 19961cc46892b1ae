"""The log of who did what when: one function writes it, in the transaction of the act itself.

    with transaction.atomic():
        key.delete()
        record("key-revoked", team=key.team, by=user, of=key, words="kling …ab12")

What is undone is a line of its own. The rows cannot be changed or deleted afterwards (append_only.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction

from .models import Activity, Project, Team, User

LONGEST = Activity._meta.get_field("words").max_length


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that people do. `done` is how it reads after their name; `group` is by what it is looked for."""

    slug: str
    group: str
    done: str


GROUPS = {
    "account": "Signing in and accounts",
    "team": "People and projects",
    "jobs": "Jobs",
    "files": "Files",
    "sharing": "Sharing outside the team",
    "money": "Money",
    "keys": "Keys",
}

TABLE = (
    Verb("signed-in", "account", "signed in"),
    Verb("signed-out", "account", "signed out"),
    Verb("email-changed", "account", "signs in with another e-mail"),
    Verb("password-changed", "account", "changed the password"),
    Verb("second-step-added", "account", "added a second step or a passkey"),
    Verb("second-step-removed", "account", "removed a second step or a passkey"),
    Verb("person-invited", "team", "invited"),
    Verb("person-left", "team", "left the team:"),
    Verb("person-removed", "team", "took off the team:"),
    Verb("link-made", "team", "made a sign-in link for"),
    Verb("role-changed", "team", "changed the role of"),
    Verb("project-made", "team", "made the project"),
    Verb("project-renamed", "team", "renamed a project"),
    Verb("project-hidden", "team", "made a project private"),
    Verb("project-shown", "team", "opened a project to the team"),
    Verb("proofs-wanted", "team", "wants proofs before finals in"),
    Verb("proofs-not-wanted", "team", "wants no proofs any more in"),
    Verb("job-sent", "jobs", "sent"),
    Verb("job-sent-again", "jobs", "sent once more, accepting a second charge"),
    Verb("job-cancelled", "jobs", "asked to cancel"),
    Verb("job-held", "jobs", "held"),
    Verb("job-released", "jobs", "released"),
    Verb("job-approved", "jobs", "let through"),
    Verb("job-declined", "jobs", "declined"),
    Verb("job-prioritised", "jobs", "changed the priority of"),
    Verb("job-fetched", "jobs", "asked to fetch again"),
    Verb("job-found", "jobs", "found at the provider"),
    Verb("job-lost", "jobs", "took as lost"),
    Verb("file-given", "files", "gave"),
    Verb("files-changed", "files", "in the library:"),
    Verb("files-undone", "files", "took back in the library:"),
    Verb("files-deleted", "files", "deleted for good, after their time in the bin:"),
    Verb("verdict-given", "files", "gave a verdict on"),
    Verb("bake-off-made", "files", "began the bake-off"),
    Verb("bake-off-revealed", "files", "showed the names of the bake-off"),
    Verb("verdict-by-guest", "sharing", "heard a verdict by"),
    Verb("share-made", "sharing", "shared with people outside:"),
    Verb("share-changed", "sharing", "changed the link"),
    Verb("share-revoked", "sharing", "revoked the link"),
    Verb("share-opened", "sharing", "saw somebody open the link"),
    Verb("bill-entered", "money", "entered the bill of"),
    Verb("rate-corrected", "money", "corrected the price of"),
    Verb("rate-restored", "money", "went back to the list for"),
    Verb("budget-set", "money", "set"),
    Verb("budget-removed", "money", "removed"),
    Verb("key-added", "keys", "added the key"),
    Verb("key-changed", "keys", "changed the key"),
    Verb("key-limited", "keys", "changed the limits of the key"),
    Verb("key-revoked", "keys", "revoked the key"),
)
VERBS = {verb.slug: verb for verb in TABLE}


def record(
    slug: str,
    *,
    team: Team | int | None,
    by: User | None,
    of: models.Model | None = None,
    words: str = "",
    project: int | None = None,
) -> None:
    """Add one line. `by` is None for what the studio does by itself, `of` what it was done to.

    `words` say what that is called; without them it is asked for its own. `project` is the one that it lies in, where
    `of` does not know. Raises KeyError for a verb that is not in the table.
    """
    verb = VERBS[slug]
    Activity.objects.create(
        team_id=team.pk if isinstance(team, Team) else team,
        person_id=by and by.pk,
        person=str(by)[:120] if by else "",
        verb=verb.slug,
        kind=of._meta.model_name[:16] if of else "",
        subject=str(of.pk) if of else "",
        project_id=project or _project_of(of),
        words=(words or str(of or ""))[:LONGEST],
    )


def record_for_person(slug: str, person: User, words: str = "") -> None:
    """What somebody did with their own account, on every team that they are on; on none, once all the same."""
    with transaction.atomic():
        for team in _teams(person):
            record(slug, team=team, by=person, words=words)


def _teams(person: User) -> Iterable[int | None]:
    return list(person.memberships.order_by("pk").values_list("team_id", flat=True)) or [None]


def _project_of(of: models.Model | None) -> int | None:
    return of.pk if isinstance(of, Project) else getattr(of, "project_id", None)
