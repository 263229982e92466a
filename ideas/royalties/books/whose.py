"""Whose an account of the ledger is: the idea it earns for, the person it is owed to."""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from ideas.accounts.models import Person
from ideas.agreements.models import Agreement, Share
from ideas.db import session
from ideas.journey.models import Idea

OF_AGREEMENTS = {"earned", "reserve"}
OF_SHARES = {"payee", "advance", "payable", "withheld"}


def whose(codes: Iterable[str]) -> Mapping[str, str]:
    """In words, by code: the idea of ``earned:7``, the payee and the idea of ``payable:2``."""
    split = [(code, *code.partition(":")[::2]) for code in codes]
    of_agreements = {code: int(rest) for code, head, rest in split if head in OF_AGREEMENTS}
    of_shares = {code: int(rest) for code, head, rest in split if head in OF_SHARES}
    titles, payees = _titles(of_agreements.values()), _payees(of_shares.values())
    return {code: titles[each] for code, each in of_agreements.items() if each in titles} | {
        code: payees[each] for code, each in of_shares.items() if each in payees
    }


def _titles(agreements: Iterable[int]) -> Mapping[int, str]:
    found = sa.select(Agreement.id, Idea.title).join(Idea, Idea.id == Agreement.idea_id)
    rows = session().execute(found.where(Agreement.id.in_(agreements)))
    return {agreement: title for agreement, title in rows}


def _payees(shares: Iterable[int]) -> Mapping[int, str]:
    found = (
        sa.select(Share.id, Person.name, Idea.title)
        .join(Person, Person.id == Share.person_id)
        .join(Agreement, Agreement.id == Share.agreement_id)
        .join(Idea, Idea.id == Agreement.idea_id)
        .where(Share.id.in_(shares))
    )
    return {share: f"{name}, {title}" for share, name, title in session().execute(found)}
