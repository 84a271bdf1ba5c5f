"""Django's settings for the evidence base alone: models and migrations, no web server.

A web application on the same base has settings of its own that include the application ``kejian.base``.
Bases are opened by `kejian.base.open_base`, which adds a connection for each URL.
"""

INSTALLED_APPS = ["kejian.base"]
DATABASES: dict[str, dict[str, object]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
SECRET_KEY = "unused: the base alone signs nothing"  # noqa: S105
