"""Where mail goes: to the server that EMAIL_URL names or, without it, into a folder, so that nothing leaves the machine."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
PATIENCE = 15  # seconds


def mail(url: str, folder: Path) -> dict:
    """Django's settings of e-mail. `url`: smtp+tls://user:password@host:587/?from=atlas@example.org

    >>> mail("smtps://atlas:s%2Fecret@mail.example.org/?from=atlas@example.org", Path("var"))["EMAIL_HOST_PASSWORD"]
    's/ecret'
    """
    if not url:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
    told = urlsplit(url)
    if told.scheme not in PORTS or not told.hostname:
        raise ValueError(f"EMAIL_URL: {told.scheme}://… is none of {', '.join(PORTS)}, or names no host")
    sender = parse_qs(told.query).get("from", [f"atlas@{told.hostname}"])[0]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": told.hostname,
        "EMAIL_PORT": told.port or PORTS[told.scheme],
        "EMAIL_HOST_USER": unquote(told.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(told.password or ""),
        "EMAIL_USE_TLS": told.scheme == "smtp+tls",
        "EMAIL_USE_SSL": told.scheme == "smtps",
        "EMAIL_TIMEOUT": PATIENCE,
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
    }
