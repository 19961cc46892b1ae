"""Where every address leads."""

from django.urls import include, path

urlpatterns = [
    path("", include("studio.accounts.urls")),
    path("", include("studio.pages.urls")),
]
