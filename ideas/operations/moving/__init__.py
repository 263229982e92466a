"""Moving a site from SQLite to PostgreSQL: every row as it is, of one moment, and counted."""
