"""Addresses of what waits, what is wrong and what moderators do, under /fr/ and /en/."""

from django.urls import path, re_path

from community.reviewing.views import (
    desk,
    follow,
    freshness,
    journeys,
    media,
    pairs,
    queue,
    removing,
    reports,
    stopping,
)
from places.models import Medium
from routes.models import EntryMedium

app_name = "reviewing"

urlpatterns = [
    path("proposals/sent/", follow.sent, name="sent"),
    path("proposals/<str:token>/", follow.Follow.as_view(), name="follow"),
    path("report/", reports.report, name="report"),
    path("initiatives/<slug:slug>/still-true/", freshness.still_true, name="still_true"),
    path("initiatives/<slug:slug>/remove/", removing.remove, name="remove"),
    path("initiatives/<slug:slug>/restore/", removing.restore, name="restore"),
    re_path(r"^still-true/(?P<token>[^/]+)/(?P<act>still|update|ended)/$", freshness.answer, name="answer"),
    path("moderation/", desk.desk, name="desk"),
    path("moderation/queue/", queue.queue, name="queue"),
    path("moderation/queue/<int:pk>/", queue.proposal, name="proposal"),
    path("moderation/queue/<int:pk>/accept/", queue.accept, name="accept"),
    path("moderation/queue/<int:pk>/refuse/", queue.refuse, name="refuse"),
    path("moderation/media/", media.waiting, name="media"),
    path("moderation/media/<int:pk>/show/", media.show, {"model": Medium}, name="show"),
    path("moderation/media/<int:pk>/refuse/", media.refuse, {"model": Medium}, name="media_refuse"),
    path("moderation/diary/<int:pk>/show/", media.show, {"model": EntryMedium}, name="show_entry"),
    path("moderation/diary/<int:pk>/refuse/", media.refuse, {"model": EntryMedium}, name="entry_refuse"),
    path("moderation/journeys/", journeys.waiting, name="journeys"),
    path("moderation/journeys/<slug:slug>/accept/", journeys.accept, name="journey_accept"),
    path("moderation/journeys/<slug:slug>/send-back/", journeys.send_back, name="journey_send_back"),
    path("journeys/<slug:slug>/remove/", journeys.remove, name="journey_remove"),
    path("journeys/<slug:slug>/restore/", journeys.restore, name="journey_restore"),
    path("moderation/pairs/", pairs.listed, name="pairs"),
    path("moderation/pairs/<int:pk>/", pairs.pair, name="pair"),
    path("moderation/pairs/<int:pk>/different/", pairs.different, name="different"),
    path("moderation/pairs/<int:pk>/reopen/", pairs.reopen, name="reopen"),
    path("moderation/pairs/<int:pk>/separate/", pairs.separate, name="separate"),
    path("moderation/reports/", reports.reports, name="reports"),
    path("moderation/changes/", desk.changes, name="changes"),
    path("moderation/dormant/", desk.dormant, name="dormant"),
    path("moderation/blocks/", stopping.blocks, name="blocks"),
    path("moderation/blocks/<int:pk>/end/", stopping.unblock, name="unblock"),
    path("moderation/undo/", stopping.undo, name="undo"),
    path("moderation/log/", desk.log, name="log"),
]
