"""The pages about oneself: the one-time link, the settings."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studio.core import money

from . import first_steps, links
from .actions import change_email
from .forms import AskingForm, EmailForm, NameForm, OwnerForm, TellingForm
from .models import SignInLink, User
from .permissions import everybody, signed_in
from .signing_in import sign_in

# The link from the console


@never_cache
@require_http_methods(["GET", "POST"])
@everybody
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: only the POST uses the link up, so that a preview of it does no harm."""
    found = links.find(token)
    if found is None:
        return _ended(request)
    if found.user is None:
        return _make_owner(request, found)
    if request.method == "POST":
        return _enter(request, links.use(found))
    return render(request, "accounts/link.html", {"person": found.user})


def _make_owner(request: HttpRequest, found: SignInLink) -> HttpResponse:
    form = OwnerForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/welcome.html", {"form": form}, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    owner = links.use_for_owner(found, given["email"], given["name"], given["password"] or None)
    return _enter(request, owner, to="welcome")


def _enter(request: HttpRequest, user: User | None, to: str = "/") -> HttpResponse:
    if user is None:
        return _ended(request)
    if user.last_login is None:
        first_steps.begin(user)
    sign_in(request, user)
    return redirect(to)


def _ended(request: HttpRequest) -> HttpResponse:
    """The same words for a link that was used, that expired, and that never was."""
    return render(request, "accounts/link_ended.html", status=404)


@require_GET
@everybody
def no_password(request: HttpRequest) -> HttpResponse:
    """How to get in without the password, where there is no mail server to send a new one."""
    return render(request, "accounts/no_password.html")


# Settings


@require_GET
@signed_in
def settings(request: HttpRequest) -> HttpResponse:
    """Who I am, what I like, and from which price on I am asked again."""
    return _me(request)


@require_POST
@signed_in
def rename(request: HttpRequest) -> HttpResponse:
    """My name, as others on the team see it."""
    form = NameForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return _me(request, name_form=form)
    form.save()
    messages.success(request, "Your name is saved.")
    return redirect("settings")


@require_POST
@signed_in
@reauthentication_required
def readdress(request: HttpRequest) -> HttpResponse:
    """The address I sign in with; asks for the password first when that was some time ago."""
    form = EmailForm(request.POST, user=request.user)
    if not form.is_valid():
        return _me(request, email_form=form)
    change_email(request.user, form.cleaned_data["email"])
    messages.success(request, f"From now on you sign in with {request.user.email}.")
    return redirect("settings")


@require_POST
@signed_in
def asking(request: HttpRequest) -> HttpResponse:
    """From which price on I want to be asked once more before a job is sent."""
    form = AskingForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return _me(request, asking_form=form)
    form.save()
    above = form.instance.confirm_above
    words = "You are not asked again." if above is None else f"You are asked again above {money.words(above)}."
    messages.success(request, words)
    return redirect("settings")


@require_POST
@signed_in
def telling(request: HttpRequest) -> HttpResponse:
    """How I want to be told that a job of mine is over."""
    form = TellingForm(request.POST, instance=User.objects.get(pk=request.user.pk))
    if not form.is_valid():
        return _me(request, telling_form=form)
    form.save()
    messages.success(request, "How you are told is saved.")
    return redirect("settings")


def _me(request: HttpRequest, **bound) -> HttpResponse:
    forms = {
        "name_form": NameForm(instance=request.user),
        "email_form": EmailForm(user=request.user),
        "asking_form": AskingForm(instance=request.user),
        "telling_form": TellingForm(instance=request.user),
    }
    context = forms | bound | {"themes": User.Theme.choices}
    return render(request, "accounts/settings.html", context, status=422 if bound else 200)


@require_GET
@signed_in
def emails(request: HttpRequest) -> HttpResponse:
    """allauth's page of many addresses; here everybody has one, in the settings."""
    return redirect("settings")
