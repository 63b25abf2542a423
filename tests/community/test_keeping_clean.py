"""Reports, traps, blocks, the public log, and undoing everything somebody did."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.models import Block, Confirmation, Deed, Patrol, Proposal, Report
from community.reviewing import blocking, limits, log, marks, traps, undoing
from places import actions, states
from places.models import Initiative, Revision
from routes import actions as road
from routes.models import Entry
from tests.community.conftest import CHLOE, filled, propose
from tests.community.people import make_steward

REPORT = "/fr/report/?initiative=les-wateringues"
WRONG = {"wrong": "false", "text": "Le puits est à sec depuis 2020.", "email": CHLOE}
TOMORROW = timedelta(days=1)
BETTER = {"origin.fr": "Trois voisins ont creusé un puits au bord du canal."}


def shown(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def told(sheet):
    return states.state(Initiative.everything.get(pk=sheet.pk))


class TestAReport:
    def test_any_reader_makes_one_from_the_sheet_and_is_answered(self, client, sheet, bob):
        assert REPORT in shown(client.get("/fr/initiatives/les-wateringues/"))
        assert "Signaler un problème" in shown(client.get(REPORT))
        assert "Merci" in shown(client.post(REPORT, filled(**WRONG)))
        assert not client.cookies
        told = Report.objects.get()
        client.force_login(bob)
        page = shown(client.get("/fr/moderation/reports/"))
        assert "à sec" in page
        assert "secret" not in page
        answer = {"report": told.pk, "state": "mended", "answer": "Corrigé, merci."}
        client.post("/fr/moderation/reports/", answer)
        client.post("/fr/moderation/reports/", answer)
        [letter] = mail.outbox
        assert letter.to == [CHLOE]
        assert "Corrigé, merci." in letter.body
        told.refresh_from_db()
        assert (told.email, told.state, told.handled_by) == ("", "mended", bob)
        assert Deed.objects.get().verb == "mend"

    def test_an_answer_that_is_missing_is_asked_for_where_it_was(self, moderator, sheet):
        one = Report.objects.create(initiative=sheet, wrong="spam", text="Pub", language="fr")
        page = shown(
            moderator.post("/fr/moderation/reports/", {"report": one.pk, "state": "mended", "answer": ""}), 422
        )
        assert "obligatoire" in page
        assert moderator.post("/fr/moderation/reports/", {"report": "x"}).status_code == 200

    @pytest.mark.parametrize(
        "about",
        ["", "?initiative=nowhere", "?initiative=%00", "?person=nobody", "?person=%00"]
        + [f"?initiative=les-wateringues&revision={number}" for number in ("9", "²", "x", "1" * 40)],
    )
    def test_of_nothing_is_a_404(self, client, sheet, about):
        assert client.get(f"/fr/report/{about}").status_code == 404

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"homepage": "https://spam.example"}, "champ caché"),
            ({"homepage": "x" * 10_000}, "champ caché"),
            ({"opened": "forged"}, "trop longtemps"),
            ({"opened": ""}, "trop longtemps"),
            ({"opened": traps.opened(time.time() - 2 * 86_400)}, "trop longtemps"),
        ],
    )
    def test_whoever_is_caught_reads_why_and_sends_the_same_again(self, client, sheet, given, said):
        answer = client.post(REPORT, filled(**WRONG) | given)
        page = shown(answer, 422)
        assert said in page
        assert WRONG["text"] in page
        assert not Report.objects.exists()
        again = {
            name: answer.context["form"][name].value() for name in ("wrong", "text", "email", "opened", "homepage")
        }
        assert again["homepage"] == ""
        if given.get("opened") is not None:
            again["opened"] = traps.opened(time.time() - 10)
        assert "Merci" in shown(client.post(REPORT, again))

    def test_within_two_seconds_nobody_has_read_the_form(self, client, sheet):
        quick = filled(**WRONG) | {"opened": traps.opened()}
        assert "très vite" in shown(client.post(REPORT, quick), 422)

    @pytest.mark.parametrize("text", ["", "x" * 1_000_000, "a\x00b"])
    @pytest.mark.parametrize("wrong", ["", "nonsense", "spam"])
    def test_bad_input_is_a_sentence_and_what_was_typed_stays(self, client, sheet, text, wrong):
        page = shown(client.post(REPORT, filled(wrong=wrong, text=text, email="nobody")), 422)
        assert 'class="problem"' in page
        assert "nobody" in page
        assert not Report.objects.exists()

    def test_too_many_are_asked_to_come_back(self, client, sheet):
        for _ in range(limits.MOST[0][0]):
            shown(client.post(REPORT, filled(**WRONG | {"email": ""})))
        page = shown(client.post(REPORT, filled(**WRONG)), 422)
        assert "Revenez après" in page
        assert WRONG["text"] in page


class TestBlocks:
    def test_who_is_blocked_reads_why_and_until_when_and_writes_again_afterwards(self, moderator, sheet, alice):
        given = {"person": "@alice", "reason": "Publicité", "until": (timezone.localdate() + 3 * TOMORROW).isoformat()}
        assert moderator.post("/fr/moderation/blocks/", given).status_code == 302
        with pytest.raises(ValidationError, match="jusqu’au .* La raison : Publicité"):
            propose(BETTER, by=alice, initiative=sheet, base=1)
        block = Block.objects.get()
        assert "Publicité" in shown(moderator.get("/fr/moderation/blocks/"))
        moderator.post(f"/fr/moderation/blocks/{block.pk}/end/")
        moderator.post(f"/fr/moderation/blocks/{block.pk}/end/")
        assert propose(BETTER, by=alice, initiative=sheet, base=1).waits
        assert [*Deed.objects.values_list("verb", flat=True)] == ["unblock", "block"]

    def test_the_address_of_a_proposal(self, moderator, sheet, bob):
        asked = propose(BETTER, initiative=sheet, base=1, email=CHLOE, address="2001:db8:1:2::7").proposal
        page = shown(moderator.get(f"/fr/moderation/blocks/?proposal={asked.pk}"))
        assert "sans qu’elle soit montrée" in page
        given = {"reason": "Insultes", "until": (timezone.localdate() + TOMORROW).isoformat()}
        moderator.post(f"/fr/moderation/blocks/?proposal={asked.pk}", given)
        for email, address in ((CHLOE, "198.51.100.1"), ("other@example.org", "2001:db8:1:2:ffff::1")):
            with pytest.raises(ValidationError, match="Insultes"):
                propose(BETTER, initiative=sheet, base=1, email=email, address=address)
        assert propose(BETTER, initiative=sheet, base=1, email="o@example.org", address="2001:db8:9::1").waits
        assert "secret" not in str([*Block.objects.values(), *Deed.objects.values()])

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"person": "nobody"}, "Personne ne porte"),
            ({"person": ""}, "Dites qui"),
            ({"person": "bob"}, "qui modère"),
            ({"until": "2020-01-01"}, "passée"),
            ({"until": "someday"}, "date valide"),
            ({"reason": ""}, "obligatoire"),
        ],
    )
    def test_bad_ones_are_a_sentence(self, moderator, alice, given, said):
        good = {"person": "alice", "reason": "x", "until": (timezone.localdate() + TOMORROW).isoformat()}
        assert said in shown(moderator.post("/fr/moderation/blocks/", good | given), 422)
        assert not Block.objects.exists()


def test_marks_are_the_same_for_the_same_household_and_tell_nothing():
    assert marks.of_email(" A@Example.org") == marks.of_email("a@example.org") != marks.of_email("b@example.org")
    assert marks.of_network("2001:db8::1") == marks.of_network("2001:db8::ffff") != marks.of_network("2001:db8:1::1")
    assert marks.of_network("::ffff:192.0.2.1") == marks.of_network("192.0.2.1") != marks.of_network("192.0.2.2")
    assert "192" not in marks.of_network("192.0.2.1")[:40] or len(marks.of_network("192.0.2.1")) == 40


def test_the_log_is_for_all_and_has_no_addresses(client, sheet, alice, bob):
    reason = "écrit par jean@example.org depuis 192.0.2.1 et 2001:db8:1:2:3:4:5:6"
    for verb in Deed.Verb:
        log.write(verb, by=bob, initiative=sheet, person=alice, reason=reason)
    for language in ("fr", "en"):
        page = strip_tags(shown(client.get(f"/{language}/moderation/log/")))
        assert "alice" in page
        assert "écrit par … depuis" in page
        for private in ("@", "192.0", "2001:", "secret"):
            assert private not in page
    alice.delete()
    assert "alice" not in shown(client.get("/fr/moderation/log/"))


class TestWhoeverIsBlocked:
    """Whatever they may usually do."""

    @pytest.fixture
    def blocked(self, client, sheet, alice, bob):
        make_steward(alice, sheet)
        blocking.block(by=bob, person=alice, reason="publicité", until=timezone.now() + TOMORROW)
        client.force_login(alice)
        return client

    def test_undoes_nothing(self, blocked, sheet):
        actions.revise(sheet, BETTER, base=1, by=None)
        page = blocked.post("/fr/initiatives/les-wateringues/history/2/undo/", {"part": "origin.fr"})
        assert "publicité" in shown(page, 422)
        assert sheet.revisions.count() == 2

    def test_confirms_nothing(self, blocked, sheet):
        page = blocked.post("/fr/initiatives/les-wateringues/still-true/", follow=True)
        assert "publicité" in shown(page)
        assert not Confirmation.objects.exists()

    def test_asks_for_no_other_sheet(self, blocked, alice):
        other = actions.create({"name": "Autre", "country": "FR", "precision": "hidden"}, by=None)
        page = blocked.post(f"/fr/initiatives/{other.slug}/stewards/", {"words": "J’y habite."})
        assert "publicité" in shown(page, 422)


def test_what_is_undone_at_once_is_read_afterwards(client, sheet, alice):
    make_steward(alice, sheet)
    client.force_login(alice)
    actions.revise(sheet, BETTER, base=1, by=None)
    client.post("/fr/initiatives/les-wateringues/history/2/undo/", {"part": "origin.fr"})
    assert Patrol.objects.get().revision.number == 3


def test_who_told_on_somebody_names_nobody_in_the_log(moderator, sheet, alice):
    told_on = Report.objects.create(person=alice, wrong="rude", text="Elle m’insulte.", language="fr")
    moderator.post(
        "/fr/moderation/reports/", {"report": told_on.pk, "state": "dismissed", "answer": "Merci, Jeanne Martin."}
    )
    deed = Deed.objects.get()
    assert (deed.verb, deed.person, deed.reason) == ("dismiss", None, "")


def test_danger_is_looked_at_before_older_advertising(moderator, sheet):
    for n in range(3):
        Report.objects.create(initiative=sheet, wrong="spam", text=f"pub {n}", language="fr")
    Report.objects.create(initiative=sheet, wrong="danger", text="on la cherche", language="fr")
    page = shown(moderator.get("/fr/moderation/reports/"))
    assert page.index("on la cherche") < page.index("pub 0")


class TestUndoingEverything:
    def test_is_shown_then_done_each_in_a_revision_and_one_deed(self, moderator, sheet, alice, bob):
        actions.revise(sheet, {"origin.fr": "Des voisins ont creusé un puits au bord du spam."}, base=1, by=alice)
        actions.revise(sheet, {"deciding.fr": "Acheter ici."}, base=2, by=alice)
        actions.revise(sheet, {"deciding.fr": "Acheter là."}, base=3, by=bob)
        made = actions.create({"name": "Pilules", "country": "FR", "precision": "hidden"}, by=alice)
        path = f"/fr/moderation/undo/?person=alice&since={timezone.localdate().isoformat()}"
        answer = moderator.get(path)
        page = strip_tags(shown(answer))
        assert "2 versions seraient annulées" in " ".join(page.split())
        assert "d’autres y ont écrit depuis (Comment on décide (français))" in " ".join(page.split())
        assert Revision.objects.count() == 5, "nothing is done yet"
        shown(moderator.post(path, {"last": answer.context["last"], "reason": ""}), 422)
        moderator.post(path, {"last": answer.context["last"], "reason": "publicité"})
        assert told(sheet)["origin.fr"].endswith("canal.")
        assert told(sheet)["deciding.fr"] == "Acheter là."
        assert not Initiative.objects.filter(pk=made.pk).exists()
        deed = Deed.objects.get()
        assert (deed.verb, deed.person, deed.reason) == ("undo", alice, "publicité")
        assert Revision.objects.filter(author=bob, note="publicité").count() == 2

    @pytest.mark.parametrize(
        "query", ["person=nobody&since=2026-01-01", "person=alice&since=soon", "person=%00&since=%00", "person="]
    )
    def test_bad_questions_are_a_sentence(self, moderator, alice, query):
        assert 'class="problem"' in shown(moderator.get(f"/fr/moderation/undo/?{query}"), 422)

    def test_what_came_after_the_preview_is_left(self, sheet, alice, bob):
        actions.revise(sheet, BETTER, base=1, by=alice)
        since = timezone.now() - TOMORROW
        last = max(one.revision.pk for one in undoing.preview(alice, since=since, by=bob))
        actions.revise(sheet, {"deciding.fr": "Après."}, base=2, by=alice)
        undoing.undo(alice, since=since, last=last, by=bob, reason="x")
        assert told(sheet)["deciding.fr"] == "Après."
        assert told(sheet)["origin.fr"].startswith("Des")

    def test_twice_changes_nothing_more(self, sheet, alice, bob):
        actions.revise(sheet, BETTER, base=1, by=alice)
        since = timezone.now() - TOMORROW
        for _ in range(2):
            undoing.undo(alice, since=since, last=10**12, by=bob, reason="x")
        assert Revision.objects.filter(author=bob).count() == 1
        assert Deed.objects.count() == 1
        assert undoing.preview(alice, since=since, by=bob) == []

    def test_what_they_changed_of_journeys_is_undone_along_with_it(self, moderator, alice, bob):
        journey = road.create({"title_fr": "Vers l’est"}, by=bob)
        journey.refresh_from_db()
        road.revise(journey, {"about_fr": "Acheter ici."}, base=journey.version, by=alice)
        road.add_entry(journey, {"text": "Acheter là."}, by=alice)
        path = f"/fr/moderation/undo/?person=alice&since={timezone.localdate().isoformat()}"
        page = moderator.get(path)
        assert "Annuler aussi 2 changements de voyages" in shown(page)
        moderator.post(path, {"last": page.context["last"], "reason": "publicité", "journeys": "1"})
        journey.refresh_from_db()
        assert journey.about_fr == ""
        assert not Entry.everything.standing().exists()
        assert Deed.objects.get().verb == "undo"

    def test_what_they_still_propose_is_refused_along_with_it(self, moderator, sheet, alice):
        asked = propose({"deciding.fr": "Acheter ici."}, by=alice, initiative=sheet, base=1).proposal
        path = f"/fr/moderation/undo/?person=alice&since={timezone.localdate().isoformat()}"
        page = moderator.get(path)
        assert "Refuser aussi 1 envoi qui attend" in shown(page)
        moderator.post(path, {"last": page.context["last"], "reason": "publicité"})
        asked.refresh_from_db()
        assert asked.state == "waiting", "only when one ticks it"
        moderator.post(path, {"last": page.context["last"], "reason": "publicité", "waiting": "1"})
        asked.refresh_from_db()
        assert (asked.state, asked.reason) == ("refused", "publicité")

    def test_however_many_there_are_one_comes_to_the_end(self, moderator, sheet, alice, bob, monkeypatch):
        monkeypatch.setattr(undoing, "MOST", 2)
        for n in range(5):
            actions.create({"name": f"Pilules {n}", "country": "FR", "precision": "hidden"}, by=alice)
        path = f"/fr/moderation/undo/?person=alice&since={timezone.localdate().isoformat()}"
        for left in (3, 1, 0):
            shown_now = moderator.get(path)
            moderator.post(path, {"last": shown_now.context["last"], "reason": "publicité"})
            assert Initiative.objects.filter(name__startswith="Pilules").count() == left

    def test_what_others_wrote_in_hides_nothing_older(self, moderator, sheet, alice, bob, monkeypatch):
        monkeypatch.setattr(undoing, "MOST", 1)
        actions.revise(sheet, {"origin.fr": "Acheter."}, base=1, by=alice)
        actions.revise(sheet, {"deciding.fr": "Acheter ici."}, base=2, by=alice)
        actions.revise(sheet, {"deciding.fr": "Acheter là."}, base=3, by=bob)
        path = f"/fr/moderation/undo/?person=alice&since={timezone.localdate().isoformat()}"
        answer = moderator.get(path)
        assert [one.outcome for one in answer.context["shown"]] == ["clash"]
        answer = moderator.get(f"{path}&before={answer.context['older']}")
        assert [one.outcome for one in answer.context["shown"]] == ["undone"]


STEP = st.tuples(
    st.sampled_from(["alice", "bob", "other"]),
    st.sampled_from(["origin.fr", "deciding.fr", "resources", "name", "remove", "restore"]),
    st.sampled_from(["un deux trois", "un deux quatre", "zéro un deux trois", ""]),
    st.lists(st.sampled_from(["water", "land", "seeds"]), unique=True, max_size=3),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=7))
def test_what_is_shown_is_what_happens(db, steps):
    people = {name: User.objects.get_or_create(username=name)[0] for name in ("alice", "bob", "other")}
    since = timezone.now()
    start = {"name": "A", "country": "FR", "precision": "hidden", "origin.fr": "un deux trois"}
    sheets = [actions.create(start, by=people["alice"]), actions.create(start, by=people["other"])]
    for n, (who, part, text, codes) in enumerate(steps):
        sheet, by = Initiative.everything.get(pk=sheets[n % 2].pk), people[who]
        if part in ("remove", "restore"):
            actions.remove([sheet], by=by, note="x") if part == "remove" else actions.restore(sheet, by=by, note="x")
        elif not sheet.removed_at:
            value = codes if part == "resources" else text or ("B" if part == "name" else None)
            actions.revise(sheet, {part: value}, base=sheet.version, by=by)
    before = [told(sheet) for sheet in sheets]
    count = Revision.objects.count()
    shown = undoing.preview(people["alice"], since=since, by=people["bob"])
    assert [told(sheet) for sheet in sheets] == before
    assert Revision.objects.count() == count
    done = undoing.undo(people["alice"], since=since, last=10**12, by=people["bob"], reason="x")
    assert done == shown
    assert Revision.objects.count() - count == sum(one.outcome == "undone" for one in done)
    for sheet in sheets:
        revisions = sheet.revisions.order_by("number").values_list("changes", flat=True)
        assert states.replayed(revisions) == told(sheet)


def test_decided_proposals_and_handled_reports_cannot_keep_an_address(sheet):
    asked = propose(BETTER, initiative=sheet, base=1).proposal
    with pytest.raises(IntegrityError, match="decided_proposals_know_no_address"):
        Proposal.objects.filter(pk=asked.pk).update(state="accepted")


def test_moderators_are_not_blocked(bob, db):
    with pytest.raises(ValidationError):
        blocking.block(by=bob, person=bob, reason="x", until=timezone.now() + TOMORROW)
