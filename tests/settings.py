"""The studio's settings for tests: a data folder of their own, a file database, plain static files."""

import os
import tempfile
from pathlib import Path

os.environ["DAILIES_DATA"] = tempfile.mkdtemp(prefix="dailies-tests-")
os.environ["DAILIES_SECRET_KEY"] = "only for tests"

from studio.config.settings import *  # noqa: E402, F403
from studio.config.settings import DATA, DATABASES, STORAGES  # noqa: E402

DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA) / "test.sqlite3")}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
