"""Settings of the atlas: one file that works unconfigured; a host overrides it by environment variables (docs/operating.md)."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import dj_database_url
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from atlas.mailing import mail

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ATLAS_VAR", ROOT / "var"))


def env_list(name: str, default: str) -> list[str]:
    """A comma-separated environment variable as a list."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def secret_key() -> str:
    """The key given by the host, else one made once and kept in var/ so that sessions outlive a restart."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    kept = VAR / "secret_key"
    if not kept.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text().strip()


def media_store(address: str) -> dict:
    """Where media are kept: without an address, a folder; else `s3://KEY:SECRET@host/bucket?region=…`, of any maker."""
    if not address:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": VAR / "media", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
        }
    parts = urlsplit(address)
    given = {
        "bucket_name": parts.path.strip("/"),
        "endpoint_url": f"https://{parts.hostname}{f':{parts.port}' if parts.port else ''}",
        "region_name": dict(parse_qsl(parts.query)).get("region"),
        "access_key": unquote(parts.username or "") or None,
        "secret_key": unquote(parts.password or "") or None,
        # The atlas hands the files out itself: the store gives them to nobody else.
        "default_acl": "private",
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": given}


DEBUG = os.environ.get("DEBUG", "") == "1"
SECRET_KEY = secret_key()
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", "")
# How the links in mails begin: nobody's browser is there to tell.
SITE_URL = os.environ.get("SITE_URL", f"http://127.0.0.1:{os.environ.get('PORT') or 8000}")
# Behind a TLS proxy: redirects, secure cookies and HSTS. The private house on 127.0.0.1 speaks plain HTTP.
HTTPS = os.environ.get("HTTPS", "") == "1"

INSTALLED_APPS = [
    "atlas",
    "community",
    "routes",
    "places",
    "leaflet",
    "rest_framework",
    "rest_framework_gis",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.gis",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "atlas.middleware.content_security_policy",
    "atlas.middleware.Speaking",
    "atlas.middleware.open_data",
    "atlas.throttling.throttle",
    "atlas.middleware.Compressing",
    "django.middleware.http.ConditionalGetMiddleware",
    "atlas.freshness.freshness",
    "atlas.middleware.straight_to_doors",
    "atlas.middleware.DatabaseStarting",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "atlas.urls"
WSGI_APPLICATION = "atlas.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["places.templatetags.dates"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "atlas.context_processors.site",
                "atlas.context_processors.compared",
                "community.context_processors.can",
            ],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that our own widgets' templates are found

# Without DATABASE_URL: the private cluster of `make run`; var/run is its socket's folder, or a link to it.
PRIVATE_CLUSTER = f"postgis:///atlas?host={quote(str((VAR / 'run').resolve()), safe='')}&user=atlas"
DATABASES = {"default": dj_database_url.config(default=PRIVATE_CLUSTER, conn_max_age=600)}
WARM = True  # a server reads everything when it starts (atlas/warming.py)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("Anglais"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": media_store(os.environ.get("MEDIA_STORE", "")),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "atlas.storage.ModuleStorage"
    },
}
# A form too heavy to be kept is let go as it comes, before it fills the disk.
FILE_UPLOAD_HANDLERS = [
    "places.media.quota.Quota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Ten pages in a script of three bytes a letter, percent-encoded, several times over: a form that adds a sheet may be long.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
# What carries a hash or a version in its address never changes; files under their plain names are not kept twice.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/(basemap/\d+/.+|.+\.[0-9a-f]{12}\.\w+)$"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# A failing page leaves its trace where the server prints, whatever DEBUG is.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "INFO" if DEBUG else "ERROR"}},
}

# Who has an account: an address that nobody sees, a public handle, and a password only if they like (django-allauth).
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "people:account", "home"
ACCOUNT_ADAPTER = "community.people.accounts.Adapter"
ACCOUNT_FORMS = {"signup": "community.people.forms.SignupForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Mail may take its time, and a phone loses the network: a quarter of an hour for every code.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
vars().update(mail(os.environ.get("EMAIL_URL", ""), VAR / "mail"))  # EMAIL_… and DEFAULT_FROM_EMAIL

# Readers get no cookie: a CSRF token comes with the first form that writes, a session with a log-in.
CSRF_COOKIE_AGE = None  # forgotten with the browser's window
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Debian 12's GDAL predates the option this check asks for; no file or geometry of a reader's ever reaches GDAL here.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

FORMS_URLFIELD_ASSUME_HTTPS = True  # Django 6's way, today

LEAFLET_CONFIG = {"TILES": [], "DEFAULT_CENTER": (50.43, 2.83), "DEFAULT_ZOOM": 5, "SCALE": "metric"}

# How many questions a minute the API answers one address (0: as many as it likes), and the networks it does not count:
# this machine, from which every reader seems to come when a proxy stands in front and is not told of here.
API_LIMIT = int(os.environ.get("API_LIMIT", "600"))
API_UNLIMITED = tuple(env_list("API_UNLIMITED", "127.0.0.0/8,::1"))
# How many proxies in front add to X-Forwarded-For; with 0 the header is not believed.
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))

# Who is asked how far and how long plans are (routes/planning/engines.py); empty: nobody, distances are as the crow flies.
ROUTING_URL = os.environ.get("ROUTING_URL", "")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "atlas.api.door.DoorSchema",
    "UNAUTHENTICATED_USER": None,
}

SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "VERSION": "1.0.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": ["atlas.api.openapi.complete"],
}
