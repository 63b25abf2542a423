-- What servers of other makes read: one flat table of all that may be shown, with the indexes one gives such a table.
DROP SCHEMA IF EXISTS peer CASCADE;
CREATE SCHEMA peer;
CREATE TABLE peer.atlas AS
SELECT i.id, i.slug::text, i.name::text, i.country::text, i.started::int, i.themes::text[], i.resources::text[],
    i.governance::text, i.decisions::text[], i.people, a.text AS summary, i.updated_at, i.point AS geom
FROM places_initiative i
LEFT JOIN places_answer a ON a.initiative_id = i.id AND a.question = 'summary' AND a.language = 'fr'
WHERE i.point IS NOT NULL;
ALTER TABLE peer.atlas ADD PRIMARY KEY (id);
CREATE INDEX ON peer.atlas USING gist (geom);
CREATE INDEX ON peer.atlas USING gin (themes);
CREATE INDEX ON peer.atlas USING gin (resources);
CREATE INDEX ON peer.atlas (governance);
ANALYZE peer.atlas;
