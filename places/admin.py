"""The editors' desk. Everything written here goes through `actions`, like everywhere else."""

from django.contrib import admin
from django.utils.translation import gettext as _

from places import actions, coarse, states
from places.choices import Verb
from places.forms import InitiativeForm
from places.models import Answer, Initiative, Source, Term, TermLabel
from places.spelling import key


class AnswerInline(admin.StackedInline):
    model = Answer
    extra = 0


class SourceInline(admin.TabularInline):
    model = Source
    extra = 0
    fields = ["position", "kind", "url", "title", "supports", "checked_on"]


@admin.register(Initiative)
class InitiativeAdmin(admin.ModelAdmin):
    form = InitiativeForm
    list_display = ["name", "locality", "country", "status", "precision", "updated_at"]
    list_filter = ["status", "zone", "precision", "confidence"]
    ordering = ["-updated_at"]
    search_fields = ["name_key"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [AnswerInline, SourceInline]
    # Counting a hundred thousand rows twice is most of a change list's time.
    show_full_result_count = False
    list_per_page = 50
    save_on_top = True

    def get_queryset(self, request):
        return super().get_queryset(request).defer("search")

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, key(search_term))

    def save_model(self, request, obj, form, change):
        form.before = actions.lock(obj)[1] if change else {}
        if {"precision", *states.PLACES} & {*form.changed_data}:
            coarse.obscure(obj)
        actions.save(obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        verb = Verb.EDIT if change else Verb.CREATE
        actions.record(form.instance, form.before, by=request.user, verb=verb, note=_("au bureau"))
        actions.reindex([form.instance])

    def delete_model(self, request, obj):
        actions.remove([obj], by=request.user, note=_("au bureau"))

    def delete_queryset(self, request, queryset):
        actions.remove(queryset, by=request.user, note=_("au bureau"))


class TermLabelInline(admin.TabularInline):
    model = TermLabel
    extra = 0


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    list_display = ["code", "vocabulary", "spelt", "position"]
    list_filter = ["vocabulary"]
    search_fields = ["code", "labels__label", "labels__synonyms"]
    autocomplete_fields = ["broader"]
    inlines = [TermLabelInline]
    list_per_page = 100

    def get_queryset(self, request):
        return super().get_queryset(request).with_labels()

    def save_model(self, request, obj, form, change):
        actions.save_term(obj)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        actions.relabelled()

    @admin.display(description="libellés")
    def spelt(self, term):
        return " · ".join(label.label for label in term.labels.all())
