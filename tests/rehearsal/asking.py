"""Asks the stand-in for Kling as its documents say, with a few lines of its own."""

import base64
import hashlib
import hmac
import json
import time
from uuid import uuid4

GLOBAL, CHINA = "https://api-singapore.klingai.com", "https://api-beijing.klingai.com"
KEY = "api-key-kling-a1b2"
TEXT = {"model_name": "kling-v2-6", "mode": "pro", "prompt": "A pier in fog", "duration": "10"}
TURBO = {"prompt": "A pier in fog", "settings": {"duration": 4, "resolution": "1080p"}}
DOT = base64.b64encode(b"\x89PNG\r\n" + b"\0" * 300).decode()
CLIP = {"video_url": "https://media.example/a.mp4"}


def ours() -> str:
    """An id of ours."""
    return str(uuid4())


class Kling:
    """Asks the stand-in with one key."""

    def __init__(self, stage, key: str = KEY, host: str = GLOBAL) -> None:
        self.stage, self.host = stage, host
        self.headers = {"authorization": f"Bearer {key}"} if key else {}

    def post(self, path: str, body: object = None):
        return self.stage.ask("POST", self.host + path, json={} if body is None else body, headers=self.headers)

    def get(self, path: str):
        return self.stage.ask("GET", self.host + path, headers=self.headers)

    def data(self, path: str, body: object = None):
        """The data of an answer without an error: of a POST where there is a body."""
        answer = (self.get(path) if body is None else self.post(path, body)).json()
        assert answer["code"] == 0, answer
        return answer["data"]

    def code(self, path: str, body: object = None) -> tuple[int, int]:
        """HTTP status and code of an answer."""
        answer = self.get(path) if body is None else self.post(path, body)
        return answer.status_code, answer.json()["code"]

    def made(self, path: str, body: object) -> dict:
        """A finished task of the older generation."""
        return self.data(f"{path}/{self.data(path, body)['task_id']}")


def stranger(stage) -> Kling:
    """An account that nothing was done with."""
    return Kling(stage, f"api-key-kling-{uuid4().hex[:4]}")


def token(access_key: str, secret: str, **claims) -> str:
    """A JWT of line 35, written here with a few lines of its own."""
    now = int(time.time())
    said = {"iss": access_key, "exp": now + 1800, "nbf": now - 5} | claims
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "typ": "JWT"}, said)]
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    mark = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return f"{signed.decode()}.{base64.urlsafe_b64encode(mark).rstrip(b'=').decode()}"
