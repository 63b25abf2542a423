"""Keeping what is derived from the sheets equal to them: words, spots, pyramid, generation. Every action ends here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from places import facets, pyramid, search
from places.choices import PeopleUnit, Setting, Status, Vocabulary, Zone
from places.mirror import TOLD
from places.models import Generation, Initiative, Spot, Term

LOCK = 20_260_000  # of all who write: `pg_advisory_xact_lock`
VILLAGE, TOWN = 5_000, 50_000  # inhabitants of the nearest town, below which one lives in a village, in a small town
NEAREST_TOWN_DEGREES = 0.15
WORDS_AT_ONCE = 5_000

_seen: ContextVar[int | None] = ContextVar("generation", default=None)

SIDE = 2**pyramid.DEEPEST
# Hidden ones are below zero, spread over cells of their own so that one of them is counted anew without all the others.
NOWHERE = f"-1 - ((i.id & 4095) << {2 * (pyramid.DEEPEST - pyramid.LEAF)})"
# Where a place lies in the Web Mercator square cut in 2^DEEPEST columns and rows.
COLUMN = f"least(floor((ST_X(i.point) + 180) / 360 * {SIDE}), {SIDE} - 1)::int"
ROW = f"""least(greatest(floor((0.5 - ln(tan(pi() / 4 + radians(least(greatest(ST_Y(i.point), -85.05112878), 85.05112878)) / 2))
    / (2 * pi())) * {SIDE}), 0), {SIDE} - 1)::int"""

COLUMNS = """initiative_id, point, globe, morton, facets, name_key, feature, resources, activities, themes, decisions, main,
    governance, people, unit, setting, status, zone, country, started, told, sources, updated, version"""

SELECTED = f"""
SELECT i.id, i.point, i.point::geography,
    CASE WHEN i.point IS NULL THEN {NOWHERE} ELSE morton({COLUMN}, {ROW}) END,
    array_remove(array(SELECT {facets.FIRST["resource"]} + n FROM unnest(r.numbers) AS n)
    || array(SELECT {facets.FIRST["theme"]} + n FROM unnest(t.numbers) AS n)
    || array(SELECT {facets.FIRST["decision"]} + n FROM unnest(d.numbers) AS n)
    || array(SELECT {facets.FIRST["activity"]} + n FROM unnest(a.numbers) AS n)
    || array(SELECT {facets.PAIR} + theme * {facets.PAIRED} + resource
             FROM unnest(t.numbers) AS theme, unnest(r.numbers) AS resource
             WHERE theme < {facets.PAIRED} AND resource < {facets.PAIRED})
    || CASE WHEN g.number >= 0 THEN {facets.FIRST["governance"]} + g.number::int END
    || ({facets.ZONE - 1} + array_position(%(zones)s, i.zone::text))
    || ({facets.STATUS - 1} + array_position(%(statuses)s, i.status::text))
    || CASE WHEN i.started IS NOT NULL THEN {facets.DECADE - facets.FIRST_DECADE}
            + least(greatest(i.started / 10, {facets.FIRST_DECADE}), {facets.LAST_DECADE - 1}) END
    || ({facets.COUNTRY} + (ascii(i.country) - 65) * 26 + ascii(substr(i.country, 2)) - 65), NULL),
    i.name_key,
    left(json_build_object('type', 'Feature', 'id', i.slug,
        'geometry', CASE WHEN i.point IS NOT NULL THEN json_build_object('type', 'Point', 'coordinates',
            json_build_array(round(ST_X(i.point)::numeric, 5), round(ST_Y(i.point)::numeric, 5))) END,
        'properties', json_build_object('slug', i.slug, 'name', i.name, 'country', i.country, 'locality', i.locality,
            'precision', i.precision, 'resources', i.resources, 'themes', i.themes, 'governance', i.governance,
            'status', i.status))::text, -2),
    coalesce((SELECT bit_or(1::bigint << n) FROM unnest(r.numbers) AS n), 0),
    coalesce((SELECT bit_or(1::bigint << n) FROM unnest(a.numbers) AS n), 0),
    coalesce((SELECT bit_or(1::bigint << n) FROM unnest(t.numbers) AS n), 0),
    coalesce((SELECT bit_or(1::bigint << n) FROM unnest(d.numbers) AS n), 0),
    coalesce((known.resource ->> i.resources[1])::int, -1), g.number,
    i.people, coalesce(array_position(%(units)s, i.people_unit::text), 0) - 1,
    coalesce((SELECT CASE WHEN population < {VILLAGE} THEN %(village)s WHEN population < {TOWN} THEN %(town)s ELSE %(city)s END
              FROM places_town WHERE i.point IS NOT NULL AND ST_DWithin(point, i.point, {NEAREST_TOWN_DEGREES})
              ORDER BY point <-> i.point LIMIT 1), 0),
    array_position(%(statuses)s, i.status::text) - 1, array_position(%(zones)s, i.zone::text) - 1,
    ascii(i.country) * 256 + ascii(substr(i.country, 2)), coalesce(i.started, 0),
    coalesce((SELECT bit_or(array_position(%(told)s, question::text)) FROM places_answer
              WHERE initiative_id = i.id AND question = ANY(%(told)s)), 0),
    (SELECT count(*) FROM places_source WHERE initiative_id = i.id),
    i.updated_at::date - '1970-01-01'::date, %(version)s
FROM places_initiative i CROSS JOIN (
        SELECT %(resource)s::jsonb AS resource, %(theme)s::jsonb AS theme, %(decision)s::jsonb AS decision,
            %(governance)s::jsonb AS governance, %(activity)s::jsonb AS activity
    ) AS known
    CROSS JOIN LATERAL (SELECT array_agg((known.resource ->> code)::int) AS numbers
        FROM unnest(i.resources) AS code WHERE known.resource ? code) AS r
    CROSS JOIN LATERAL (SELECT array_agg((known.theme ->> code)::int) AS numbers
        FROM unnest(i.themes) AS code WHERE known.theme ? code) AS t
    CROSS JOIN LATERAL (SELECT array_agg((known.decision ->> code)::int) AS numbers
        FROM unnest(i.decisions) AS code WHERE known.decision ? code) AS d
    CROSS JOIN LATERAL (SELECT array_agg((known.activity ->> code)::int) AS numbers
        FROM unnest(i.activities) AS code WHERE known.activity ? code) AS a
    CROSS JOIN LATERAL (SELECT coalesce((known.governance ->> i.governance)::int, -1) AS number) AS g
WHERE (%(which)s IS NULL OR i.id = ANY(%(which)s)) AND i.removed_at IS NULL
"""
UPDATED = ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS.replace("\n", " ").replace(" ", "").split(",")[1:])
INSERT = f"INSERT INTO places_spot ({COLUMNS}) {SELECTED}"
UPSERT = f"{INSERT} ON CONFLICT (initiative_id) DO UPDATE SET {UPDATED}"


def alone() -> None:
    """Let one transaction write at a time: cells high up in the pyramid belong to everybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic(savepoint=False)
def refresh(initiatives: Iterable[Initiative]) -> None:
    """Make all that is derived from these sheets equal to what they say now."""
    initiatives = list(initiatives)
    pks = [initiative.pk for initiative in initiatives]
    alone()
    before = pyramid.placed(pks)
    search.index(initiatives)
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, values(which=pks, version=bump()))
    pyramid.refresh(before, pyramid.placed(pks))


@transaction.atomic(savepoint=False)
def forget(initiatives: Iterable[Initiative]) -> None:
    """These initiatives are taken out: nothing derived tells of them any more."""
    pks = [initiative.pk for initiative in initiatives]
    alone()
    before = pyramid.placed(pks)
    Spot.objects.filter(pk__in=pks).delete()
    bump()
    pyramid.refresh(before, {})


@transaction.atomic
def rebuild_words(progress: Callable[[str], None] = lambda doing: None) -> None:
    """The search column of all initiatives."""
    alone()
    pks = list(Initiative.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(pks), WORDS_AT_ONCE):
        progress(f"mots : {start} sur {len(pks)}")
        named = Initiative.objects.filter(pk__in=pks[start : start + WORDS_AT_ONCE]).only(
            "name", "name_local", "website"
        )
        search.index(named.order_by())


@transaction.atomic
def rebuild(progress: Callable[[str], None] = lambda doing: None) -> None:
    """Spots and pyramid of all initiatives, whose words are right already."""
    alone()
    with connection.cursor() as cursor, connection.schema_editor(atomic=False) as editor:
        progress("lieux")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE places_spot")
        for index in Spot._meta.indexes:  # made at the end in one go, for a third of what growing them costs
            editor.remove_index(Spot, index)
        cursor.execute("SET LOCAL work_mem = '256MB'")  # they are sorted along the curve
        cursor.execute(f"{INSERT} ORDER BY 4", values(which=None, version=bump()))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no index is made while checks of foreign keys are pending
        for index in Spot._meta.indexes:
            progress(f"index {index.name}")
            editor.add_index(Spot, index)
        cursor.execute("ANALYZE places_spot")
    pyramid.rebuild(progress)


def is_whole() -> bool:
    """Whether every initiative has its spot."""
    return not Initiative.objects.filter(spot=None).exists()


def generation() -> int:
    """Another number after every change; as this request saw it when it began, read anew outside of one."""
    seen = _seen.get()
    return Generation.objects.values_list("number", flat=True).get() if seen is None else seen


@contextmanager
def seen(number: int) -> Iterator[None]:
    """One generation for all that a request reads."""
    before = _seen.set(number)
    try:
        yield
    finally:
        _seen.reset(before)


def bump() -> int:
    """The next generation, which others see when the transaction does."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE places_generation SET number = nextval('places_generations') RETURNING number")
        [(number,)] = cursor.fetchall()
    if _seen.get() is not None:
        _seen.set(number)
    return number


def values(**more) -> dict:
    """What `INSERT` and `UPSERT` need; `more`: `which` keys (None: all there are) and the `version` they get."""
    settings = Setting.values
    numbers: dict[str, dict[str, int]] = {vocabulary: {} for vocabulary in Vocabulary.values}
    for vocabulary, code, number in Term.objects.values_list("vocabulary", "code", "number"):
        numbers[vocabulary][code] = number
    return {
        **{vocabulary: json.dumps(known) for vocabulary, known in numbers.items()},
        "zones": Zone.values,
        "statuses": Status.values,
        "units": PeopleUnit.values,
        "told": list(TOLD),
        **{name: settings.index(name) for name in ("village", "town", "city")},
        **more,
    }
