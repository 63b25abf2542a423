"""Spots and pyramid: what map and search read. `manage.py rebuild_index` fills them from the sheets."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.contrib.postgres.operations import CreateExtension
from django.db import migrations, models

# Bits of a column and of a row in turns: cells near each other on the map are near each other in the index.
MORTON = """
CREATE FUNCTION spread(v bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ((d | (d << 1)) & 6148914691236517205) FROM (SELECT ((c | (c << 2)) & 3689348814741910323) AS d FROM (
        SELECT ((b | (b << 4)) & 1085102592571150095) AS c FROM (SELECT ((a | (a << 8)) & 71777214294589695) AS b FROM (
            SELECT (v | (v << 16)) & 281470681808895 AS a) AS s1) AS s2) AS s3) AS s4 $$;
CREATE FUNCTION morton(x int, y int) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT spread(x) | (spread(y) << 1) $$;
CREATE AGGREGATE gathered(bigint[]) (SFUNC = array_cat, STYPE = bigint[], INITCOND = '{}', PARALLEL = SAFE);
CREATE SEQUENCE places_generations;
"""
NOT_MORTON = "DROP SEQUENCE places_generations; DROP AGGREGATE gathered(bigint[]); DROP FUNCTION morton(int, int), spread(bigint)"

NUMBERS = """
UPDATE places_term AS t SET number = n.number FROM (
    SELECT id, row_number() OVER (PARTITION BY vocabulary ORDER BY position, id) - 1 AS number FROM places_term
) AS n WHERE n.id = t.id
"""
# How many initiatives say a word is asked of PostgreSQL's statistics: by default they know a hundredth of the words.
KNOWN_WORDS = "ALTER TABLE places_initiative ALTER COLUMN search SET STATISTICS 500"
USUAL = "ALTER TABLE places_initiative ALTER COLUMN search SET STATISTICS -1"
FIRST = "INSERT INTO places_generation (number) SELECT nextval('places_generations')"


class Migration(migrations.Migration):
    dependencies = [("places", "0002_tables")]
    operations = [
        CreateExtension("intarray"),
        migrations.RunSQL(MORTON, NOT_MORTON),
        migrations.AddField("Term", "number", models.PositiveSmallIntegerField(editable=False, null=True)),
        migrations.RunSQL(NUMBERS, migrations.RunSQL.noop),
        migrations.AlterField("Term", "number", models.PositiveSmallIntegerField(editable=False)),
        migrations.CreateModel(
            name='Cell',
            fields=[
                ('pk', models.CompositePrimaryKey('level', 'facet', 'morton', blank=True, editable=False, primary_key=True, serialize=False)),
                ('level', models.SmallIntegerField()),
                ('facet', models.IntegerField()),
                ('morton', models.BigIntegerField()),
                ('n', models.IntegerField()),
                ('lon', models.FloatField(null=True)),
                ('lat', models.FloatField(null=True)),
                ('west', models.FloatField(null=True)),
                ('south', models.FloatField(null=True)),
                ('east', models.FloatField(null=True)),
                ('north', models.FloatField(null=True)),
                ('few', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), null=True, size=None)),
                ('mix', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), null=True, size=None)),
            ],
        ),
        migrations.CreateModel(
            name='Generation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Spot',
            fields=[
                ('initiative', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='spot', serialize=False, to='places.initiative')),
                ('point', django.contrib.gis.db.models.fields.PointField(null=True, spatial_index=False, srid=4326)),
                ('globe', django.contrib.gis.db.models.fields.PointField(geography=True, null=True, spatial_index=False, srid=4326)),
                ('morton', models.BigIntegerField()),
                ('facets', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
                ('name_key', models.TextField(db_collation='C')),
                ('feature', models.TextField()),
                ('resources', models.BigIntegerField()),
                ('themes', models.BigIntegerField()),
                ('decisions', models.BigIntegerField()),
                ('main', models.SmallIntegerField()),
                ('governance', models.SmallIntegerField()),
                ('people', models.FloatField(null=True)),
                ('unit', models.SmallIntegerField()),
                ('setting', models.SmallIntegerField()),
                ('status', models.SmallIntegerField()),
                ('zone', models.SmallIntegerField()),
                ('country', models.SmallIntegerField()),
                ('started', models.SmallIntegerField()),
                ('told', models.SmallIntegerField()),
                ('sources', models.SmallIntegerField()),
                ('updated', models.IntegerField()),
                ('version', models.BigIntegerField()),
            ],
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(models.F('vocabulary'), models.F('number'), name='term_number_once_per_vocabulary'),
        ),
        migrations.AddIndex(
            model_name='spot',
            index=django.contrib.postgres.indexes.GistIndex(django.contrib.postgres.indexes.OpClass('globe', 'gist_geography_ops'), django.contrib.postgres.indexes.OpClass('facets', 'gist__intbig_ops (siglen = 68)'), name='spot_near'),
        ),
        migrations.AddIndex(
            model_name='spot',
            index=models.Index(models.F('morton'), name='spot_morton'),
        ),
        migrations.AddIndex(
            model_name='spot',
            index=models.Index(models.F('name_key'), models.F('initiative'), name='spot_name'),
        ),
        migrations.AddIndex(
            model_name='spot',
            index=models.Index(models.F('version'), name='spot_version'),
        ),
        migrations.RunSQL(FIRST, migrations.RunSQL.noop),
        migrations.RunSQL(KNOWN_WORDS, USUAL),
    ]
