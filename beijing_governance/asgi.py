"""The same application for an ASGI server; the settings default to production."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beijing_governance.settings.production")
application = get_asgi_application()
