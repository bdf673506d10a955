"""The index over two-character terms, by the engine that stores them.

SQLite rebuilds a table when a column changes and drops its triggers with it; that is why the terms
live in a table of their own, which nothing else changes.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

POSTGRESQL = [
    "CREATE INDEX complaints_searchtext_terms ON complaints_searchtext"
    " USING gin (string_to_array(bigrams, ' '))",
]
SQLITE = [
    "CREATE VIRTUAL TABLE complaints_searchtext_fts USING fts5("
    "bigrams, content='complaints_searchtext', content_rowid='complaint_id',"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER complaints_searchtext_added AFTER INSERT ON complaints_searchtext BEGIN"
    " INSERT INTO complaints_searchtext_fts(rowid, bigrams)"
    " VALUES (new.complaint_id, new.bigrams); END",
    "CREATE TRIGGER complaints_searchtext_dropped AFTER DELETE ON complaints_searchtext BEGIN"
    " INSERT INTO complaints_searchtext_fts(complaints_searchtext_fts, rowid, bigrams)"
    " VALUES ('delete', old.complaint_id, old.bigrams); END",
    "CREATE TRIGGER complaints_searchtext_changed AFTER UPDATE ON complaints_searchtext BEGIN"
    " INSERT INTO complaints_searchtext_fts(complaints_searchtext_fts, rowid, bigrams)"
    " VALUES ('delete', old.complaint_id, old.bigrams);"
    " INSERT INTO complaints_searchtext_fts(rowid, bigrams)"
    " VALUES (new.complaint_id, new.bigrams); END",
]


def build(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


def drop(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX complaints_searchtext_terms")
        return
    for name in ("added", "dropped", "changed"):
        schema_editor.execute(f"DROP TRIGGER complaints_searchtext_{name}")
    schema_editor.execute("DROP TABLE complaints_searchtext_fts")


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_ground")]

    operations = [migrations.RunPython(build, drop)]
