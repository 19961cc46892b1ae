"""Every page of the studio, one line each."""

from django.urls import path

from . import preferences

urlpatterns = [
    path("preferences/theme/", preferences.theme, name="theme"),
]
