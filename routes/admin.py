"""The editors' desk for journeys, their stages and encounters."""

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from places.forms import PointField
from routes.models import Encounter, Journey, Stage


class StageForm(forms.ModelForm):
    point = PointField(label=_("Lieu"))


class EncounterInline(admin.StackedInline):
    model = Encounter
    extra = 0
    autocomplete_fields = ["initiative"]


@admin.register(Stage)
class StageAdmin(admin.ModelAdmin):
    form = StageForm
    list_display = ["order", "place_fr", "country", "when", "evidence", "mode", "journey"]
    list_display_links = ["place_fr"]
    list_filter = ["journey", "evidence"]
    list_select_related = ["journey"]
    search_fields = ["place_fr", "place_en"]
    autocomplete_fields = ["journey"]
    inlines = [EncounterInline]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stage]:
        return Stage.everything.standing()


@admin.register(Journey)
class JourneyAdmin(admin.ModelAdmin):
    list_display = ["title_fr", "year", "slug", "state"]
    search_fields = ["title_fr", "title_en"]
    filter_horizontal = ["team"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Journey]:
        return Journey.everything.all()
