"""Where every address leads."""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
if find_spec("studio.pages.urls"):
    urlpatterns.append(path("", include("studio.pages.urls")))
