"""The Django application of the workbench."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """Tables named ``workbench_…``: accounts' log-ins, the audit log, documents being added."""

    name = "kejian.workbench"
    label = "workbench"
    default_auto_field = "django.db.models.BigAutoField"
