"""Who asks the API: the reader of the pages, by the cookie of their session."""

from typing import Any

from django.http import HttpRequest
from ninja.security import APIKeyCookie


class Session(APIKeyCookie):
    """The reader of the pages; what changes something needs a CSRF token, unless ``csrf`` is off."""

    param_name = "kejian_session"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The role, which is empty for strangers."""
        return getattr(request, "role", "") or None
