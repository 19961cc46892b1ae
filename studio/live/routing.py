"""The sockets' addresses."""

from django.urls import path, re_path

from .consumers import Nowhere, StudioConsumer

websocket_urlpatterns = [
    path("live/", StudioConsumer.as_asgi()),
    re_path("", Nowhere.as_asgi()),  # without it an unknown path is a traceback in the log
]
