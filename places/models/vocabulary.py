"""The words sheets are described with: codes in the data, labels and synonyms per language on screen and in searches."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from places import facets
from places.choices import Vocabulary
from places.querysets import TermQuerySet


class Term(models.Model):
    vocabulary = models.CharField(_("vocabulaire"), max_length=20, choices=Vocabulary)
    code = models.SlugField(_("code"), max_length=60)
    broader = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="narrower", verbose_name=_("terme plus large")
    )
    # Its place in masks and indexes: given at its creation, never to another term of the vocabulary.
    number = models.PositiveSmallIntegerField(editable=False)
    position = models.PositiveSmallIntegerField(_("ordre"), default=0)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("terme")
        verbose_name_plural = _("termes")
        ordering = ["vocabulary", "position", "code"]
        constraints = [
            models.UniqueConstraint("vocabulary", "code", name="term_once_per_vocabulary"),
            models.UniqueConstraint("vocabulary", "number", name="term_number_once_per_vocabulary"),
        ]

    def __str__(self) -> str:
        return f"{self.vocabulary}: {self.code}"

    def clean(self) -> None:
        """A vocabulary has no more terms than masks and indexes have numbers for."""
        room = facets.ROOM.get(self.vocabulary)
        if self.number is None and room and type(self).objects.filter(vocabulary=self.vocabulary).count() >= room:
            raise ValidationError({"vocabulary": _("Ce vocabulaire est plein : il a déjà %s termes.") % room})


class TermLabel(models.Model):
    """A term in one language; a search for any of its synonyms finds what the term describes."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="labels")
    language = models.CharField(_("langue"), max_length=12)
    label = models.CharField(_("libellé"), max_length=80)
    synonyms = ArrayField(models.CharField(max_length=80), default=list, blank=True, verbose_name=_("synonymes"))

    class Meta:
        verbose_name = _("libellé")
        verbose_name_plural = _("libellés")
        ordering = ["language"]
        constraints = [models.UniqueConstraint("term", "language", name="term_label_once_per_language")]

    def __str__(self) -> str:
        return self.label
