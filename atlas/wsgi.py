"""What the server runs."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")

application = get_wsgi_application()

from atlas.warming import warm  # noqa: E402 (it reads models)

threading.Thread(target=warm, daemon=True).start()
