"""Settings, Team: who is on it, in which role; and inviting somebody, by a link that signs in once."""

from decimal import Decimal

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from . import links
from .actions import make_member
from .activity import record
from .changes import announce
from .current import team_of
from .forms import EmailField, NameField
from .mailing import mailed
from .models import Budget, Membership, Team, User
from .permissions import manager, managers_of, member

Role = Membership.Role

MEANINGS = {
    Role.OWNER: "everything",
    Role.PRODUCER: "keys, limits and people; lets jobs through",
    Role.ARTIST: "makes clips and images",
    Role.REVIEWER: "looks and comments",
    Role.GUEST: "looks",
}


def may_grant(user: User, team: Team) -> list[tuple[str, str]]:
    """The roles that this person may give: an owner every one, a producer all but the owner's."""
    is_owner = Membership.objects.filter(user=user, team=team, role=Role.OWNER).exists()
    return [(role.value, role.label) for role in Role if is_owner or role != Role.OWNER]


class InviteForm(forms.Form):
    """Somebody to come. Who has an account here already joins at once."""

    name = NameField()
    email = EmailField()
    role = forms.ChoiceField(initial=Role.ARTIST)
    monthly = forms.DecimalField(
        label="May spend a month, in dollars (optional)", min_value=0, max_value=10**7, decimal_places=2, required=False
    )

    def __init__(self, data=None, *, by: User, team: Team) -> None:
        super().__init__(data, initial={"monthly": _usual_limit(team)})
        self.team = team
        self.fields["role"].choices = may_grant(by, team)

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if Membership.objects.filter(team=self.team, user__email__iexact=email).exists():
            raise forms.ValidationError(f"{email} is on the team already.")
        return email


def _usual_limit(team: Team) -> Decimal | None:
    """What the others may spend a month, where that is the same for all who have a limit."""
    mine = Budget.objects.filter(team=team, project=None, period=Budget.Period.MONTH, currency="USD")
    amounts = set(mine.exclude(person=None).values_list("amount", flat=True))
    return amounts.pop().quantize(Decimal("0.01")) if len(amounts) == 1 else None


@transaction.atomic
def invite(form: InviteForm, by: User) -> User:
    """The person, on the team and within their limit. Whoever is new here has no password yet, and tries things
    first."""
    given, team = form.cleaned_data, form.team
    person = User.objects.filter(email__iexact=given["email"]).first()
    if person:
        Membership.objects.create(user=person, team=team, role=given["role"])
    else:
        person = make_member(given["email"], given["name"], team, given["role"])
    if given["monthly"] is not None:
        kind = {"team": team, "person": person, "project": None, "period": Budget.Period.MONTH, "currency": "USD"}
        Budget.objects.update_or_create(**kind, defaults={"amount": given["monthly"], "set_by": by})
    record("person-invited", team=team, by=by, of=person, words=f"{person} as {Role(given['role']).label.lower()}")
    return person


# Pages


@never_cache
@require_GET
@member
def team(request: HttpRequest) -> HttpResponse:
    """Who is on the team."""
    return render(request, "accounts/team.html", context_of(request))


@never_cache
@require_POST
@manager
def invitation(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown this once."""
    form = InviteForm(request.POST, by=request.user, team=team_of(request))
    if not form.is_valid():
        return _answer(request, {"form": form}, status=422)
    return _answer(request, _invited(request, invite(form, request.user)))


@never_cache
@require_POST
@manager
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link for somebody who was invited and has not come yet. Nobody else's account is opened by it."""
    person = _on_the_team(request, pk).user
    if person.last_login is not None:
        raise Http404("This person signs in already: a link is printed at the console.")
    return _answer(request, _invited(request, person))


def _invited(request: HttpRequest, person: User) -> dict[str, object]:
    """The link, and whether it has gone by mail as well."""
    link = _link_for(request, person)
    return {"invited": person, "link": link, "mailed": mailed(person, link, request.user, team_of(request))}


@require_POST
@manager
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Another role for somebody. The last owner stays one."""
    membership, wanted = _on_the_team(request, pk), request.POST.get("role")
    grantable = dict(may_grant(request.user, membership.team))
    if wanted not in grantable or membership.role not in grantable:
        messages.error(request, "Only an owner gives or takes the role of an owner.")
    elif membership.role == Role.OWNER != wanted and _owners(membership.team) == 1:
        messages.error(request, f"{membership.user} is the only owner: make somebody else an owner first.")
    else:
        _give_role(request.user, membership, wanted)
        messages.success(request, f"{membership.user} is {membership.get_role_display().lower()} from now on.")
    return redirect("team")


def _on_the_team(request: HttpRequest, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user", "team"), pk=pk, team=team_of(request))


@transaction.atomic
def _give_role(by: User, membership: Membership, wanted: str) -> None:
    was, membership.role = membership.get_role_display().lower(), wanted
    membership.save(update_fields=["role"])
    words = f"{membership.user}: {was}, now {membership.get_role_display().lower()}"
    record("role-changed", team=membership.team, by=by, of=membership.user, words=words)
    announce("membership", str(membership.pk), membership.team_id)


def _owners(team: Team) -> int:
    return Membership.objects.filter(team=team, role=Role.OWNER).count()


def _link_for(request: HttpRequest, person: User) -> str:
    """The whole address for somebody without a sign-in yet; nothing for who signs in already."""
    if person.last_login is not None:
        return ""
    with transaction.atomic():
        path = links.issue(person)
        record("link-made", team=team_of(request), by=request.user, of=person)
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def context_of(request: HttpRequest) -> dict:
    """What the page shows, here and while the studio is set up."""
    team = team_of(request)
    return {
        "form": InviteForm(by=request.user, team=team),
        "people": Membership.objects.filter(team=team).select_related("user").order_by("pk"),
        "roles": may_grant(request.user, team),
        "meanings": [(role.label, words) for role, words in MEANINGS.items()],
        "managers": managers_of(team),
        "public_url": settings.PUBLIC_URL,
    }


def _answer(request: HttpRequest, more: dict, status: int = 200) -> HttpResponse:
    template = "accounts/team.html#people" if request.htmx else "accounts/team.html"
    return render(request, template, context_of(request) | more, status=status)
