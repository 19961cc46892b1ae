"""One process: web, sockets and engine behind one ASGI application."""

from importlib.util import find_spec

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

web = get_asgi_application()  # before anything that imports models

websocket_urlpatterns: list = []
if find_spec("studio.live.routing"):
    from studio.live.routing import websocket_urlpatterns

sockets = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
application = ProtocolTypeRouter({"http": web, "websocket": sockets})
