"""What two sheets of the same initiative are found by: what their names sound like, their sites."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from places import sites, sounds

AT_ONCE = 10_000
FILL = """
UPDATE places_initiative AS i SET sounds = string_to_array(named.sounds, ' '), site = named.site
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS named (id, sounds, site) WHERE i.id = named.id
"""


def fill(apps, editor):
    sheets = apps.get_model("places", "Initiative").objects.filter(removed_at=None).order_by("pk")
    last = 0
    while listed := list(sheets.filter(pk__gt=last).values_list("pk", "name", "name_local", "website")[:AT_ONCE]):
        last = listed[-1][0]
        told = [(pk, " ".join(sounds.sounds(name, local)), sites.page(site)) for pk, name, local, site in listed]
        with editor.connection.cursor() as cursor:
            cursor.execute(FILL, [list(column) for column in zip(*told, strict=True)])


class Migration(migrations.Migration):
    atomic = False  # indexes are not made while what was filled is pending

    dependencies = [
        ('places', '0008_translations'),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='site',
            field=models.CharField(db_default='', default='', editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name='initiative',
            name='sounds',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], default=list, editable=False, size=None),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name='initiative',
            index=django.contrib.postgres.indexes.GinIndex(fields=['sounds'], name='initiative_sounds'),
        ),
        migrations.AddIndex(
            model_name='initiative',
            index=models.Index(django.contrib.postgres.indexes.OpClass('site', name='text_pattern_ops'), condition=models.Q(('site', ''), _negated=True), name='initiative_site'),
        ),
    ]
