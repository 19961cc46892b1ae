"""Every page of the studio, one line each."""

from django.urls import path

from . import asset, create, jobs, library, media, models, preferences, queue, uploads

urlpatterns = [
    path("", create.home, name="home"),
    path("create/", create.create, name="create"),
    path("create/draft/", create.draft, name="create-draft"),
    path("create/models/", create.models, name="create-models"),
    path("create/stage/", create.stage, name="create-stage"),
    path("models/", models.models, name="models"),
    path("library/", library.library, name="library"),
    path("assets/<uuid:pk>/", asset.asset, name="asset"),
    path("assets/<uuid:pk>/download/", asset.download, name="asset-download"),
    path("assets/<uuid:pk>/recipe.json", asset.recipe, name="asset-recipe"),
    path("media/<uuid:pk>/<slug:variant>", media.media, name="media"),
    path("uploads/", uploads.uploads, name="uploads"),
    path("queue/", queue.queue, name="queue"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:pk>/cancellation/", jobs.cancellation, name="job-cancellation"),
    path("jobs/<uuid:pk>/fetch/", jobs.fetch, name="job-fetch"),
    path("jobs/<uuid:pk>/again/", jobs.again, name="job-again"),
    path("jobs/<uuid:pk>/loss/", jobs.loss, name="job-loss"),
    path("preferences/theme/", preferences.theme, name="theme"),
]
