"""What the pages cost: ``make bench``, or ``python -m tests.bench.pages [HOME ...]``.

``drawing`` tells statements and milliseconds of drawing each page; ``reading`` how many a second
wrk reads, beside a bare Flask that says hello under gunicorn;
``weighing`` (only when asked for) what a process weighs after a million pages.
"""
