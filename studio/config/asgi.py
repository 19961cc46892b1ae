"""One process: web, sockets and engine behind one ASGI application."""

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.core.asgi import get_asgi_application

from .lifespan import with_lifespan

web = get_asgi_application()  # sets Django up: what imports models comes after it

from studio.jobs import sweeper  # noqa: E402
from studio.live import broadcast  # noqa: E402
from studio.live.routing import websocket_urlpatterns  # noqa: E402
from studio.pages.limits import with_body_limit  # noqa: E402


async def start() -> None:
    await broadcast.start()
    await sweeper.start(settings.DATA)  # also clears what a killed process left; nothing comes in yet


async def stop() -> None:
    await sweeper.stop()
    await broadcast.stop()


sockets = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
application = with_lifespan(ProtocolTypeRouter({"http": with_body_limit(web), "websocket": sockets}), start, stop)
