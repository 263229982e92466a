"""How the site grows: bytes a vote, statements by size, caches, and what follows for ten billion.

    python -m tests.bench.scale [VOTES ...]                          SQLite
    tests/with-postgres python -m tests.bench.scale [VOTES ...]      PostgreSQL
    python -m tests.bench.scale.caching [PETITIONS.csv.gz]           what caches find

``filling`` writes votes in the order in which they would come, into indexes that stand already;
``sizes`` measures tables and indexes, ``timing`` the statements of a vote and of a page, and
``growth`` goes on from there on paper.
"""
