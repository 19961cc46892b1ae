"""What views, the API and webhooks may do with jobs. Everything here is safe to call twice."""

import re
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from studio.accounts.activity import record
from studio.accounts.changes import announce
from studio.accounts.models import Project, ProviderKey, Team, User
from studio.accounts.permissions import may_manage, require_maker
from studio.catalog.check import check
from studio.catalog.pricing import Price, results_of
from studio.catalog.problems import Problem
from studio.catalog.recipe import Recipe, with_hashes
from studio.catalog.registry import get as model_of
from studio.catalog.tasks import PROVIDERS
from studio.core import clock
from studio.forms.story import look_of, own_words
from studio.library.lookup import media_lookup
from studio.library.models import LATE
from studio.providers import registry
from studio.providers.base import Ticket

from . import budgets, gates, ledger, preflight, quotes
from .accounts import NoAccount, account_of
from .acting import again_when_stale
from .agreement import CannotSubmit, Whole, agreed
from .consent import Consent
from .deliveries import fetched
from .driving import new_run, take_out, wake
from .heard import without_consent
from .lanes import drive
from .machine import State, advance, may_be_given_up, note
from .models import Attempt, Job
from .order import hold, move_first, prioritise, release, reorder, shift
from .outcomes import call_off, found
from .rates import prices_of
from .updates import apply_update

__all__ = [
    "CannotSubmit",
    "apply_update",
    "cancel",
    "check_now",
    "hold",
    "move_first",
    "prioritise",
    "release",
    "reorder",
    "retry_fetch",
    "send_again",
    "settle_unknown",
    "shift",
    "submit",
]

IDS = re.compile(r"[\w.:-]{3,200}", re.ASCII)
"""What providers call their jobs: numbers, UUIDs, words with a number."""

NOTHING_SAID = Consent()


# Submit


def submit(
    user: User,
    team: Team,
    project: Project,
    recipe: Recipe,
    idempotency_key: str,
    consent: Consent = NOTHING_SAID,
) -> Job:
    """Make a job of the recipe, and have it driven once this transaction is committed.

    1. The recipe is checked again, and the content of its files is fixed by their sha256.
    2. The same key of the same person gives the same job; with another recipe it is refused, so that no change is lost
       silently. Two people may use the same key.
    3. What a gate has against it is said (gates.py), what the price needs a yes for is asked. With the row its estimate
       is reserved in every budget; where one has no room for it, the job is held until an owner or a producer lets it
       through, if the person wants that.

    Raises CannotSubmit with one problem per field, or with the Question that is to be answered; PermissionDenied for
    who may not make jobs on this team.
    """
    require_maker(user, team)
    if project.team_id != team.pk:
        raise PermissionDenied("The project belongs to another team.")
    frozen, price = checked(recipe, team, user)
    key = {"owner": user, "idempotency_key": idempotency_key}
    known = Job.objects.filter(**key).first()
    if known is None:
        gates.require(user, project, frozen)
        account = account_for(recipe, team)
        quote = quotes.known(recipe, account)
        price = quote.price if quote else price
        require_credit(account, price, consent)
        whose = {"team": team, "project": project, "account": account}
        try:
            with transaction.atomic():
                whole = Whole(price=price, results=results_of(recipe.values))
                return make(key | whose | agreed(user, project, whole, consent), frozen, price)
        except (IntegrityError, CannotSubmit):
            known = Job.objects.filter(**key).first()  # the same button, pressed twice at the same moment
            if known is None:
                raise
    if known.recipe != frozen.as_json():
        raise already_sent(known.title)
    return known


def already_sent(title: str) -> CannotSubmit:
    """The key of the form stands for something else."""
    return CannotSubmit(Problem("recipe", f"This form has already sent “{title}”. Reload the page and try again."))


def checked(recipe: Recipe, team: Team, user: User) -> tuple[Recipe, Price | None]:
    """The recipe with its files fixed, and its price. Raises CannotSubmit, also for a voice without consent, and for a
    file that this person does not see."""
    lookup = media_lookup(team, user)
    checked = check(recipe, lookup, prices_of(team))
    if checked.errors:
        raise CannotSubmit(*checked.errors)
    if not registry.sends(recipe.provider):
        name = PROVIDERS.get(recipe.provider, recipe.provider)
        words = f"Dailies cannot send through {name}. Choose Animatic for a free preview, or copy the quote."
        raise CannotSubmit(Problem("provider", words))
    files = {asset: lookup(asset) for asset in recipe.assets()}
    if lost := [asset for asset, facts in files.items() if facts is None]:
        raise CannotSubmit(Problem("values", f"The file {lost[0]} is not in this team's library. Choose it again."))
    if unheard := list(without_consent(recipe, team)):
        raise CannotSubmit(*unheard)
    hashes = {asset: facts.sha256 for asset, facts in files.items()}
    return replace(recipe, values=with_hashes(dict(recipe.values), hashes)), checked.price


def account_for(recipe: Recipe, team: Team) -> ProviderKey | None:
    try:
        return account_of(team, recipe.provider)
    except NoAccount as error:
        raise CannotSubmit(Problem("provider", str(error))) from error


def require_credit(account: ProviderKey | None, price: Price | None, consent: Consent) -> None:
    """Outside the transaction: the provider may be asked. Raises CannotSubmit with what is to be asked."""
    asked = None if consent.short_of_credit else preflight.question(account, price)
    if asked:
        raise CannotSubmit(asked)


def make(whose: dict[str, object], recipe: Recipe, price: Price | None, title: str = "") -> Job:
    """The row, and the job on its way unless it is held. Call it in the transaction that has judged the price."""
    job = Job.objects.create(
        **whose,
        recipe=recipe.as_json(),
        model=recipe.model,
        task=recipe.task,
        provider=recipe.provider,
        title=title or title_of(recipe),
        rank=clock.now().timestamp(),
        estimate_amount=price.amount if price else None,
        estimate_currency=price.currency if price else "",
        estimate_exact=bool(price and price.exact),
    )
    job.events.create(was="", now=State.QUEUED, words=f"Submitted. {job.held_because}"[:500].strip())
    record("job-sent", team=job.team_id, by=job.owner, of=job)
    announce("job", str(job.pk), job.team_id, job.version)
    if not job.held_because:
        drive(job)
    return job


def title_of(recipe: Recipe) -> str:
    """The first words of the prompt or of the first shot that has some, on one line; else the model's name.

    A look that all shots share tells none from another, and is left out.
    """
    shots = recipe.values.get("shots") or []
    look = look_of(shots) if len(shots) > 1 else ""
    for text in (recipe.values.get("prompt"), *(own_words(shot["prompt"], look) for shot in shots)):
        if line := " ".join(str(text or "").split()):
            return line if len(line) <= 120 else line[:119].rstrip() + "…"
    found = model_of(recipe.model)
    return found.name if found else recipe.model


# Changes to a job


@again_when_stale
def cancel(user: User, job: Job) -> Job:
    """Ask for an end. Queued: cancelled at once. Sending and running: the provider is asked as soon as it can be.

    What is finished there, or here, stays: its money is spent.
    """
    if job.state not in (State.QUEUED, State.SENDING, State.RUNNING):
        return job
    if job.state == State.QUEUED:
        because = f"{user} cancelled it."
        call_off(job, because, cancel_requested_at=clock.now())
        take_out(job.run_id)
    elif job.cancel_requested_at:
        return job
    else:
        note(job, because=f"{user} asked to cancel.", cancel_requested_at=clock.now())
        wake(job.pk)
    record("job-cancelled", team=job.team_id, by=user, of=job)
    return job


@again_when_stale
def retry_fetch(user: User, job: Job) -> Job:
    """Fetch the files again, after fetching stopped; ask again at once after a job that seems lost. Costs nothing."""
    if may_be_given_up(job):
        wake(job.pk)
    if job.fetch_error:
        note(job, because=f"{user} asked to fetch again.", fetch_error="", run_id=new_run())
        drive(job)
        record("job-fetched", team=job.team_id, by=user, of=job)
    return job


def send_again(user: User, job: Job, consent: Consent = NOTHING_SAID) -> Job:
    """Once more, by a person's decision.

    Unknown: the same job under a new id, and a second charge is accepted. Refused, failed or cancelled: a new job with
    the same recipe; asking twice gives the same new job. Anything else goes on by itself and is left alone.

    Raises CannotSubmit as `submit` does, and as it outside of a transaction, since the provider may be asked about its
    credit; of an unknown job, where no budget has room for a second charge.
    """
    now = _put_back(user, job)
    if now.state not in (State.REFUSED, State.FAILED, State.CANCELLED):
        return now
    consent = replace(consent, unknown_price=consent.unknown_price or now.unknown_price_accepted)
    return submit(user, now.team, now.project, now.frozen_recipe(), f"again {now.pk}", consent)


@again_when_stale
def _put_back(user: User, job: Job) -> Job:
    """An unknown job into the queue again, any other as it is now."""
    if job.state == State.UNKNOWN:
        _require_room(user, job)
        because = f"{user} sent it again and accepts a possible second charge."
        ledger.let_go(job)
        advance(job, State.QUEUED, because=because, run_id=new_run(), cancel_requested_at=None)
        drive(job)
        record("job-sent-again", team=job.team_id, by=user, of=job)
    return job


@again_when_stale
def check_now(user: User, job: Job) -> Job:
    """The provider of an unknown job is asked in the next moment, where it can be asked. Costs nothing."""
    if job.state == State.UNKNOWN:
        ledger.ask_soon(job)
        note(job, because=f"{user} asked to check.")
    return job


@again_when_stale
def settle_unknown(user: User, job: Job, *, found_as: str | None = None) -> Job:
    """A person settles what could not be found out: `found_as` is the provider's id of it, None gives it up as lost.

    A running job that the provider does not know any more can be given up, too, and one whose files cannot be fetched.
    Raises CannotSubmit for what is no id of the lost job, and for files that are here and only cannot be stored.
    """
    if found_as is None and job.fetch_error:
        return _without_files(user, job)
    if found_as is None and (job.state == State.UNKNOWN or may_be_given_up(job)):
        gone = "The reply was lost" if job.state == State.UNKNOWN else "It did not come back from there"
        words = f"{gone}, and a person took the job as lost. It may have been billed."
        advance(job, State.FAILED, because=f"{user} takes it as lost.", error=words)
        ledger.let_go(job)
        wake(job.pk)
        record("job-lost", team=job.team_id, by=user, of=job)
        return job
    if found_as is None or job.state != State.UNKNOWN:
        return job
    attempt = ledger.current(job)
    if words := _unfit(job, attempt, found_as):
        raise CannotSubmit(Problem("found_as", words))
    record("job-found", team=job.team_id, by=user, of=job)
    return found(
        job, attempt, Ticket(provider=job.provider, id=found_as, endpoint=attempt.endpoint), f"{user} found it."
    )


def _without_files(user: User, job: Job) -> Job:
    """Over without what could not be fetched. Some of it kept: ready. None: failed, and late.py goes on trying."""
    kept = set(job.results().filter(output_index__lt=LATE).values_list("output_index", flat=True))
    why, count = job.fetch_error, len(ledger.current(job).outputs)
    if fetched(job.pk) - kept:
        words = f"It is here, and could not be stored: {why} Make room, and fetch it again: that costs nothing."
        raise CannotSubmit(Problem("job", words))
    because = f"{user} gave up what could not be fetched."
    record("job-lost", team=job.team_id, by=user, of=job)
    if kept:
        advance(job, State.READY, because=because, error=f"{count - len(kept)} of {count} results are missing: {why}")
        return job
    words = f"It was made there, and could not be fetched: {why} Should it come within three days, it is kept."
    advance(job, State.FAILED, because=because, error=words)
    ledger.let_go(job)
    return job


def _unfit(job: Job, attempt: Attempt, found_as: str) -> str:
    """Why this cannot be the lost job's id there; empty where it can. What has two jobs is kept and counted twice."""
    provider = PROVIDERS[job.provider]
    if not IDS.fullmatch(found_as):
        return f"“{found_as[:60]}” is no id: give the one that {provider} shows for the job."
    if attempt.purpose != "submit":
        doing = attempt.doing or "a step before it"
        return f"What was lost is {doing}, not the job itself: it has no id to give. Check again, or take it as lost."
    there = {"job__team": job.team_id, "job__provider": job.provider, "account": job.account_id}
    others = Attempt.objects.filter(**there, ticket__id=found_as)
    if other := others.exclude(pk=attempt.pk).select_related("job").first():
        return f"“{found_as[:60]}” is the id of “{other.job.title}” at {provider}. Give the one of the lost job."
    return ""


def _require_room(user: User, job: Job) -> None:
    """A second charge has to fit, too, unless it is for this person to say so."""
    price = job.estimate
    reached = budgets.reached(job.team, job.owner, job.project, price)
    if reached and not may_manage(user, job.team):
        raise CannotSubmit(Problem("budget", budgets.reached_words(reached, price)))
