"""Improving a sheet: one question, the facts, the place, the sources. Nothing that is typed is lost, whatever is wrong with it."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail

from community.models import Proposal
from community.reviewing import blocking
from places import actions, states
from places.models import Initiative
from tests.community.conftest import filled

SHEET = "/fr/initiatives/les-wateringues/"
ORIGIN = f"{SHEET}edit/origin.fr/"
PASSING = {"email": "chloe@example.org", "agrees": "on"}
WORDS = "Des voisins ont creusé un puits au bord du canal."


def told(slug="les-wateringues") -> states.State:
    return states.state(Initiative.objects.get(slug=slug))


def send(client, url=ORIGIN, **given):
    return client.post(url, filled(base=1, **given))


def shown(response) -> str:
    return unescape(response.content.decode()).replace("\u202f", " ").replace("\xa0", " ")


class TestOneQuestion:
    def test_who_is_trusted_sees_it_on_the_sheet_at_once(self, moderator, sheet):
        answer = send(
            moderator, text=WORDS + "\n\n- l’été\n- **l’hiver**", note="vu sur place", source_url="example.org/a"
        )
        assert answer.status_code == 302
        page = shown(moderator.get(answer.url))
        assert "C’est enregistré" in page
        assert 'data-kept="les-wateringues/origin.fr"' in page
        assert "<li><strong>l’hiver</strong></li>" in page
        assert told()["sources"] == [{"kind": "page", "url": "https://example.org/a", "supports": "Comment c’est né"}]
        assert Initiative.objects.get().revisions.latest("number").note == "vu sur place"

    def test_a_passer_by_gives_an_address_and_confirms(self, client, sheet):
        answer = send(client, text="Trois familles ont creusé un puits, dit-on.", **PASSING)
        assert answer.url == "/fr/proposals/sent/"
        page = shown(client.get(answer.url))
        assert "data-kept" in page
        assert Proposal.objects.get().wanted == {"origin.fr": "Trois familles ont creusé un puits, dit-on."}
        assert mail.outbox[0].to == ["chloe@example.org"]

    def test_without_address_or_licence_it_says_so_and_keeps_the_text(self, client, sheet):
        page = send(client, text="Trois familles.")
        assert page.status_code == 422
        assert "Donnez votre adresse" in shown(page)
        assert "Sans cette licence" in shown(page)
        assert "Trois familles." in shown(page)

    def test_disjoint_words_are_merged_and_the_same_words_are_settled(self, moderator, sheet, alice):
        theirs = WORDS.replace("un puits", "deux puits")
        actions.revise(sheet, {"origin.fr": theirs}, base=1, by=alice)
        assert send(moderator, text=WORDS.replace("canal", "fleuve")).status_code == 302
        assert told()["origin.fr"] == theirs.replace("canal", "fleuve")
        clash = send(moderator, text=WORDS.replace("un puits", "trois puits"), note="compté")
        page = shown(clash)
        assert clash.status_code == 409
        assert "<ins>deux</ins>" in page
        assert "<ins>trois</ins>" in page
        assert 'name="base" value="3"' in page
        assert "compté" in page
        box = re.search(r"<textarea[^>]*name=\"text\"[^>]*>\s*(.*?)</textarea>", page, re.DOTALL)[1]
        assert "trois puits" in box
        assert moderator.post(ORIGIN, filled(base=3, text=box)).status_code == 302
        assert told()["origin.fr"] == box

    def test_the_preview_needs_no_script_and_changes_nothing(self, client, sheet):
        page = send(client, text="*Un* <script>alert(1)</script>", do="preview").content.decode()
        assert "<p><em>Un</em> &lt;script&gt;" in page
        assert "<script>alert" not in page
        assert told()["origin.fr"] == WORDS
        piece = client.post("/fr/preview/", {"text": "**x** [y](javascript:alert(1))", "language": "../.."})
        assert "<strong>x</strong>" in piece.content.decode()
        assert "href" not in piece.content.decode()

    def test_a_translation_begins_beside_its_original_and_tells_its_age(self, moderator, sheet):
        page = shown(moderator.get(f"{SHEET}edit/origin.ar/"))
        assert WORDS in page
        assert 'lang="ar"' in page
        assert (
            send(
                moderator, f"{SHEET}edit/origin.ar/", text="حفر الجيران بئرا.", follows="on", **{"from": "fr"}
            ).status_code
            == 302
        )
        assert told()["translated.origin.ar"] == "fr@1"
        actions.revise(sheet, {"origin.fr": "Un puits."}, base=2, by=None)
        page = shown(moderator.get(f"{SHEET}edit/origin.ar/"))
        assert "changé depuis cette traduction" in page
        assert "<del>" in page

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"text": "x" * 1_000_000}, "C’est trop long"),
            ({"text": "abc\u202edef"}, "signes invisibles"),
            ({"text": "abc\x00def"}, "signes invisibles"),
            ({"text": "ok", "note": "n" * 301}, "300"),
            ({"text": "ok", "note": "a\u200bb"}, "signes invisibles"),
            ({"text": "ok", "source_url": "javascript:alert(1)"}, "pas l’adresse d’une page"),
            ({"text": "ok", "source_title": "Un livre"}, "Donnez l’adresse de cette source"),
            ({"text": ""}, "dites pourquoi"),
            ({"text": "ok", "base": "9999"}, "pas de version 9999"),
            ({"text": "ok", "base": "-1"}, "pas de version -1"),
            ({"text": "ok", "base": "x"}, "version"),
            ({"text": "ok", "homepage": "http://spam.example"}, "robots"),
        ],
    )
    def test_whatever_is_wrong_is_said_and_nothing_is_lost(self, moderator, sheet, given, says):
        page = moderator.post(ORIGIN, filled(base=1) | given)
        assert page.status_code == 422
        assert says in shown(page)
        assert told()["origin.fr"] == WORDS
        assert given["text"][:3] in shown(page)
        if "base" in given:
            assert 'name="base" value="1"' in shown(page), "sent again, it goes in"

    def test_the_same_twice_is_once(self, moderator, sheet):
        for _ in range(2):
            assert send(moderator, text="Un puits.").status_code == 302
        assert Initiative.objects.get().version == 2

    def test_who_is_blocked_reads_why(self, client, moderator, sheet, alice, bob, django_user_model):
        from_now = "2999-01-01T00:00:00+00:00"
        blocking.block(by=bob, person=alice, reason="publicité", until=datetime.fromisoformat(from_now))
        client.force_login(alice)
        page = send(client, text="Achetez.")
        assert page.status_code == 422
        assert "publicité" in shown(page)
        assert "Achetez." in shown(page)

    @pytest.mark.parametrize(
        "part", ["nothing.fr", "origin.", "origin.x", "origin.fr.en", "started", "sources", "point", "%00"]
    )
    def test_what_is_no_question_is_not_found(self, client, sheet, part):
        assert client.get(f"{SHEET}edit/{part}/").status_code == (200 if part == "sources" else 404)

    def test_a_sheet_that_was_taken_out_is_not_edited(self, moderator, sheet):
        actions.remove([sheet], by=None, note="essai")
        assert "essai" in shown(moderator.get(ORIGIN))
        page = send(moderator, text="Trois jours de travail.")
        assert page.status_code == 410
        assert "Trois jours de travail." in shown(page), "to be taken along"

    def test_of_a_sheet_that_was_united_one_goes_on_with_the_other(self, moderator, sheet):
        other = actions.create({"name": "Wateringues du nord", "country": "FR", "precision": "hidden"}, by=None)
        actions.unite(sheet, other, {}, by=None, note="la même")
        there = f"/fr/initiatives/{other.slug}/edit/origin.fr/"
        assert moderator.get(there).url == ORIGIN
        page = moderator.post(there, filled(base=1, text="Trois jours de travail."))
        assert (page.status_code, "Trois jours de travail." in shown(page)) == (410, True)
        assert ORIGIN in shown(page)

    def test_what_was_typed_beside_a_clash_stays(self, moderator, sheet, alice):
        actions.revise(sheet, {"origin.fr": "Tout autre."}, base=1, by=alice)
        page = shown(
            send(
                moderator,
                text="Autre encore.",
                note="vu",
                source_url="https://example.org/livre",
                source_title="Le livre",
            )
        )
        for typed in ("Autre encore.", "vu", "https://example.org/livre", "Le livre"):
            assert typed in page

    def test_a_long_text_is_measured_as_it_is_kept_and_never_cut_by_the_browser(self, moderator, sheet):
        assert "maxlength" not in re.search(r"<textarea[^>]*name=\"text\"[^>]*>", shown(moderator.get(ORIGIN)))[0]
        lines = "\r\n".join(["x" * 99] * 200)  # 20 000 signs once each end of a line is one
        assert send(moderator, text=lines).status_code == 302

    def test_another_language_is_one_choice_away(self, moderator, sheet):
        assert 'name="in"' in shown(moderator.get(ORIGIN))
        assert moderator.get(f"{ORIGIN}?in=ne").url == f"{SHEET}edit/origin.ne/?from=fr"
        assert (
            send(moderator, f"{SHEET}edit/origin.ne/", text="पानी", follows="on", **{"from": "fr"}).status_code == 302
        )
        page = shown(moderator.get(SHEET))
        assert "Aussi en népalais" in page
        assert '<div lang="ne" dir="auto"><p>पानी</p>' in page
        assert "पानी" not in page.partition("Aussi en")[0]

    def test_a_language_has_one_spelling(self, client, sheet):
        for part in ("origin.FR", "origin.fr-abcdefgh-abcdefgh", "origin.fr-fr"):
            assert client.get(f"{SHEET}edit/{part}/").status_code == 404
        assert client.get(f"{SHEET}edit/origin.sr-Latn/").status_code == 200


class TestFactsPlaceSources:
    FACTS = {"name": "Les Wateringues", "resources": ["water"], "status": "active"}
    PLACE = {"country": "FR", "point_lon": "2.8346", "point_lat": "50.4303", "precision": "site"}

    def test_only_what_was_changed_is_changed(self, moderator, sheet, alice):
        actions.revise(sheet, {"website": "https://example.org/"}, base=1, by=alice)
        assert send(moderator, f"{SHEET}edit/facts/", **self.FACTS, started="1998").status_code == 302
        now = told()
        assert (now["website"], now["started"], now["status"]) == ("https://example.org/", 1998, "active")
        assert Initiative.objects.get().revisions.latest("number").parts == ["status", "started"]

    def test_two_who_name_it_otherwise_settle_it(self, moderator, sheet, alice):
        actions.revise(sheet, {"name": "Wateringues du Nord", "started": 1950}, base=1, by=alice)
        clash = send(moderator, f"{SHEET}edit/facts/", **self.FACTS | {"name": "Les Watringues"})
        assert clash.status_code == 409
        page = shown(clash)
        assert "Wateringues du Nord" in page
        assert 'value="Les Watringues"' in page
        assert 'value="1950"' in page, "what the other changed elsewhere is in the form"

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"started": "2999"}, "Une année entre 1000"),
            ({"started": "12"}, "Une année entre 1000"),
            ({"started": "hier"}, "nombre entier"),
            ({"resources": ["gold"]}, "n’est pas un terme du vocabulaire"),
            ({"people": "12"}, "Dites ce que compte ce nombre"),
            ({"people": "-4", "people_unit": "people"}, "0"),
            ({"name": ""}, "obligatoire"),
            ({"name": "Wat\u202eringues"}, "signes invisibles"),
            ({"name": "W" * 201}, "200"),
            ({"name": "😀🎉"}, "une lettre ou un chiffre"),
            ({"website": "javascript:alert(1)"}, "pas l’adresse d’une page"),
            ({"governance": "throne"}, "choix"),
        ],
    )
    def test_odd_facts_are_refused_in_a_sentence(self, moderator, sheet, given, says):
        page = moderator.post(f"{SHEET}edit/facts/", filled(base=1) | self.FACTS | given)
        assert page.status_code == 422
        assert says in shown(page)
        assert Initiative.objects.get().version == 1

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"point_lon": "nan"}, "nombre"),
            ({"point_lon": "1e308"}, "180"),
            ({"point_lon": ""}, "longitude et une latitude"),
            ({"point_lon": "", "point_lat": ""}, "Placez un point"),
            ({"point_lon": "0", "point_lat": "0"}, "en pleine mer"),
            ({"country": "MN"}, "pas dans le pays choisi"),
            ({"point_lon": "104", "point_lat": "60"}, "pas dans le pays choisi"),  # far from any town
            ({"country": "ZZ"}, "choix"),
            ({"precision": "exactly"}, "choix"),
        ],
    )
    def test_odd_places_are_asked_about(self, moderator, towns, sheet, given, says):
        page = moderator.post(f"{SHEET}edit/place/", filled(base=1) | self.PLACE | given)
        assert page.status_code == 422
        assert says in shown(page)
        assert Initiative.objects.get().version == 1

    def test_an_odd_pin_is_kept_with_a_reason_that_everybody_reads(self, moderator, towns, sheet):
        given = self.PLACE | {"country": "MN", "sure": "C’est l’ambassade."}
        assert send(moderator, f"{SHEET}edit/place/", **given).status_code == 302
        assert told()["country"] == "MN"
        assert "C’est l’ambassade." in Initiative.objects.get().revisions.latest("number").note

    def test_hiding_the_place_takes_the_pin_away(self, moderator, sheet):
        assert send(moderator, f"{SHEET}edit/place/", **self.PLACE | {"precision": "hidden"}).status_code == 302
        assert "point" not in told()

    def test_a_form_that_was_only_opened_moves_nothing(self, moderator, sheet):
        page = moderator.get(f"{SHEET}edit/place/")
        initial = page.context["form"].initial
        given = {"point_lon": initial["point"].x, "point_lat": initial["point"].y, "country": "FR", "precision": "site"}
        assert send(moderator, f"{SHEET}edit/place/", **given).status_code == 302
        assert Initiative.objects.get().version == 1

    def test_sources_are_added_changed_and_no_longer_cited(self, moderator, sheet):
        rows = {
            "sources-TOTAL_FORMS": "2",
            "sources-INITIAL_FORMS": "0",
            "sources-0-kind": "page",
            "sources-1-kind": "page",
        }
        given = rows | {
            "sources-0-url": "https://a.example/",
            "sources-1-title": "Un livre",
            "sources-1-checked_on": "2026-11-01",
        }
        assert send(moderator, f"{SHEET}edit/sources/", **given).status_code == 302
        assert [source.get("url", source.get("title")) for source in told()["sources"]] == [
            "https://a.example/",
            "Un livre",
        ]
        gone = given | {"sources-INITIAL_FORMS": "2", "sources-0-DELETE": "on", "base": 2}
        assert moderator.post(f"{SHEET}edit/sources/", filled(**gone)).status_code == 302
        assert [source["title"] for source in told()["sources"]] == ["Un livre"]

    def test_a_bad_source_is_told_in_its_row(self, moderator, sheet):
        rows = {"sources-TOTAL_FORMS": "1", "sources-INITIAL_FORMS": "0", "sources-0-kind": "page"}
        page = send(moderator, f"{SHEET}edit/sources/", **rows | {"sources-0-url": "pas une adresse"})
        assert page.status_code == 422
        assert "pas l’adresse d’une page" in shown(page)
        forged = send(
            moderator, f"{SHEET}edit/sources/", **{"sources-TOTAL_FORMS": "99999", "sources-INITIAL_FORMS": "x"}
        )
        assert forged.status_code == 422


def test_who_passes_by_sees_no_field_of_accounts_and_the_reverse(client, moderator, sheet):
    assert 'name="email"' not in shown(moderator.get(ORIGIN))
    client.logout()
    assert 'name="email"' in shown(client.get(ORIGIN))
    assert AnonymousUser().is_anonymous
