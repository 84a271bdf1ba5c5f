"""The WSGI application, for `kejian serve` and for a server of one's own."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kejian.workbench.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
