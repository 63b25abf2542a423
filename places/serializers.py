"""What leaves as JSON: a light feature for lists, the whole sheet for its own address."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override
from rest_framework import serializers
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from places.models import Answer, Initiative, Source


def page_url(initiative: Initiative, language: str) -> str:
    with override(language):
        return reverse("places:initiative", args=[initiative.slug])


class AnswerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Answer
        fields = ["question", "language", "text"]


class SourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["kind", "url", "title", "supports", "checked_on"]


class InitiativeSerializer(GeoFeatureModelSerializer):
    answers = AnswerSerializer(many=True, read_only=True)
    sources = SourceSerializer(many=True, read_only=True)

    class Meta:
        model = Initiative
        geo_field = "point"
        id_field = "slug"
        fields = (
            "slug name name_local zone country admin1 locality precision location_note started status governance "
            "resources activities themes decisions people people_unit people_note website confidence visited answers sources "
            "updated_at point"
        ).split()
