"""Text kept in French and in English, read in the reader's language, or else in the other one."""

from django.utils.translation import get_language

LANGUAGES = ("fr", "en")


class Bilingual:
    """`note = Bilingual()` on a model with the columns `note_fr` and `note_en`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        spoken = get_language() or LANGUAGES[0]
        first, other = sorted(LANGUAGES, key=lambda language: not spoken.startswith(language))
        return getattr(instance, f"{self.name}_{first}") or getattr(instance, f"{self.name}_{other}")
