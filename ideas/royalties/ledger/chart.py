"""The chart of accounts: which group an account belongs to, and its name in Beancount."""

from enum import StrEnum


class Group(StrEnum):
    """What kind of account it is, in the order of a balance sheet and then of an income account."""

    ASSETS = "assets"
    LIABILITIES = "liabilities"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSES = "expenses"


CHART = {
    "bank": Group.ASSETS,
    "receivable": Group.ASSETS,
    "advance": Group.ASSETS,
    "payable": Group.LIABILITIES,
    "payee": Group.LIABILITIES,
    "earned": Group.LIABILITIES,
    "reserve": Group.LIABILITIES,
    "withheld": Group.LIABILITIES,
    "fx-clearing": Group.EQUITY,
    "sales": Group.INCOME,
    "returns": Group.INCOME,
    "deductions": Group.INCOME,
    "royalties": Group.EXPENSES,
    "adjustments": Group.EXPENSES,
    "guarantee": Group.EXPENSES,
}
"""By the first part of an account's name."""


def group_of(code: str) -> Group:
    """The group of an account such as ``payable:12``; KeyError when the chart lacks it."""
    return CHART[code.partition(":")[0]]


def formal_name(code: str) -> str:
    """The account as Beancount writes it: ``payable:12`` is ``Liabilities:Payable:12``."""
    head, colon, rest = code.partition(":")
    words = "".join(word.capitalize() for word in head.split("-"))
    return f"{group_of(code).value.capitalize()}:{words}{colon}{rest}"
