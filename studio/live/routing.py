"""The sockets' addresses."""

from django.urls import path, re_path

from .consumers import Nowhere, StudioConsumer
from .guests import GuestConsumer

websocket_urlpatterns = [
    path("live/", StudioConsumer.as_asgi()),
    path("live/shared/<uuid:pk>/", GuestConsumer.as_asgi()),
    re_path("", Nowhere.as_asgi()),  # without it an unknown path is a traceback in the log
]
