"""Signing in and settings. Of allauth's pages only those that work without a mail server have an address."""

from allauth.account import views as account
from django.urls import include, path

from . import projects, team, views

urlpatterns = [
    path("link/<str:token>/", views.link, name="link"),
    path("settings/", views.settings, name="settings"),
    path("settings/name/", views.rename, name="settings_name"),
    path("settings/asking/", views.asking, name="settings_asking"),
    path("settings/telling/", views.telling, name="settings_telling"),
    path("settings/email/", views.readdress, name="settings_email"),
    path("settings/team/", team.team, name="team"),
    path("settings/team/invitations/", team.invitation, name="team-invitation"),
    path("settings/team/<int:pk>/link/", team.link, name="team-link"),
    path("settings/team/<int:pk>/role/", team.role, name="team-role"),
    path("settings/projects/", projects.projects, name="projects"),
    path("settings/projects/current/", projects.current_project, name="current_project"),
    path("settings/projects/<int:pk>/change/", projects.change, name="project-change"),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/signup/", account.signup, name="account_signup"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/email/", views.emails, name="account_email"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/password/set/", account.password_set, name="account_set_password"),
    path("accounts/password/reset/", views.no_password, name="account_reset_password"),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
