"""What the database must know before any table: extensions, and text configurations that forget accents."""

from django.contrib.postgres.operations import CreateExtension, TrigramExtension, UnaccentExtension
from django.db import migrations

# Stemmers of each language behind `unaccent`, so that to_tsvector('fr_unaccent', …) stays immutable.
CONFIGURATIONS = [("fr_unaccent", "french", "french_stem"), ("en_unaccent", "english", "english_stem")]

CREATE = """
CREATE TEXT SEARCH CONFIGURATION {name} (COPY = pg_catalog.{copied});
ALTER TEXT SEARCH CONFIGURATION {name} ALTER MAPPING FOR hword, hword_part, word WITH unaccent, {stem};
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        CreateExtension("postgis"),
        TrigramExtension(),
        UnaccentExtension(),
        *[
            migrations.RunSQL(
                CREATE.format(name=name, copied=copied, stem=stem), f"DROP TEXT SEARCH CONFIGURATION {name}"
            )
            for name, copied, stem in CONFIGURATIONS
        ],
    ]
