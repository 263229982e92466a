"""What is posted, to the leg: sales, settlements, payments, reversals; and the ledger's hash."""

import hashlib
from dataclasses import replace
from decimal import Decimal

import pytest

from ideas.agreements.cards.rules import flat
from ideas.royalties.ledger import chart
from ideas.royalties.ledger.rules import (
    Draft,
    Kind,
    Leg,
    advance_of,
    earned_of,
    hash_of,
    imbalance,
    payable_of,
    payee_of,
    reserve_of,
    taken_back,
)
from ideas.royalties.lines.rules import SalesLine
from ideas.royalties.payments import rules as payments
from ideas.royalties.rules import Beside, Deal, PayeeBefore, payees_of
from ideas.royalties.sales.rules import (
    COLUMNS,
    SaleRow,
    Sum,
    as_sent,
    drafts_of,
    fingerprint,
    key_of,
    legs_of,
    summed,
)
from ideas.royalties.settlements.rules import (
    Held,
    Place,
    drafts_for,
    refusal_to_adjust,
    refusal_to_reverse,
    release_due,
)
from tests.royalties.calculating import calculated

pytestmark = pytest.mark.once

ROW = SaleRow(
    source="shop",
    external_id="a:b/c",
    revision=2,
    period="2025-H2",
    sku="LAMP-1",
    territory="EU",
    channel="web",
    units=3,
    returned_units=1,
    gross=1_000,
    returns=200,
    deductions=30,
    currency="EUR",
)
DEAL = Deal(currency="EUR", reserve_bp=1_000, deductions_cap_bp=600, minimum=5_000)
EU = SalesLine(
    key="eu",
    currency="EUR",
    gross=62_000_000,
    returns=1_550_000,
    deductions=3_410_000,
    rate=flat(100)[0],
)
US = SalesLine(key="us", currency="USD", gross=15_250_000, fx=Decimal("0.9200"), rate=flat(100)[0])
PLACE = Place(agreement_id=4, period_id=9, period="2025-H2")


SOLD = Sum("EUR", 1, 3, 1, 1_000, 200, 30)


def with_(**changed: object) -> SaleRow:
    return SaleRow(**{**as_sent(ROW), **changed})


def code_of(refusal: object) -> str | None:
    return getattr(refusal, "code", None)


def test_accounts_are_named() -> None:
    named = (earned_of(1), reserve_of(2), payee_of(3), advance_of(4), payable_of(5))
    assert named == ("earned:1", "reserve:2", "payee:3", "advance:4", "payable:5")


def test_accounts_have_a_group_and_a_formal_name() -> None:
    assert chart.formal_name("payable:12") == "Liabilities:Payable:12"
    assert chart.formal_name("fx-clearing") == "Equity:FxClearing"
    assert chart.formal_name("bank:a:b") == "Assets:Bank:a:b"
    assert chart.formal_name("bank:a-B") == "Assets:Bank:a-B"
    assert chart.group_of("payable:12") is chart.Group.LIABILITIES
    with pytest.raises(KeyError):
        chart.group_of("unknown")


def test_a_sale_posts_four_legs() -> None:
    assert legs_of([SOLD]) == (
        Leg("receivable", 770, "EUR"),
        Leg("returns", 200, "EUR"),
        Leg("deductions", 30, "EUR"),
        Leg("sales", -1_000, "EUR"),
    )
    assert imbalance(legs_of([SOLD])) == {}


def test_what_is_taken_back_is_the_negative() -> None:
    back = taken_back(legs_of([SOLD]))
    assert [leg.amount for leg in back] == [-770, -200, -30, 1_000]
    assert {(leg.account, leg.currency) for leg in back} == {
        (leg.account, leg.currency) for leg in legs_of([SOLD])
    }
    assert imbalance([*legs_of([SOLD]), *back, Leg("x", 3, "EUR"), Leg("x", -2, "USD")]) == {
        "EUR": 3,
        "USD": -2,
    }


def test_a_draft_belongs_to_no_period_unless_said() -> None:
    draft = Draft("key", Kind.SALE, ())
    assert (draft.period_id, draft.reverses) == (None, None)


def test_the_hash_is_this_one() -> None:
    sold = {("y", "EUR"): -1, ("x", "EUR"): 1, ("z", "EUR"): 0}
    expected = "917e4fb2dceabd844bea538e725fa7f537e539f4e8257480544c2ede437bf530"
    assert hash_of(sold, [("a", "due", "b", [])]) == expected
    legs = [("y", -1, "EUR"), ("x", 1, "EUR")]
    told = '[[],[["a","due",null,[["x",1,"EUR"],["y",-1,"EUR"]]],["é","due",null,[]]],"ab"]'
    whole = hashlib.sha256(told.encode()).hexdigest()
    assert hash_of({}, [("a", "due", None, legs), ("é", "due", None, [])], "ab") == whole


def test_a_sale_is_known_by_three_things() -> None:
    assert ROW.identity == ("shop", "a:b/c", 2)
    assert key_of(ROW.identity) == "sale:shop:a%3Ab%2Fc:2"
    assert key_of(("sh/op", "1", 3)) == "sale:sh%2Fop:1:3"
    assert as_sent(ROW)["gross"] == 1_000
    assert tuple(as_sent(ROW)) == COLUMNS
    assert ROW.content_hash == with_().content_hash
    assert len({with_(**{name: "z"}).content_hash for name in COLUMNS}) == len(COLUMNS)


def test_an_import_posts_what_each_period_brings_and_takes_back() -> None:
    back = Sum("EUR", 1, 1, 0, 100, 0, 0)
    brings, takes = drafts_of(3, {9: "2025-H2"}, {9: [SOLD]}, {9: [back]})
    assert brings == Draft("sales:3:2025-H2", Kind.SALE, legs_of([SOLD]), 9)
    assert takes == Draft(
        "sales:3:2025-H2:taken-back", Kind.SALE_TAKEN_BACK, taken_back(legs_of([back])), 9
    )
    assert drafts_of(3, {}, {}, {}) == []


def test_sums_are_added_by_currency() -> None:
    dollars = Sum("USD", 1, 1, 0, 5, 0, 0)
    assert SOLD.net == 770
    assert summed([SOLD, dollars, SOLD]) == [Sum("EUR", 2, 6, 2, 2_000, 400, 60), dollars]
    assert summed([]) == []


def test_a_fingerprint_tells_sales_apart() -> None:
    one, two = ("shop", "1", 1, "abc", 1), ("shop", "1", 1, "abc", -1)
    every = {fingerprint(each) for each in ([], [one], [two], [one, two], [two, one])}
    assert len(every) == 5
    exact = hashlib.sha256(b'["shop","1",1,"abc",1]["shop","1",1,"abc",-1]').hexdigest()
    assert fingerprint([one, two]) == exact


def test_what_takes_back_is_not_taken_back() -> None:
    said = [
        refusal_to_reverse(is_reversal=one, has_period=two)
        for one, two in ((True, True), (True, False), (False, False), (False, True))
    ]
    assert [each and each.code for each in said] == [
        *("adjustment.is_reversal", "adjustment.is_reversal", "adjustment.no_period", None),
    ]


def settled(*lines: SalesLine, released: int = 0, adjustments: int = 0) -> list[Draft]:
    pool = calculated(DEAL, lines, beside=Beside(released, adjustments)).total
    before = [PayeeBefore(6_000, advance=100_000), PayeeBefore(4_000, opening=7)]
    return drafts_for(
        PLACE, DEAL, pool, list(zip((1, 2), payees_of(DEAL, pool.pool, before), strict=True))
    )


def test_the_worked_example_is_posted_to_the_leg() -> None:
    euros, dollars, whole, ada, ben = settled(EU, US, released=5, adjustments=-3)
    assert euros == Draft(
        "earned:4:2025-H2:EUR",
        Kind.EARNED,
        (Leg("royalties", 570_400, "EUR"), Leg("earned:4", -570_400, "EUR")),
        9,
    )
    assert dollars == Draft(
        "earned:4:2025-H2:USD",
        Kind.EARNED,
        (
            Leg("royalties", 152_500, "USD"),
            Leg("fx-clearing", -152_500, "USD"),
            Leg("fx-clearing", 140_300, "EUR"),
            Leg("earned:4", -140_300, "EUR"),
        ),
        9,
    )
    assert whole == Draft(
        "settled:4:2025-H2",
        Kind.SETTLED,
        (
            Leg("earned:4", 710_700, "EUR"),
            Leg("reserve:4", -71_070, "EUR"),
            Leg("reserve:4", 5, "EUR"),
            Leg("adjustments", -3, "EUR"),
            Leg("guarantee", 0, "EUR"),
            Leg("payee:1", -383_779, "EUR"),
            Leg("payee:2", -255_853, "EUR"),
        ),
        9,
    )
    assert ada == Draft(
        "due:1:2025-H2",
        Kind.DUE,
        (
            Leg("payee:1", 383_779, "EUR"),
            Leg("advance:1", -100_000, "EUR"),
            Leg("withheld:1", 0, "EUR"),
            Leg("payable:1", -283_779, "EUR"),
        ),
        9,
    )
    assert ben.legs[0] == Leg("payee:2", 255_860, "EUR")
    assert all(imbalance(draft.legs) == {} for draft in (euros, dollars, whole, ada, ben))


def test_the_tax_withheld_is_owed_to_the_tax_office() -> None:
    pool = calculated(replace(DEAL, reserve_bp=0), [replace(EU, deductions=0)]).total
    before = [PayeeBefore(10_000, advance=100_000, withholding_bp=1_500)]
    (after,) = payees_of(DEAL, pool.pool, before)
    assert (after.gross, after.recouped) == (604_500, 100_000)
    assert (after.withheld, after.payable) == (75_675, 428_825)
    due = drafts_for(PLACE, DEAL, pool, [(1, after)])[-1]
    assert [leg.amount for leg in due.legs] == [604_500, -100_000, -75_675, -428_825]
    assert [leg.account for leg in due.legs][2:] == ["withheld:1", "payable:1"]


def test_lines_of_one_currency_are_one_entry() -> None:
    first, *_ = settled(EU, EU)
    assert first.legs[0].amount == 2 * 570_400
    dollars, *_ = settled(US, US)
    assert [leg.amount for leg in dollars.legs] == [305_000, -305_000, 280_600, -280_600]


@pytest.mark.parametrize(
    ("held", "now", "after", "due"),
    [
        ([], 5, 2, 0),
        ([(3, 100, 0)], 5, 2, 100),
        ([(4, 100, 0)], 5, 2, 0),
        ([(1, 100, 0), (3, 50, 100)], 5, 2, 50),
        ([(1, 100, 0), (2, 50, 0), (4, 9, 100)], 5, 2, 50),
    ],
)
def test_what_of_the_reserve_is_out(
    held: list[tuple[int, int, int]], now: int, after: int, due: int
) -> None:
    kept = [Held(*each, after=after) for each in held]
    assert release_due(kept, now) == due


@pytest.mark.parametrize(
    ("amount", "reason", "flags", "code"),
    [
        (1, "Why", (True, True, False), None),
        (-1, "Why", (True, True, False), None),
        (0, "Why", (True, True, False), "adjustment.nothing"),
        (1, " ", (True, True, False), "adjustment.no_reason"),
        (1, "Why", (True, True, True), "adjustment.own"),
        (1, "Why", (False, True, False), "period.closed"),
        (1, "Why", (True, False, False), "adjustment.no_agreement"),
    ],
)
def test_when_an_agreement_is_adjusted(
    amount: int, reason: str, flags: tuple[bool, bool, bool], code: str | None
) -> None:
    is_open, is_active, is_own = flags
    refusal = refusal_to_adjust(amount, reason, is_open=is_open, is_active=is_active, is_own=is_own)
    assert code_of(refusal) == code


@pytest.mark.parametrize(
    ("is_advance", "account", "kind"),
    [(True, "advance:5", Kind.ADVANCE_PAID), (False, "payable:5", Kind.ROYALTY_PAID)],
)
def test_a_payment_leaves_the_bank(is_advance: bool, account: str, kind: Kind) -> None:
    draft = payments.draft_for(3, share_id=5, is_advance=is_advance, money=(70, "JPY"))
    legs = (Leg(account, 70, "JPY"), Leg("bank", -70, "JPY"))
    assert draft == Draft("paid:3", kind, legs)
