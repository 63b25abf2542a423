"""What the server runs."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 (they read the settings)

from atlas.warming import warm  # noqa: E402

if settings.WARM:
    threading.Thread(target=warm, daemon=True).start()
