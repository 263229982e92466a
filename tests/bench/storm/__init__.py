"""A national burst: many votes on one idea while many more only look, at rates held for minutes.

``python -m tests.bench.storm --minutes 10`` sends 20,000 votes a minute and 1,500 reads a second to
gunicorn as ``ideas serve`` starts it, on SQLite; under ``tests/with-postgres`` on PostgreSQL. An
answer's time is counted from when its request was due, so that nobody waits unseen. It ends with 1
when a vote is lost or counted twice, a status is not meant, or the slowest hundredth took a second.
"""
