"""What somebody new writes waits; what moderators decide reaches them, and nothing is decided twice."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from community import changes
from community.models import Deed, Patrol, Proposal
from community.permissions import AnonymousUser, Role
from community.reviewing import deciding, limits
from places import actions, states
from places.models import Initiative, Revision
from tests.community.conftest import CHLOE, follow_link, propose

BETTER = {"origin.fr": "Trois voisins ont creusé un puits au bord du canal."}
QUEUE = "/fr/moderation/queue/"


def told(sheet):
    return states.state(Initiative.everything.get(pk=sheet.pk))


def shown(response, status=200):
    assert response.status_code == status
    return response.content.decode()


class TestAPasserBy:
    def test_confirms_by_mail_waits_is_accepted_and_told_and_forgotten(self, client, bob, sheet):
        handed = propose(BETTER, initiative=sheet, base=1, note="compté sur place", language="fr")
        assert handed.waits
        assert handed.get_absolute_url() == "/fr/proposals/sent/"
        assert handed.proposal.token not in shown(client.get(handed.get_absolute_url()))
        [letter] = mail.outbox
        assert letter.to == [CHLOE]
        page = follow_link()
        assert "<del>Des</del><ins>Trois</ins>" in shown(client.get(page))
        assert Proposal.objects.get().state == "unconfirmed"  # programs that read mails open links
        assert client.post(page, {"do": "confirm"}).status_code == 302
        assert "attend d’être lue" in shown(client.get(page))
        assert not client.cookies
        client.force_login(bob)
        queue = shown(client.get(QUEUE))
        assert "<del>Des</del><ins>Trois</ins> voisins" in queue
        assert "secret" not in queue
        pk = Proposal.objects.get().pk
        client.post(f"{QUEUE}{pk}/accept/")
        assert told(sheet)["origin.fr"].startswith("Trois")
        decided = Proposal.objects.get()
        assert (decided.email, decided.network_mark, decided.decided_by) == ("", "", bob)
        assert decided.email_mark
        revision = decided.revision
        assert (revision.author, revision.by_atlas) == (None, False)
        assert revision.note == "compté sur place · proposée sans compte, relue"
        assert mail.outbox[-1].to == [CHLOE]
        assert "acceptée" in mail.outbox[-1].subject
        client.logout()
        assert "Acceptée" in shown(client.get(page))

    def test_withdraws(self, client, sheet):
        propose(BETTER, initiative=sheet, base=1)
        page = follow_link()
        client.post(page, {"do": "withdraw"})
        assert (Proposal.objects.get().state, Proposal.objects.get().email) == ("withdrawn", "")
        assert "retirée" in shown(client.get(page))
        assert "Entre-temps" in shown(client.post(page, {"do": "confirm"}), 409)

    def test_proposes_a_new_initiative(self, moderator, db):
        propose({"name": "Le Potager", "country": "FR", "precision": "hidden"}, language="en")
        assert "Confirm" in mail.outbox[0].subject or "/en/" not in mail.outbox[0].body
        moderator.post(follow_link(), {"do": "confirm"})
        asked = Proposal.objects.get()
        assert "nouvelle fiche" in shown(moderator.get(QUEUE))
        moderator.post(f"{QUEUE}{asked.pk}/accept/")
        made = Initiative.objects.get(name="Le Potager")
        asked.refresh_from_db()
        assert (asked.initiative, asked.revision) == (made, made.revisions.get())

    @pytest.mark.parametrize("email", ["", "nobody", "a@b", "x" * 300 + "@example.org", "a\x00@example.org"])
    def test_without_a_good_address_reads_so_beside_the_field(self, sheet, email):
        with pytest.raises(ValidationError) as error:
            propose(BETTER, initiative=sheet, base=1, email=email)
        assert "email" in error.value.message_dict
        assert not Proposal.objects.exists()

    @pytest.mark.parametrize("token", ["x" * 32, "a", "é" * 32, "%00", "x" * 5000])
    def test_a_forged_address_is_a_404_that_says_so(self, client, sheet, token):
        propose(BETTER, initiative=sheet, base=1)
        for answer in (
            client.get(f"/fr/proposals/{token}/"),
            client.post(f"/fr/proposals/{token}/", {"do": "withdraw"}),
        ):
            assert "Aucune proposition" in shown(answer, 404)
        assert Proposal.objects.get().state == "unconfirmed"

    def test_what_nobody_confirms_is_forgotten_after_a_week(self, sheet):
        propose(BETTER, initiative=sheet, base=1)
        assert deciding.expire() == 0
        Proposal.objects.update(at="2026-01-01T00:00Z")
        assert deciding.expire() == 1
        assert (Proposal.objects.get().state, Proposal.objects.get().email) == ("expired", "")


class TestWhoWaits:
    def test_a_contributor_does_until_trusted(self, sheet, alice, bob):
        handed = propose(BETTER, by=alice, initiative=sheet, base=1)
        assert handed.waits
        assert told(sheet)["origin.fr"].startswith("Des")
        assert handed.get_absolute_url() == handed.proposal.get_absolute_url()
        assert not propose(BETTER, by=bob, initiative=sheet, base=1).waits
        assert not Patrol.objects.exists()

    def test_what_the_trusted_write_is_read_afterwards(self, moderator, sheet, alice, monkeypatch):
        monkeypatch.setattr("community.permissions.role", lambda person, _=None: Role.TRUSTED if person == alice else 4)
        revision = propose(BETTER, by=alice, initiative=sheet, base=1).revision
        page = shown(moderator.get("/fr/moderation/changes/"))
        assert f"/fr/initiatives/les-wateringues/history/{revision.number}/" in page
        moderator.post("/fr/moderation/changes/", {"read": [revision.patrol.pk, "x", "9" * 40]})
        assert not Patrol.objects.unread().exists()

    @pytest.mark.parametrize(
        ("wanted", "waits"),
        [
            (BETTER, False),
            ({"origin.fr": "Des voisins ont creusé un puits au bord du canal. Voir https://example.org"}, True),
            ({"origin.fr": "Trois familles du hameau creusèrent ensemble une mare près de la voie ferrée."}, True),
            ({"origin.fr": "Des voisins ont creusé un puits au bord du www.x."}, True),
            ({"origin.fr": None}, True),
            ({"deciding.fr": "En cercle."}, True),
            ({"name": "Les Watringues"}, True),
            ({"point": [2.83, 50.44]}, True),
            ({"website": "https://example.org"}, True),
        ],
    )
    def test_a_few_words_by_somebody_known_do_not(self, sheet, alice, wanted, waits):
        assert propose(BETTER, by=alice, initiative=sheet, base=1).waits  # nobody knows Alice yet
        Proposal.objects.update(state="accepted")
        assert propose(wanted, by=alice, initiative=sheet, base=1).waits is waits

    def test_sent_twice_is_one(self, sheet, alice):
        first = propose(BETTER, by=alice, initiative=sheet, base=1).proposal
        assert propose(BETTER, by=alice, initiative=sheet, base=1).proposal == first
        first = propose(BETTER, initiative=sheet, base=1).proposal
        assert propose(BETTER, initiative=sheet, base=1).proposal == first
        assert len(mail.outbox) == 1
        assert Proposal.objects.count() == 2

    def test_what_may_not_enter_is_said_at_once_and_leaves_no_trace(self, sheet, alice):
        before = (told(sheet), Revision.objects.count(), Initiative.everything.get().version)
        for wanted in (
            {"resources": ["gold"]},
            {"country": "France"},
            {"origin.fr": "a\x00b"},
            {"colour": "red"},
            {"removed": True},
        ):
            with pytest.raises(ValidationError):
                propose(wanted, by=alice, initiative=sheet, base=1)
        with pytest.raises(ValidationError, match="version"):
            propose(BETTER, by=alice, initiative=sheet, base=9)
        assert propose({"name": "Les Wateringues"}, by=alice, initiative=sheet, base=1).waits is False
        assert (told(sheet), Revision.objects.count(), Initiative.everything.get().version) == before
        assert not Proposal.objects.exists()

    def test_a_clash_is_told_to_who_proposes_as_to_who_publishes(self, sheet, alice, bob):
        actions.revise(sheet, BETTER, base=1, by=bob)
        with pytest.raises(actions.Clashed):
            propose(
                {"origin.fr": "Dix voisins ont creusé un puits au bord du canal."}, by=alice, initiative=sheet, base=1
            )


class TestDeciding:
    @pytest.fixture
    def asked(self, sheet, alice):
        return propose(BETTER, by=alice, initiative=sheet, base=1, note="compté", language="fr").proposal

    def test_the_author_stays_the_author(self, moderator, asked, alice, bob):
        moderator.post(f"{QUEUE}{asked.pk}/accept/")
        revision = Revision.objects.get(number=2)
        assert (revision.author, revision.note) == (alice, "compté · relue")
        assert Deed.objects.get().verb == "accept"

    def test_twice_is_once(self, moderator, asked):
        moderator.post(f"{QUEUE}{asked.pk}/accept/")
        for path in ("accept/", "refuse/", ""):
            answer = moderator.post(f"{QUEUE}{asked.pk}/{path}", {"reason": "trop tard"})
            assert "Déjà décidée" in shown(answer, 409)
        assert Revision.objects.filter(number__gt=1).count() == 1
        assert len(mail.outbox) == 1
        with pytest.raises(deciding.Decided):
            deciding.withdraw(asked)

    def test_a_refusal_says_why_to_its_author_on_the_page_and_in_the_log(self, moderator, asked, sheet, alice, client):
        assert "obligatoire" in shown(moderator.post(f"{QUEUE}{asked.pk}/refuse/", {"reason": " "}), 422)
        moderator.post(f"{QUEUE}{asked.pk}/refuse/", {"reason": "Sans source : écrivez à jean@example.org"})
        assert told(sheet)["origin.fr"].startswith("Des")
        assert mail.outbox[-1].to == [alice.email]
        assert "Sans source" in mail.outbox[-1].body
        client.logout()
        assert "Sans source" in shown(client.get(asked.get_absolute_url()))
        log = strip_tags(shown(client.get("/fr/moderation/log/")))
        assert "bob" in log
        assert "Sans source" in log
        assert "@" not in log

    def test_mended_before_it_goes_in(self, moderator, sheet, alice):
        asked = propose(
            BETTER | {"resources": ["water", "land"], "point": [2.8, 50.4]}, by=alice, initiative=sheet, base=1
        ).proposal
        page = shown(moderator.get(f"{QUEUE}{asked.pk}/"))
        assert 'name="part:origin.fr"' in page
        form = {
            "base": 1,
            "keep:origin.fr": "on",
            "part:origin.fr": "Quatre voisins.",
            "keep:resources": "on",
            "part:resources": "land",
        }
        assert moderator.post(f"{QUEUE}{asked.pk}/", form).status_code == 302
        after = told(sheet)
        assert (after["origin.fr"], after["resources"], after["point"]) == (
            "Quatre voisins.",
            ["land"],
            told(sheet)["point"],
        )
        assert after["point"] != [2.8, 50.4]
        assert Revision.objects.get(number=2).note == "relue et corrigée"
        assert Deed.objects.get().verb == "edit"

    def test_nothing_kept_is_a_sentence(self, moderator, asked):
        page = shown(moderator.post(f"{QUEUE}{asked.pk}/", {"base": 1, "part:origin.fr": "Typed"}), 422)
        assert "Gardez au moins" in page
        assert "Typed" in page
        assert Proposal.objects.waiting().exists()

    def test_a_stale_one_is_merged(self, moderator, asked, sheet, bob):
        actions.revise(sheet, {"origin.fr": "Des voisins ont creusé un puits au bord du vieux canal."}, base=1, by=bob)
        assert "tiennent ensemble" in shown(moderator.get(QUEUE))
        moderator.post(f"{QUEUE}{asked.pk}/accept/")
        assert told(sheet)["origin.fr"] == "Trois voisins ont creusé un puits au bord du vieux canal."

    def test_a_clash_is_for_the_moderator_to_settle(self, moderator, asked, sheet, bob, alice):
        actions.revise(sheet, {"origin.fr": "Dix voisins ont creusé un puits au bord du canal."}, base=1, by=bob)
        assert "il faudra choisir" in shown(moderator.get(QUEUE))
        page = shown(moderator.post(f"{QUEUE}{asked.pk}/accept/"), 422)
        for words in ("Des voisins", "Dix voisins", "Trois voisins"):
            assert words in strip_tags(page)
        assert told(sheet)["origin.fr"].startswith("Dix")
        form = {"base": 2, "keep:origin.fr": "on", "part:origin.fr": "Treize voisins."}
        moderator.post(f"{QUEUE}{asked.pk}/", form)
        assert told(sheet)["origin.fr"] == "Treize voisins."
        assert Revision.objects.get(number=3).author == alice

    def test_one_of_a_removed_sheet_stays_until_it_is_refused(self, moderator, asked, sheet, bob):
        actions.remove([sheet], by=bob, note="doublon")
        assert moderator.get(QUEUE).status_code == 200
        assert "a été retirée" in shown(moderator.post(f"{QUEUE}{asked.pk}/accept/"), 422)
        assert moderator.post(f"{QUEUE}{asked.pk}/refuse/", {"reason": "retirée"}).status_code == 302

    def test_a_letter_that_cannot_leave_undoes_no_decision(self, moderator, asked, settings, sheet):
        settings.EMAIL_BACKEND = "tests.community.broken.Backend"
        moderator.post(f"{QUEUE}{asked.pk}/accept/")
        assert told(sheet)["origin.fr"].startswith("Trois")
        with pytest.raises(ValidationError, match="courrier"):
            propose({"name": "W"}, initiative=sheet, base=1)
        assert Proposal.objects.count() == 1

    def test_an_author_who_has_left_is_not_written_to(self, moderator, asked, alice, sheet):
        alice.delete()
        assert moderator.post(f"{QUEUE}{asked.pk}/accept/").status_code == 302
        assert told(sheet)["origin.fr"].startswith("Trois")
        assert mail.outbox == []


def test_the_queue_is_paged_and_asks_the_database_little(moderator, sheet, alice, django_assert_max_num_queries):
    for n in range(21):
        Proposal.objects.create(
            initiative=sheet, wanted={"people_note": f"note {n}"}, base=1, author=alice, language="fr"
        )
    moderator.get(QUEUE)
    with django_assert_max_num_queries(40):
        assert shown(moderator.get(QUEUE)).count("queued-refuse") == 20
    assert shown(moderator.get(f"{QUEUE}?page=2")).count("queued-refuse") == 1
    assert moderator.get(f"{QUEUE}?page=%00").status_code == 200


class TestTooMuch:
    def test_too_often_says_when_to_come_back(self, sheet):
        most = limits.MOST[Role.PASSER_BY][0]
        for n in range(most):
            propose({"people_note": f"note {n}"}, initiative=sheet, base=1, email=f"c{n}@example.org")
        with pytest.raises(ValidationError, match="Revenez après le .*, ..:") as error:
            propose({"people_note": "encore"}, initiative=sheet, base=1, email="d@example.org")
        assert error.value.code == "too_often"
        assert propose(
            {"people_note": "d’ailleurs"}, initiative=sheet, base=1, address="198.51.100.1", email="e@example.org"
        ).waits
        assert len(mail.outbox) == most + 1

    def test_one_address_is_not_written_to_more_often_from_many_networks(self, sheet):
        most = limits.MOST[Role.PASSER_BY][0]
        for n in range(most):
            propose({"people_note": f"note {n}"}, initiative=sheet, base=1, address=f"192.0.2.{n}")
        with pytest.raises(ValidationError):
            propose({"people_note": "encore"}, initiative=sheet, base=1, address="192.0.2.99", email=CHLOE.upper())

    def test_an_account_is_counted_wherever_it_writes_from(self, sheet, alice):
        for n in range(limits.MOST[Role.CONTRIBUTOR][0]):
            propose({"people_note": f"note {n}"}, by=alice, initiative=sheet, base=1, address=f"192.0.2.{n}")
        with pytest.raises(ValidationError, match="Revenez"):
            propose({"people_note": "encore"}, by=alice, initiative=sheet, base=1, address="198.51.100.1")

    def test_links_of_somebody_new(self, sheet, alice, bob):
        three = {"deciding.fr": "https://a.example https://b.example", "future.fr": "[ici](https://c.example)"}
        with pytest.raises(ValidationError, match="au plus 2 liens") as error:
            propose(three, by=alice, initiative=sheet, base=1)
        assert set(error.value.message_dict) == {"deciding.fr", "future.fr"}
        assert not propose(three, by=bob, initiative=sheet, base=1).waits
        assert propose({"future.fr": "Plus rien."} | BETTER, by=alice, initiative=sheet, base=2).waits


def test_nobody_else_reads_the_desk(client, alice, db):
    paths = ["", "queue/", "queue/1/", "reports/", "changes/", "dormant/", "blocks/", "undo/"]
    for path in paths:
        assert client.get(f"/fr/moderation/{path}").status_code == 302, path
    client.force_login(alice)
    for path in paths:
        assert "Page réservée" in shown(client.get(f"/fr/moderation/{path}"), 403)
    for path in ("queue/1/accept/", "queue/1/refuse/", "blocks/1/end/"):
        assert client.post(f"/fr/moderation/{path}").status_code == 403


def test_the_desk_counts_what_there_is_to_do(moderator, sheet, alice):
    propose(BETTER, by=alice, initiative=sheet, base=1)
    page = shown(moderator.get("/en/moderation/"))
    assert "no-store" in moderator.get("/fr/moderation/")["Cache-Control"]
    assert page.count('class="count">1<') == 1


def test_hand_in_asks_little_of_who_calls_it(sheet, alice):
    assert changes.hand_in(BETTER, by=alice, initiative=sheet, base=1).waits
    with pytest.raises(ValidationError):
        changes.hand_in(BETTER, by=AnonymousUser(), initiative=sheet, base=1)
    assert User.objects.count() == 1
