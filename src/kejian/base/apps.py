"""The base as a Django application."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created

# what PostgreSQL takes to plan a query, made for spinning disks and for hours of reckoning: of the short
# queries on a large base, half would be answered by reading whole tables. What is set on the server stays
_PLANNING = {"random_page_cost": "1.1", "jit": "off", "max_parallel_workers_per_gather": "0"}


class BaseConfig(AppConfig):
    """Tables are named ``kejian_…``."""

    name = "kejian.base"
    label = "kejian"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell each new connection to PostgreSQL how to plan."""
        connection_created.connect(_plan, dispatch_uid="kejian.base")


def _plan(connection: Any, **_: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config(name, wanted.value, false) FROM pg_settings"  # noqa: S608 - marks alone
                f" JOIN (VALUES {', '.join(['(%s, %s)'] * len(_PLANNING))}) AS wanted (called, value)"
                " ON called = name WHERE source = 'default'",
                [part for one in _PLANNING.items() for part in one],
            )
