"""Signing in without a password: by a link from the console."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import user_logged_in
from django.contrib.auth import login, logout
from django.http import HttpRequest

from .models import User


def sign_in(request: HttpRequest, user: User) -> None:
    """Signs in whoever holds a console link, past the second factor on purpose: it rescues who lost the phone.

    It counts as a fresh confirmation, so that a person without a password can add a passkey at once
    (allauth asks for one as soon as there is a first authenticator).
    """
    if request.user.is_authenticated:
        logout(request)
    login(request, user)
    user_logged_in.send(sender=User, request=request, user=user)  # allauth's own: it lists the session
    record_authentication(request, user, method="link", reauthenticated=True)
