"""What an account is, and when it can be typed, decided about and used."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.royalties.bank.rules import (
    SEPA_LENGTHS,
    Account,
    AccountState,
    is_bic,
    is_iban,
    is_usable,
    plain_code,
    refusal_to_decide,
    refusal_to_refuse,
    refusal_to_type,
    refusal_to_withdraw,
)

pytestmark = pytest.mark.once

DE, GB = "DE89370400440532013000", "GB82WEST12345698765432"
MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("iban", "good"),
    [
        (DE, True),
        (GB, True),
        ("NO9386011117947", True),
        ("MT84MALT011000012345MTLCAST001S", True),
        ("SA0380000000608010167519", True),
        ("DE89370400440532013001", False),
        ("DE98370400440532013000", False),
        ("DE8937040044053201300", False),
        (DE.lower(), False),
        (f" {DE}", False),
        ("DE", False),
        ("", False),
        ("DE8937040044053201300٠", False),
    ],
)
def test_an_iban_is_checked_by_its_digits(iban: str, good: bool) -> None:
    assert is_iban(iban) is good


def test_an_iban_of_a_sepa_country_has_its_length() -> None:
    rest = "3704004405320130000"
    digits = "".join(str(int(c, 36)) for c in f"{rest}DE00")
    longer = f"DE{98 - int(digits) % 97:02d}{rest}"
    assert len(longer) == SEPA_LENGTHS["DE"] + 1
    assert not is_iban(longer)


@given(st.integers(4, len(DE) - 1), st.integers(0, 9))
def test_one_wrong_digit_is_always_found(at: int, digit: int) -> None:
    changed = DE[:at] + str(digit) + DE[at + 1 :]
    assert is_iban(changed) is (changed == DE)


@given(st.integers(2, len(DE) - 2))
def test_two_digits_the_wrong_way_round_are_always_found(at: int) -> None:
    changed = DE[:at] + DE[at + 1] + DE[at] + DE[at + 2 :]
    assert is_iban(changed) is (changed == DE)


@pytest.mark.parametrize(
    ("bic", "good"),
    [
        ("AGRIFRPP", True),
        ("DEUTDEFF500", True),
        ("DEUTDEFF5", False),
        ("AGRI1RPP", False),
        ("agrifrpp", False),
        ("", False),
    ],
)
def test_a_bic_has_eight_or_eleven_places(bic: str, good: bool) -> None:
    assert is_bic(bic) is good


def test_codes_are_kept_in_capitals_without_spaces() -> None:
    assert plain_code(" de89 3704\u00a00044 0532 0130 00 ") == DE


@pytest.mark.parametrize(
    ("account", "masked", "is_sepa"),
    [
        (Account("Ada", DE), "DE…3000", True),
        (Account("Ada", "SA0380000000608010167519"), "SA…7519", False),
        (Account("Ada", other="Bank of Kigali, 000-4711-2233"), "…2233", False),
        (Account("Ada", other="4711-2233"), "…", False),
        (Account("Ada", other="47-11 2233-9"), "…2339", False),
        (Account(""), "…", False),
    ],
)
def test_pages_show_four_places_and_none_of_a_short_number(
    account: Account, masked: str, is_sepa: bool
) -> None:
    assert (account.masked, account.is_sepa) == (masked, is_sepa)


@pytest.mark.parametrize(
    ("account", "is_payee", "code"),
    [
        (Account("Ada", DE), True, None),
        (Account("Ada", DE, "AGRIFRPP"), True, None),
        (Account("Ada", other="Bank of Kigali 1"), True, None),
        (Account("Ada", DE), False, "account.not_a_payee"),
        (Account(" ", DE), True, "holder.missing"),
        (Account("Ada"), True, "iban.or_other"),
        (Account("Ada", other=" "), True, "iban.or_other"),
        (Account("Ada", DE, other="And this"), True, "iban.or_other"),
        (Account("Ada", "DE00"), True, "iban.wrong"),
        (Account("Ada", DE, "NOBIC"), True, "bic.wrong"),
        (Account("Ada", bic="NOBIC", other="Bank of Kigali 1"), True, "bic.wrong"),
    ],
)
def test_an_account_is_somebodys_and_one_of_two_kinds(
    account: Account, is_payee: bool, code: str | None
) -> None:
    refusal = refusal_to_type(account, is_payee=is_payee)
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("state", "own", "others", "code"),
    [
        (AccountState.WAITING, False, [], None),
        (AccountState.WAITING, True, ["Flo"], "account.own"),
        (AccountState.WAITING, True, [], "account.alone"),
        (AccountState.REFUSED, False, ["Flo"], "account.decided"),
        (AccountState.WITHDRAWN, False, ["Flo"], "account.decided"),
    ],
)
def test_somebody_else_decides_once(
    state: AccountState, own: bool, others: list[str], code: str | None
) -> None:
    refusal = refusal_to_decide(state, is_own=own, others=others)
    assert (refusal.code if refusal else None) == code


def test_what_was_decided_is_not_withdrawn_and_a_no_has_its_reason() -> None:
    assert refusal_to_withdraw(AccountState.WAITING) is None
    assert refusal_to_refuse("Not yours") is None
    codes = [refusal_to_withdraw(AccountState.APPROVED), refusal_to_refuse(" ")]
    assert [each and each.code for each in codes] == ["account.decided", "account.no_reason"]


@pytest.mark.parametrize(
    ("state", "ahead", "usable"),
    [
        (AccountState.APPROVED, 0, True),
        (AccountState.APPROVED, 1, False),
        (AccountState.WAITING, -1, False),
        (AccountState.REFUSED, -1, False),
        (AccountState.WITHDRAWN, -1, False),
    ],
)
def test_money_goes_to_what_was_approved_and_has_waited(
    state: AccountState, ahead: int, usable: bool
) -> None:
    assert is_usable(state, MOMENT + timedelta(seconds=ahead), MOMENT) is usable


def test_who_else_can_decide_is_named() -> None:
    refusal = refusal_to_decide(AccountState.WAITING, is_own=True, others=["Flo", "Finn"])
    assert refusal is not None
    assert refusal.values == {"names": "Flo, Finn"}
