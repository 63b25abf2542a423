"""One index for « who near here says so »: places along the globe, with the words of each."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.db.models.functions.comparison
from django.db import migrations

GLOBE = django.contrib.gis.db.models.fields.PointField(geography=True, srid=4326)


class Migration(migrations.Migration):
    dependencies = [("places", "0003_index")]
    operations = [
        migrations.RemoveIndex("initiative", "initiative_globe"),
        migrations.AddIndex(
            "initiative",
            django.contrib.postgres.indexes.GistIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.comparison.Cast("point", GLOBE), name="gist_geography_ops"
                ),
                django.contrib.postgres.indexes.OpClass("search", name="tsvector_ops (siglen = 512)"),
                name="initiative_globe",
            ),
        ),
        migrations.RemoveIndex("spot", "spot_view"),
        migrations.RemoveIndex("spot", "spot_facets"),
    ]
