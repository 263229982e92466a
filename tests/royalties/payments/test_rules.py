"""What goes into a batch, and when it moves on, by table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.royalties.ledger.rules import imbalance
from ideas.royalties.payments.rules import BatchState as B
from ideas.royalties.payments.rules import (
    Block,
    Due,
    PaymentKind,
    Way,
    batches_of,
    block_of,
    draft_for,
    is_done,
    refusal_to_approve,
    refusal_to_cancel,
    refusal_to_confirm,
    refusal_to_export,
    refusal_to_prepare,
    refusal_to_return,
    returned,
    stop_of,
    way_of,
)
from ideas.royalties.payments.rules import PaymentState as P

pytestmark = pytest.mark.once


def a_due(**changed: object) -> Due:
    facts = {"person_id": 2, "amount": 500, "currency": "EUR", "reaches": True}
    return Due(PaymentKind.ROYALTY, 1, **facts | changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "block"),
    [
        ({}, None),
        ({"reaches": False}, None),
        ({"reaches": None}, Block.NO_ACCOUNT),
        ({"is_disputed": True, "reaches": None}, Block.DISPUTED),
        ({"is_held": True, "is_disputed": True}, Block.HELD),
        ({"person_id": 1, "is_held": True}, Block.OWN),
    ],
)
def test_the_first_reason_not_to_pay_is_said(changed: dict, block: Block | None) -> None:
    assert block_of(a_due(**changed), by=1) is block


@pytest.mark.parametrize(
    ("changed", "way"),
    [
        ({}, Way.SEPA),
        ({"reaches": False}, Way.OTHER),
        ({"currency": "USD"}, Way.OTHER),
        ({"currency": "SEK"}, Way.OTHER),
    ],
)
def test_sepa_carries_euros_to_accounts_it_reaches(changed: dict, way: Way) -> None:
    assert way_of(a_due(**changed)) is way


def test_a_batch_is_of_what_is_due_and_not_one_s_own() -> None:
    dues = [a_due(amount=amount, person_id=person) for amount, person in ((0, 2), (1, 2), (9, 1))]
    assert batches_of(dues, by=1) == {("EUR", Way.SEPA): [dues[1]]}
    assert batches_of([a_due(person_id=1)], by=2) == {("EUR", Way.SEPA): [a_due(person_id=1)]}
    refusal = refusal_to_prepare({})
    assert refusal is not None
    assert refusal.code == "batch.nothing_due"


def test_who_could_approve_is_named() -> None:
    refusal = refusal_to_approve(B.PREPARED, by=1, prepared_by=1, payees=set(), others=["A", "B"])
    assert refusal is not None
    assert refusal.values == {"names": "A, B"}


DUES = st.builds(
    Due,
    kind=st.sampled_from(PaymentKind),
    id=st.integers(1, 99),
    person_id=st.integers(1, 4),
    amount=st.integers(-1, 10**9),
    currency=st.sampled_from(["EUR", "USD", "JPY"]),
    reaches=st.sampled_from([True, False, None]),
    is_held=st.booleans(),
    is_disputed=st.booleans(),
)


@given(st.lists(DUES, max_size=20))
def test_batches_hold_each_thing_that_can_be_paid_once_and_nothing_else(dues: list[Due]) -> None:
    batches = batches_of(dues, by=1)
    payable = [each for each in dues if block_of(each, by=1) is None and each.amount > 0]
    inside = [each for batch in batches.values() for each in batch]
    assert sorted(map(repr, inside)) == sorted(map(repr, payable))
    for (currency, way), batch in batches.items():
        assert {(each.currency, way_of(each)) for each in batch} == {(currency, way)}
        assert sum(each.amount for each in batch) > 0
    assert (refusal_to_prepare(batches) is None) == bool(payable)


@pytest.mark.parametrize(
    ("state", "by", "payees", "others", "code"),
    [
        (B.PREPARED, 2, {9}, [], None),
        (B.PREPARED, 1, {9}, ["Flo"], "batch.own"),
        (B.PREPARED, 1, {9}, [], "batch.alone"),
        (B.PREPARED, 2, {2, 9}, ["Flo"], "batch.to_oneself"),
        (B.APPROVED, 2, {9}, [], "batch.not_prepared"),
        (B.CANCELLED, 2, {9}, [], "batch.not_prepared"),
    ],
)
def test_somebody_else_approves(
    state: B, by: int, payees: set[int], others: list[str], code: str | None
) -> None:
    refusal = refusal_to_approve(state, by=by, prepared_by=1, payees=payees, others=others)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("state", "reason", "code"),
    [
        (B.PREPARED, "x", None),
        (B.APPROVED, "x", None),
        (B.APPROVED, " ", "batch.no_reason"),
        (B.EXPORTED, "x", "batch.exported"),
        (B.DONE, "x", "batch.exported"),
        (B.CANCELLED, "x", "batch.exported"),
    ],
)
def test_what_the_bank_has_is_not_called_off(state: B, reason: str, code: str | None) -> None:
    refusal = refusal_to_cancel(state, reason)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("state", "way", "payer", "code"),
    [
        (B.PREPARED, Way.OTHER, True, "batch.not_approved"),
        (B.CANCELLED, Way.OTHER, True, "batch.not_approved"),
        (B.APPROVED, Way.SEPA, True, None),
        (B.APPROVED, Way.SEPA, False, "batch.no_payer"),
        (B.APPROVED, Way.OTHER, False, None),
        (B.EXPORTED, Way.SEPA, True, None),
    ],
)
def test_files_are_made_once_approved(state: B, way: Way, payer: bool, code: str | None) -> None:
    refusal = refusal_to_export(state, way, has_payer=payer)
    assert (refusal.code if refusal else None) == code


def test_of_a_batch_with_nothing_left_no_files_are_made() -> None:
    refusal = refusal_to_export(B.APPROVED, Way.OTHER, has_payer=True, is_empty=True)
    assert refusal is not None
    assert refusal.code == "batch.nothing_left"


@pytest.mark.parametrize(
    ("disputed", "held", "ended", "block"),
    [
        (False, False, False, None),
        (True, True, True, Block.DISPUTED),
        (False, True, True, Block.HELD),
        (False, False, True, Block.ENDED),
    ],
)
def test_what_came_up_meanwhile_stops_a_payment(
    disputed: bool, held: bool, ended: bool, block: Block | None
) -> None:
    assert stop_of(is_disputed=disputed, is_held=held, has_ended=ended) is block


@pytest.mark.parametrize(
    ("batch", "state", "own", "code"),
    [
        (B.EXPORTED, P.WAITING, False, None),
        (B.EXPORTED, P.WAITING, True, "payment.to_oneself"),
        (B.APPROVED, P.WAITING, False, "batch.not_exported"),
        (B.DONE, P.RETURNED, False, "payment.decided"),
        (B.EXPORTED, P.DROPPED, False, "payment.decided"),
    ],
)
def test_what_was_exported_is_confirmed(batch: B, state: P, own: bool, code: str | None) -> None:
    refusal = refusal_to_confirm(batch, state, is_own=own)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("batch", "state", "reason", "own", "code"),
    [
        (B.EXPORTED, P.WAITING, "x", False, None),
        (B.DONE, P.SENT, "x", False, None),
        (B.DONE, P.SENT, " ", False, "payment.no_reason"),
        (B.DONE, P.SENT, "x", True, "payment.to_oneself"),
        (B.DONE, P.RETURNED, "x", False, "payment.decided"),
        (B.PREPARED, P.WAITING, "x", False, "batch.not_exported"),
    ],
)
def test_what_was_exported_comes_back_once(
    batch: B, state: P, reason: str, own: bool, code: str | None
) -> None:
    refusal = refusal_to_return(batch, state, reason, is_own=own)
    assert (refusal.code if refusal else None) == code


def test_a_batch_is_done_when_nothing_waits() -> None:
    assert is_done([P.SENT, P.RETURNED, P.DROPPED])
    assert not is_done([P.SENT, P.WAITING])


@given(st.integers(1, 10**12), st.booleans())
def test_what_comes_back_undoes_what_was_sent(amount: int, is_advance: bool) -> None:
    sent = draft_for(7, share_id=3, is_advance=is_advance, money=(amount, "EUR"))
    back = returned(sent)
    assert imbalance(sent.legs) == imbalance(back.legs) == {}
    both = {leg.account: leg.amount for leg in sent.legs}
    assert {leg.account: -leg.amount for leg in back.legs} == both
    assert both["bank"] == -amount
    assert ("advance:3" in both) is is_advance
    assert (back.reverses, back.key, back.kind) == (sent.key, "paid:7:returned", sent.kind)
