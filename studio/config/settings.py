"""Settings. Every environment variable is read in the first block and nowhere else."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from . import environment, keys, mail
from .logs import logging_for

# Environment -----------------------------------------------------------------

REHEARSES = environment.switch("DAILIES_REHEARSAL")
DATA = environment.folder("DAILIES_DATA", "~/.local/share/dailies") / ("rehearsal" if REHEARSES else "")
KEYS = DATA / "keys" if REHEARSES else environment.folder("DAILIES_KEYS", DATA / "keys")
HOST = environment.text("DAILIES_HOST", "127.0.0.1")
PORT = environment.number("DAILIES_PORT", 8000, low=1, high=65535)
PUBLIC_URL = environment.address("DAILIES_URL")
HOOKS_URL = environment.address("DAILIES_HOOKS_URL") or PUBLIC_URL
UPLOAD_LIMIT = environment.number("DAILIES_UPLOAD_LIMIT_MB", 2048, low=1, high=1_000_000) * 1_000_000  # bytes
_MAIL = mail.settings_for("DAILIES_MAIL_URL")
SENDS_MAIL = "EMAIL_HOST" in _MAIL
LOG_LEVEL = environment.choice("DAILIES_LOG", "info", ("debug", "info", "warning", "error"))

#: the origin of the stand-ins for the providers, once a rehearsal has started them; before, a place where nobody is
REHEARSAL = "http://127.0.0.1:9" if REHEARSES else ""

# Where things are --------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parents[2]
MEDIA_ROOT = DATA / "media"
STATIC_ROOT = DATA / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_UPLOAD_TEMP_DIR = DATA / "incoming"  # beside MEDIA_ROOT, so that keeping a file is a rename
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # files chosen in the library are named one by one
SILENCED_SYSTEM_CHECKS = ["files.E001"]  # that folder is made when the studio starts

ROOT_URLCONF = "studio.config.urls"
ASGI_APPLICATION = "studio.config.asgi.application"

# Who may ask -------------------------------------------------------------------

#: Passkeys refuse a bare IP address, so people are sent to `localhost`.
NEARBY = ("localhost", "127.0.0.1", "[::1]")
EVERY_ADDRESS = ("0.0.0.0", "::")
URL = PUBLIC_URL or f"http://{'localhost' if HOST in (*NEARBY, *EVERY_ADDRESS) else HOST}:{PORT}"
DEBUG = False
ALLOWED_HOSTS = list(dict.fromkeys([*NEARBY, urlsplit(URL).hostname, urlsplit(HOOKS_URL or URL).hostname]))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = URL.startswith("https:")
SESSION_COOKIE_NAME = f"dailies_session_{PORT}"  # browsers share cookies between the ports of a machine
CSRF_COOKIE_NAME = f"dailies_csrf_{PORT}"
SECRET_KEY = "".join(keys.read(KEYS, "signing"))
ENCRYPTION_KEYS = keys.read(KEYS, "encryption")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# What it is made of ------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "csp",
    "django_htmx",
    "template_partials",
    "studio.config",
    "studio.accounts",
    "studio.library",
    "studio.jobs",
    "studio.review",
    "studio.pages",
    "studio.live",
]

MIDDLEWARE = [  # all of it async-capable: one that is not puts a thread between the server and every view
    "django.middleware.security.SecurityMiddleware",
    "studio.config.static.AsyncWhiteNoise",
    "studio.config.caching.pages_not_kept",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "studio.config.context.studio",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "db.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 1000}},
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = logging_for(LOG_LEVEL)
DEFAULT_EXCEPTION_REPORTER_FILTER = "studio.config.reports.WithoutValues"
TIME_ZONE = "UTC"  # without it Django moves the process to Chicago, and the engine's log with it
USE_TZ = True
LANGUAGE_CODE = "en-us"

# Signing in --------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
globals().update(_MAIL)  # EMAIL_BACKEND and what belongs to it; without a mail server links and digests are printed
DEFAULT_FROM_EMAIL = mail.sender("DAILIES_MAIL_FROM", f"Dailies <dailies@{urlsplit(URL).hostname}>")
ACCOUNT_ADAPTER = "studio.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "studio.accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_RATE_LIMITS = {"shared_note": "60/m/ip"}  # what guests of share links write; the others are allauth's own
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_DISPLAY = str
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_ADAPTER = "studio.accounts.adapters.MFAAdapter"
MFA_FORMS = {"add_webauthn": "studio.accounts.forms.AddPasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
