import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from places import actions, geo, loading
from places.models import Initiative, Term, TermLabel, Town


def records():
    with loading.INITIATIVES.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture
def france(db):
    for n, (lon, lat) in enumerate([(-4.8, 48.4), (9.5, 41.4), (2.4, 51.0)]):
        Town.objects.create(id=n, name=str(n), country="FR", point=geo.point(lon, lat), label_zoom=9)


def write(path, *rows):
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return path


@pytest.mark.django_db
def test_everything_researched_goes_in_and_a_second_time_changes_nothing():
    first, second = loading.load_initiatives(), loading.load_initiatives()
    assert (first.outcomes, second.outcomes) == ({"new": 161}, {"same": 161})
    coroutine = Initiative.objects.get(slug="la-coroutine-lille")
    assert coroutine.answers.filter(question="summary").count() == 2
    assert coroutine.sources.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("edit", ["column", "answer", "source"])
def test_what_someone_edited_is_left_alone_and_reported(tmp_path, edit):
    record = records()[0]
    loading.load_initiatives(write(tmp_path / "a.jsonl", record))
    sheet = Initiative.objects.get()
    if edit == "column":
        sheet.locality = "Loos"
        actions.save(sheet)
    elif edit == "answer":
        sheet.answers.filter(question="summary", language="fr").update(text="Corrigé sur place.")
    else:
        sheet.sources.first().delete()
    report = loading.load_initiatives(write(tmp_path / "a.jsonl", record | {"name": "Autre nom"}))
    assert report.edited == [record["slug"]]
    assert Initiative.objects.get().name == record["name"]


@pytest.mark.django_db
def test_an_untouched_sheet_follows_the_file(tmp_path):
    record = records()[0]
    loading.load_initiatives(write(tmp_path / "a.jsonl", record))
    report = loading.load_initiatives(write(tmp_path / "a.jsonl", record | {"summary_fr": "Réécrit."}))
    assert report.outcomes == {"changed": 1}
    assert Initiative.objects.get().answers.get(question="summary", language="fr").text == "Réécrit."


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"lon": 50.4579, "lat": 2.7922}, "lon/lat", "échangées"),
        ({"lat": 95}, "lon/lat", "not a place"),
        ({"lat": None}, "lon/lat", "float"),
        ({"resources": ["water", "gold"]}, "resources", "gold"),
        ({"resources": "water"}, "resources", "liste"),
        ({"governance": "empire"}, "governance", "empire"),
        ({"status": "asleep"}, "status", "asleep"),
        ({"website": "not a site"}, "website", "URL"),
        ({"started": "soon"}, "started", "soon"),
        ({"people": 12, "people_unit": ""}, "", "personnes"),
        ({"name": ""}, "name", ""),
        ({"name": "Nul\x00"}, "", "nul"),
        ({"sources": ["x"]}, "sources", "objets"),
        ({"sources": [{"url": "javascript:alert(1)"}]}, "url", "URL"),
    ],
)
def test_a_bad_line_is_refused_with_file_line_field_and_reason_and_the_others_go_in(
    tmp_path, france, change, field, reason
):
    good, bad = records()[:2]
    report = loading.load_initiatives(write(tmp_path / "rows.jsonl", good, bad | change))
    assert report.outcomes["new"] == 1
    assert report.outcomes["refused"] == 1
    [said] = report.refused
    assert said.startswith("rows.jsonl:2" + (f", {field}:" if field else ""))
    assert reason in said


@pytest.mark.django_db
@pytest.mark.parametrize("line", ["{not json", "[1, 2]", '{"slug": "only-a-slug"}'])
def test_a_line_of_another_shape_is_refused_too(tmp_path, line):
    report = loading.load_initiatives(write(tmp_path / "rows.jsonl", line, records()[0]))
    assert dict(report.outcomes) == {"refused": 1, "new": 1}


@pytest.mark.django_db
def test_the_exit_status_says_that_lines_were_refused(tmp_path):
    path = write(tmp_path / "rows.jsonl", records()[0], "{")
    errors = StringIO()
    with pytest.raises(CommandError, match="2 refus") as stopped:
        call_command("load_atlas", initiatives=path, no_gazetteer=True, journey=tmp_path / "none.json", stderr=errors)
    assert stopped.value.returncode == 1
    assert "rows.jsonl:2" in errors.getvalue()
    assert Initiative.objects.count() == 1


@pytest.mark.django_db
def test_terms_that_editors_changed_are_left_as_they_are():
    water = TermLabel.objects.get(term__code="water", language="fr")
    water.synonyms = ["flotte"]
    water.save()
    Term.objects.filter(code="seeds").delete()
    assert loading.load_terms() == 1
    water.refresh_from_db()
    assert water.synonyms == ["flotte"]
