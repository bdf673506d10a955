"""The served application; the settings default to production, where a missing secret stops it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beijing_governance.settings.production")
application = get_wsgi_application()
