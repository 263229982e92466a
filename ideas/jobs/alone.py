"""Doing a thing for many, each in a transaction of its own."""

from collections.abc import Callable, Iterable

from ideas.db import session


def each_alone(ids: Iterable[int], do: Callable[[int], object]) -> None:
    """Do it for each and commit; who fails is left as they were, and keeps nobody else waiting.

    Raises an ExceptionGroup of what failed when all are through, so that the desk shows it.
    """
    failures: list[Exception] = []
    for each in ids:
        try:
            do(each)
            session().commit()
        except Exception as failure:
            session().rollback()
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"{len(failures)} failed", failures)
