"""Letters to those who follow a journey, each with the way out of them (RFC 8058)."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from community.models import Follower
from community.reviewing.letters import link, speaking
from routes.news import News

logger = logging.getLogger(__name__)

MOST = 30  # pieces of news in one letter


def asked(follower: Follower) -> None:
    """The one link without which nothing more is sent; ValidationError when it cannot leave."""
    with speaking(follower.language):
        subject = _("Suivre un voyage : %s") % follower.journey.title
        sent = _send(follower, subject, "follow", link=link(follower.get_absolute_url()))
    if not sent:
        raise ValidationError(
            {"email": _("Le courrier n’a pas pu partir à cette adresse. Vérifiez-la, ou réessayez plus tard.")}
        )


def told(follower: Follower, news: Sequence[News]) -> bool:
    """Whether what is new has left."""
    with speaking(follower.language):
        listed = [(one, link(one.url)) for one in news[:MOST]]
        context = {
            "news": listed,
            "more": len(news) - len(listed),
            "journey_link": link(follower.journey.get_absolute_url()),
        }
        subject = _("Des nouvelles de la route : %s") % follower.journey.title
        return _send(follower, subject, "news", **context)


def _send(follower: Follower, subject: str, name: str, **context) -> bool:
    stop = link(follower.stop_url)
    body = render_to_string(f"community/letters/{name}.txt", {"follower": follower, "stop": stop, **context})
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    letter = EmailMessage(" ".join(subject.split())[:150], body, None, [follower.email], headers=headers)
    try:
        return bool(letter.send())
    except OSError:
        logger.exception("a letter could not be sent: %s", name)
        return False
