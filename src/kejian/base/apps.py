"""The base as a Django application."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Tables are named ``kejian_…``."""

    name = "kejian.base"
    label = "kejian"
    default_auto_field = "django.db.models.BigAutoField"
