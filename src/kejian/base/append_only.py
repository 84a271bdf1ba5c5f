"""Rows that are only ever added: what people decided, and what the audit log says."""

from typing import Any, ClassVar

from django.db import models

from kejian.errors import BaseError


class AppendOnly(models.Model):
    """A table whose rows are never changed: ``called`` says what one is, ``instead`` what to do."""

    called: ClassVar[str]
    instead: ClassVar[str] = ""

    class Meta:
        """No table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; raises `BaseError` when it is in the base already."""
        if self.pk is not None:
            raise BaseError(f"{self.called} is never changed", hint=self.instead or None)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never: raises `BaseError`."""
        raise BaseError(f"{self.called} is never deleted", hint=self.instead or None)
