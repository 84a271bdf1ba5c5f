"""Django's settings of the workbench; what differs between installations comes from the environment.

``KEJIAN_BASE`` is the base (file or URL), ``KEJIAN_TEAM=1`` asks for accounts, ``KEJIAN_HOSTS`` names the
hosts it answers to (comma-separated), ``KEJIAN_HTTPS=1`` says that a proxy in front speaks HTTPS and passes
``X-Forwarded-For``, ``KEJIAN_SECRET_KEY`` signs sessions and ``KEJIAN_OWNER`` is who works alone.
`kejian serve` sets them all.
"""

import os
import secrets
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy

from kejian.workbench.prepare import settings_of

_HERE = Path(__file__).parent
_LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]

TEAM = os.environ.get("KEJIAN_TEAM") == "1"
HTTPS = os.environ.get("KEJIAN_HTTPS") == "1"
OWNER = os.environ.get("KEJIAN_OWNER") or os.environ.get("USER") or os.environ.get("LOGNAME") or "local"

DEBUG = False
# a key of the moment ends all sessions at the next start; `kejian serve` keeps one with the base
SECRET_KEY = os.environ.get("KEJIAN_SECRET_KEY") or secrets.token_urlsafe(48)
# the host's name is checked against rebinding: a foreign page cannot read what listens on loopback
ALLOWED_HOSTS = (
    [*_LOOPBACK, *filter(None, os.environ.get("KEJIAN_HOSTS", "").split(","))] if TEAM else _LOOPBACK
)
DATABASES: dict[str, dict[str, Any]] = {"default": settings_of()}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "kejian.base",
    "kejian.workbench",
]
MIDDLEWARE = [
    "kejian.workbench.middleware.headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kejian.workbench.middleware.Viewer",
    "kejian.workbench.middleware.Blindfold",
    "kejian.workbench.middleware.Errors",
]
ROOT_URLCONF = "kejian.workbench.urls"
WSGI_APPLICATION = "kejian.workbench.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "DIRS": [_HERE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "kejian.workbench.pages.frame",
            ],
            "builtins": ["django.templatetags.i18n", "kejian.workbench.templatetags.kejian"],
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])
            ],
        },
    }
]

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # straight from the package: nothing to collect
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 7 * 24 * 3600  # addresses carry a hash of the content
WHITENOISE_ALLOW_ALL_ORIGINS = False

USE_TZ = True
TIME_ZONE = os.environ.get("KEJIAN_TIME_ZONE", "Asia/Shanghai")
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", gettext_lazy("Chinese")), ("en", gettext_lazy("English"))]
LOCALE_PATHS = [_HERE / "locale"]
LANGUAGE_COOKIE_NAME = "kejian_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

SESSION_COOKIE_NAME = "kejian_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "kejian_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "kejian.workbench.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20  # of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_HANDLERS = ["kejian.workbench.uploads.NoFiles"]  # but where a page asks for some

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # strangers' mistakes are answered, not logged with a traceback each
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.request": {"level": "ERROR"},
        "gunicorn.http.wsgi": {"level": "ERROR"},
    },
}
