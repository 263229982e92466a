"""Finding payees, what is withheld from them, and their tax forms."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ideas.db import session
from ideas.royalties.payees.models import TaxForm, Withholding
from ideas.royalties.payees.rules import rate_on
from ideas.royalties.periods.models import Period, PeriodState

CHUNK = 500


def withholding_of(person_ids: Iterable[int], on: date) -> dict[int, int]:
    """What is withheld from each of these people on a day, in basis points; 0 unless entered."""
    wanted = sorted(set(person_ids))
    rates: dict[int, list[tuple[date, int, int]]] = defaultdict(list)
    for start in range(0, len(wanted), CHUNK):
        some = Withholding.person_id.in_(wanted[start : start + CHUNK])
        for each in session().scalars(sa.select(Withholding).where(some)):
            rates[each.person_id].append((each.from_on, each.id, each.rate_bp))
    return {person_id: rate_on(rates[person_id], on) for person_id in wanted}


def withholdings_of(person_id: int) -> Sequence[Withholding]:
    """Every rate entered for a person, the latest day first."""
    found = sa.select(Withholding).where(Withholding.person_id == person_id)
    found = found.options(joinedload(Withholding.entered_by))
    return (
        session().scalars(found.order_by(Withholding.from_on.desc(), Withholding.id.desc())).all()
    )


def tax_forms_of(person_id: int) -> Sequence[TaxForm]:
    """Every form of a person, the one that counts first."""
    found = sa.select(TaxForm).where(TaxForm.person_id == person_id)
    return (
        session()
        .scalars(found.options(joinedload(TaxForm.entered_by)).order_by(TaxForm.id.desc()))
        .all()
    )


def closed_until() -> date | None:
    """The last day of the last closed period."""
    found = sa.select(sa.func.max(Period.ends_on)).where(Period.state == PeriodState.CLOSED)
    return session().scalar(found)
