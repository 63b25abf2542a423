"""What search engines are told of: every page that holds something, in both languages, each naming the other."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from places.choices import Vocabulary
from places.models import Initiative
from routes.models import Entry, Journey, Stage


class Bilingual(Sitemap):
    """`protocol` is the request's own; readers of neither language are sent to French, as the pages themselves say."""

    i18n = True
    alternates = True
    x_default = True
    protocol = None

    def get_urls(self, **asked) -> list[dict]:
        urls = super().get_urls(**asked)
        for url in urls:
            spoken = {alternate["lang_code"]: alternate for alternate in url["alternates"]}
            spoken["x-default"]["location"] = spoken[settings.LANGUAGE_CODE]["location"]
        return urls


class Pages(Bilingual):
    def items(self) -> list[str]:
        views = (
            "home explore about try_api places:countries places:resources places:themes routes:journeys planning:plan"
        )
        return views.split()

    def location(self, item: str) -> str:
        return reverse(item)


class Sheets(Bilingual):
    def items(self):
        return Initiative.objects.only("slug", "updated_at").order_by("pk")

    def lastmod(self, item: Initiative):
        return item.updated_at


class Shelves(Bilingual):
    """Countries, resources and themes that have at least one initiative."""

    def items(self) -> list[tuple[str, str]]:
        countries = [("country", code) for code, _n in Initiative.objects.by_country()]
        terms = [
            (vocabulary.value, code)
            for vocabulary in (Vocabulary.RESOURCE, Vocabulary.THEME)
            for code in Initiative.objects.by_code(f"{vocabulary.value}s")
        ]
        return countries + terms

    def location(self, item: tuple[str, str]) -> str:
        name, code = item
        return reverse(f"places:{name}", args=[code])


class Journeys(Bilingual):
    def items(self):
        return Journey.objects.order_by("pk")

    def lastmod(self, item: Journey):
        return item.updated_at


class Stages(Bilingual):
    def items(self):
        return Stage.objects.all().select_related("journey").order_by("journey", "order")


class Entries(Bilingual):
    def items(self):
        return Entry.objects.all().defer("text").select_related("journey").order_by("journey", "pk")

    def lastmod(self, item: Entry):
        return item.changed_at


SITEMAPS = {
    "pages": Pages,
    "sheets": Sheets,
    "shelves": Shelves,
    "journeys": Journeys,
    "stages": Stages,
    "entries": Entries,
}
