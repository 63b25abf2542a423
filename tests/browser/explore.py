"""The explore page as its readers handle it; every step waits until list and map have settled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class Sign:
    """What the map shows at one spot: `n` initiatives, said as `text`, around x, y of the window."""

    text: str
    n: int
    x: float
    y: float


class Explore:
    def __init__(self, page: Page, house: str):
        self.page = page
        self.house = house

    def open(self, query: str = "", language: str = "fr") -> Explore:
        self.page.goto(f"{self.house}/{language}/explore/{query}")
        return self.settled()

    def settled(self) -> Explore:
        """The map glides; gestures wait a little before they ask; then list and tiles come, and the map draws."""
        self.page.wait_for_timeout(50)
        expect(self.page.locator(".leaflet-pan-anim, .leaflet-zoom-anim")).to_have_count(0)
        self.page.wait_for_timeout(400)
        expect(self.page.locator("html.is-ready")).to_be_attached()
        expect(self.page.locator("[data-part=results][aria-busy=true]")).to_have_count(0)
        expect(self.page.locator(".map-initiatives:not(.is-waiting)")).to_be_attached()
        expect(self.page.locator("[data-failure]")).to_be_hidden()
        self.page.wait_for_timeout(50)
        return self

    @property
    def asked(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)

    @property
    def count(self) -> int:
        return int(self.page.locator(".results").get_attribute("data-count"))

    @property
    def cards(self) -> list[str]:
        return [element.get_attribute("data-slug") for element in self.page.locator(".results .card").all()]

    @property
    def distances(self) -> list[float]:
        texts = self.page.locator(".results .card-away").all_text_contents()
        return [float(re.sub(r"[^\d,]", "", text).replace(",", ".")) for text in texts]

    @property
    def chips(self) -> list[str]:
        return [text.split(",")[0].strip() for text in self.page.locator(".results .chip").all_text_contents()]

    @property
    def signs(self) -> list[Sign]:
        found = []
        for text, x, y in self.page.eval_on_selector_all(".map-sign", CENTRES):
            several = re.match(r"(\d+) initiatives", text)
            found.append(Sign(text, int(several[1]) if several else 1, x, y))
        return found

    @property
    def on_map(self) -> int:
        return sum(sign.n for sign in self.signs)

    def option(self, facet: str, code: str) -> Locator:
        return self.page.locator(f"[data-facet={facet}] label:has(input[value='{code}'])")

    def counted(self, facet: str) -> dict[str, int]:
        """{code: count} as the filters say."""
        options = self.page.locator(f"[data-facet={facet}] label").all()
        return {
            option.locator("input").get_attribute("value"): int(option.locator(".count").text_content())
            for option in options
        }

    def origin(self) -> tuple[float, float]:
        """Where the mark of « near me » stands in the window."""
        box = self.page.locator(".origin-mark").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def choose(self, facet: str, code: str) -> Explore:
        option = self.option(facet, code)
        for details in (".filters", f"[data-facet={facet}]"):
            if self.page.locator(details).get_attribute("open") is None:
                self.page.locator(f"{details} > summary").click()
        option.click()
        return self.settled()

    def click(self, sign: Sign) -> Explore:
        self.page.mouse.click(sign.x, sign.y)
        return self.settled()

    def picture_around(self, sign: Sign) -> bytes:
        return self.page.screenshot(clip={"x": sign.x - 24, "y": sign.y - 24, "width": 48, "height": 48})

    def tab_to(self, target: Locator, most: int = 60) -> None:
        """Press Tab until `target` has the focus."""
        for _ in range(most):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{most} presses of Tab do not lead there")


CENTRES = """buttons => buttons.map((button) => {
  const { x, y, width, height } = button.getBoundingClientRect();
  return [button.textContent, x + width / 2, y + height / 2];
})"""
