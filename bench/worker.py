"""A worker in a process of its own: takes in the files that wait, sealed in the folder named."""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "beijing_governance.settings.test"

import django
from django.conf import settings

django.setup()

from complaints.tasks import run_requested_imports  # noqa: E402 - Django is set up first

settings.MEDIA_ROOT = sys.argv[1]
while run_requested_imports():
    pass
