"""The atlas's settings, with what tests need otherwise: static files straight from their folders, cheap passwords."""

from atlas.settings import *  # noqa: F403

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
API_LIMIT = 0  # a test that means the limit sets its own
WARM = False  # no thread of its own beside a test's transaction
EMAIL_FILE_PATH = str(VAR / "mail-of-tests")  # noqa: F405
