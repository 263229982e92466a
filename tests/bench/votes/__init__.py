"""How fast votes are: beside what the database itself can do, in one run.

``python -m tests.bench.votes`` measures SQLite; under ``tests/with-postgres`` it measures
PostgreSQL. Each round takes the floor, then one viral idea, then many ideas, through gunicorn as
``ideas serve`` starts it, or ``--server granian``, with 64 kept-alive clients on the same two
cores. Needs wrk.
"""
