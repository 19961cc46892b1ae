"""fal's Platform APIs, as far as they tell of money: prices, estimates, the balance. fal.ai/docs/platform-apis/v1

Read in 2026: `/models/pricing` (any key), `/account/billing` (an admin key), `/models/pricing/estimate`.
"""

from collections.abc import Mapping
from decimal import Decimal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from studio.rehearsal.fal.endpoints import Endpoint
from studio.rehearsal.fal.others import OTHERS
from studio.rehearsal.fal.videos import VIDEOS
from studio.rehearsal.fal.wire import PROVIDER, Refusal, key_of
from studio.rehearsal.frame import Frame, last_four

ENDPOINTS: Mapping[str, Endpoint] = VIDEOS | OTHERS

ADMIN = "admin"
"""A key with this word in it is an admin key."""

PLENTY = Decimal(1000)
"""Dollars in an account where the dial names no balance."""

UNITS = {"video": "seconds", "avatar": "seconds", "images": "images", "seeded images": "images"}
ONE = {"duration": "1", "generate_audio": False}
"""What one unit of output is asked for with."""

MOST = 50


def left(frame: Frame, account: str) -> Decimal:
    """Dollars that an account still has."""
    now = frame.clock()
    rows = [row for row in frame.store.charges(PROVIDER) if row.account == account]
    spent = sum((Decimal(row.amount) for row in rows if row.refunded is None or row.refunded > now), Decimal(0))
    return (PLENTY if frame.dial.balance is None else Decimal(str(frame.dial.balance))) - spent


def error(status: int, kind: str, words: str) -> Refusal:
    """How these APIs say no, other than the queue."""
    return Refusal(status=status, body={"error": {"type": kind, "message": words}})


class Platform:
    """The calls, around one frame."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    async def prices(self, request: Request) -> Response:
        """What one unit of output costs, for 1 to 50 endpoints."""
        _account(request)
        asked = [one for ids in request.query_params.getlist("endpoint_id") for one in ids.split(",") if one]
        if not 1 <= len(asked) <= MOST:
            raise error(400, "validation_error", f"endpoint_id should name 1 to {MOST} endpoints")
        found = [_price(one) for one in asked if one in ENDPOINTS]
        if not found:
            raise error(404, "not_found", "No pricing was found for these endpoints")
        return JSONResponse({"prices": found, "next_cursor": None, "has_more": False})

    async def estimate(self, request: Request) -> Response:
        """What so many units cost. Past prices of calls are those of one unit here."""
        _account(request)
        try:
            asked = await request.json()
            kind, endpoints = asked["estimate_type"], asked["endpoints"]
            name = {"unit_price": "unit_quantity", "historical_api_price": "call_quantity"}[kind]
            total = sum(_unit(ENDPOINTS[one]) * Decimal(str(many[name])) for one, many in endpoints.items())
        except (ValueError, KeyError, TypeError, ArithmeticError) as wrong:
            raise error(400, "validation_error", "estimate_type and known endpoints are required") from wrong
        return JSONResponse({"estimate_type": kind, "total_cost": float(total), "currency": "USD"})

    async def billing(self, request: Request) -> Response:
        """What is left, for an admin key that asks for it."""
        account = _account(request)
        if ADMIN not in key_of(request):
            raise error(403, "authorization_error", "Admin key required")
        told: dict[str, object] = {"username": f"rehearsal-{account}"}
        if "credits" in request.query_params.get("expand", "").split(","):
            told["credits"] = {"current_balance": float(left(self.frame, account)), "currency": "USD"}
        return JSONResponse(told)


def _account(request: Request) -> str:
    key = key_of(request)
    if not key:
        raise error(401, "authorization_error", "Authentication is required")
    return last_four(key)


def _price(endpoint_id: str) -> dict[str, object]:
    endpoint = ENDPOINTS[endpoint_id]
    unit = UNITS.get(endpoint.makes, "requests")
    return {"endpoint_id": endpoint_id, "unit_price": float(_unit(endpoint)), "unit": unit, "currency": "USD"}


def _unit(endpoint: Endpoint) -> Decimal:
    return endpoint.price(ONE)
