"""The studio's settings for tests: a data folder of their own, a file database, plain static files."""

import os
import tempfile
from pathlib import Path

from studio.config import keys

DATA = Path(tempfile.mkdtemp(prefix="dailies-tests-"))
os.environ["DAILIES_DATA"] = str(DATA)
keys.create(DATA / "keys")
for folder in ("incoming", "static"):
    (DATA / folder).mkdir()

from studio.config.settings import *  # noqa: E402, F403
from studio.config.settings import DATABASES, STORAGES  # noqa: E402

DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
SESSION_COOKIE_NAME = "sessionid"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; the real ones are slow on purpose
