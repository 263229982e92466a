"""Several people press at the same moment, each in a session of their own."""

import threading
from collections.abc import Callable

from flask import Flask

from ideas.db import db
from ideas.refusals import Refused
from tests.conftest import elsewhere

Deed = Callable[[], object]


def at_once(app: Flask, *deeds: Deed) -> list[str]:
    """What each was told who did one of these at the same moment: a refusal's code, or nothing.

    Whatever else goes wrong is named by its class.
    """
    begin, told = threading.Barrier(len(deeds)), list[str]()
    db.session.commit()

    def do(deed: Deed) -> None:
        with app.app_context():
            begin.wait()
            try:
                deed()
                db.session.commit()
                told.append("")
            except Refused as refused:
                db.session.rollback()
                told.append(refused.refusal.code)
            except Exception as error:
                db.session.rollback()
                told.append(type(error).__name__)

    threads = [threading.Thread(target=elsewhere().run, args=(do, deed)) for deed in deeds]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    db.session.rollback()
    return sorted(told)
