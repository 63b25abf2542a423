"""What holds on every page type: axe finds nothing serious, nothing scrolls sideways, and it stands without a script."""

from importlib.resources import files
from itertools import cycle

import pytest

from tests.routes import travels

PAGES = {
    "home": "",
    "explore": "explore/?place=3003093&resource=water&radius=250",
    "sheet": "initiatives/stone-village-seed-bank/",
    "journeys": "journeys/",
    "journey": "journeys/sur-la-route-des-utopies-realistes/",
    "stage": "journeys/sur-la-route-des-utopies-realistes/2-berlin/",
    "diary": "journeys/vers-le-nord/",
    "entry": f"journeys/vers-le-nord/notes/{travels.day(15)}-sous-la-pluie/",
    "embed": "journeys/vers-le-nord/embed/",
    "long road": "journeys/longue/?from=halte-1000",
    "follow": "journeys/vers-le-nord/follow/",
    "countries": "countries/",
    "country": "countries/FR/",
    "resources": "resources/",
    "resource": "resources/water/",
    "themes": "themes/",
    "theme": "themes/commons/",
    "compare": "compare/?with=subak-jatiluwih,mine-de-soleil-loos-en-gohelle,spreefeld-berlin",
    "plan": "plan/?stops=superquinquin-lille-fives,mine-de-soleil-loos-en-gohelle,ferme-du-favril-terre-de-liens&start=3003093",
    "plan on paper": "plan/print/?stops=superquinquin-lille-fives,mine-de-soleil-loos-en-gohelle&mode=bicycle&days=2",
    "how to plan": "plan/",
    "models": "models/?place=3003093&resource=water&people=40&unit=households",
    "questions": "models/ask/?step=2&resource=water",
    "activities": "models/ask/?step=1&resource=water&activity=irrigation",
    "how": "models/how/",
    "about": "about/",
    "history": "initiatives/mine-de-soleil-loos-en-gohelle/history/",
    "version": "initiatives/mine-de-soleil-loos-en-gohelle/history/1/",
    "as it was": "initiatives/mine-de-soleil-loos-en-gohelle/history/1/sheet/",
    "changes": "changes/",
    "api": "api/",
    "missing": "nowhere/",
}
# Pages that begin something: they give their visitor one cookie, with the token that their form needs.
FORMS = {
    "contribute": "contribute/",
    "add": "initiatives/add/",
    "answer": "initiatives/mine-de-soleil-loos-en-gohelle/edit/origin.en/",
    "facts": "initiatives/mine-de-soleil-loos-en-gohelle/edit/facts/",
    "place": "initiatives/mine-de-soleil-loos-en-gohelle/edit/place/",
    "sources": "initiatives/mine-de-soleil-loos-en-gohelle/edit/sources/",
    "undo": "initiatives/mine-de-soleil-loos-en-gohelle/history/1/undo/",
    "drafts": "drafts/",
    "stewards": "initiatives/mine-de-soleil-loos-en-gohelle/stewards/",
    "report": "report/?initiative=mine-de-soleil-loos-en-gohelle",
    "log": "moderation/log/",
    "login": "account/login/",
    "code": "account/login/code/",
    "signup": "account/signup/",
}
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
SERIOUS = """
async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(" · ")}`)
"""
# With the spacing that WCAG 1.4.12 asks pages to bear: whatever font a system has, it is hardly wider.
SIDEWAYS = """
() => {
  const spaced = new CSSStyleSheet();
  spaced.replaceSync("* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important }");
  document.adoptedStyleSheets = [spaced];
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}
"""


@pytest.mark.parametrize(("language", "name"), [*zip(cycle(["fr", "en"]), PAGES | FORMS, strict=False)])
def test_axe_finds_nothing_serious_by_day_or_night_and_nothing_scrolls_sideways(context, house, language, name):
    page, path = context.new_page(), (PAGES | FORMS)[name]
    page.goto(f"{house}/{language}/{path}")
    if "explore" in path:
        page.wait_for_selector("html.is-ready")
    context.complaints[:] = [c for c in context.complaints if name != "missing" or "404" not in c]
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(SERIOUS) == [], scheme
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.fixture
def reader(browser):
    """Somebody without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


def test_every_page_can_be_read_without_a_script_and_leaves_no_cookie(reader, house):
    page = reader.new_page()
    for name, path in PAGES.items():
        page.goto(f"{house}/fr/{path}", wait_until="domcontentloaded")
        assert page.locator("h1").count() == 1, name
        assert len(page.locator("main").inner_text()) > 60, name
    assert reader.cookies() == []


def test_every_module_a_page_comes_to_is_announced_in_its_html(context, house):
    page = context.new_page()
    for name in ("home", "explore", "sheet", "journey", "stage", "country", "plan"):
        page.goto(f"{house}/fr/{PAGES[name]}", wait_until="networkidle")
        announced, fetched = page.evaluate(MODULES)
        assert len(announced) == len(set(announced)), name
        assert set(fetched) <= set(announced), name
        assert set(announced) <= set(fetched), name


MODULES = """() => [
  [...document.querySelectorAll("link[rel=modulepreload], script[type=module]")].map(({ href, src }) => href || src),
  performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => /static.js.*[.]js$/.test(name) && !/js.theme[.]|worker/.test(name)),
]"""
