"""What leaves as JSON: a light feature for lists, the whole sheet for its own address."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override
from rest_framework import serializers
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from places.models import Answer, Initiative, Medium, Source


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


class MediumSerializer(serializers.ModelSerializer):
    url = serializers.SerializerMethodField(help_text="its file here, or where a film lives")

    class Meta:
        model = Medium
        fields = ("kind url caption alternative language author licence taken_on width height duration").split()

    def get_url(self, medium: Medium) -> str:
        return medium.link.url if medium.link else medium.url


class InitiativeSerializer(GeoFeatureModelSerializer):
    answers = AnswerSerializer(many=True, read_only=True)
    sources = SourceSerializer(many=True, read_only=True)
    media = MediumSerializer(many=True, read_only=True, source="shown_media")

    class Meta:
        model = Initiative
        geo_field = "point"
        id_field = "slug"
        fields = (
            "slug name name_local zone country admin1 locality precision location_note started status governance "
            "resources activities themes decisions people people_unit people_note website confidence visited answers sources media "
            "updated_at point"
        ).split()
