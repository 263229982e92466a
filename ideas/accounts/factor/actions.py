"""Setting up, using and taking away a second factor."""

import sqlalchemy as sa

from ideas import clock
from ideas.accounts.factor.models import RecoveryCode, SecondFactor
from ideas.accounts.factor.queries import factor_of
from ideas.accounts.factor.rules import matching_step, new_recovery_codes, plain_code
from ideas.accounts.factor.sealing import opened, seal, sealed_anew
from ideas.accounts.models import Person
from ideas.accounts.sessions.actions import end_sessions_of
from ideas.accounts.sessions.rules import hash_of
from ideas.audit.actions import note
from ideas.db import session, writes
from ideas.mail.actions import post
from ideas.refusals import Refusal, Refused

SECRET = "second factor"  # noqa: S105 the purpose of a key


@writes
def set_up(person: Person, secret: str, code: str) -> list[str]:
    """Take this secret as the person's second factor; answers new recovery codes.

    Refused unless the code is the secret's. Replacing another ends every session.
    """
    before, moment = factor_of(person.id, lock=True), clock.now()
    step = matching_step(secret, plain_code(code), moment, after=0)
    if step is None:
        raise Refused(Refusal("code.wrong"))
    session().merge(
        SecondFactor(
            person_id=person.id,
            sealed_secret=seal(secret, purpose=SECRET),
            last_step=step,
            set_up_at=moment,
        )
    )
    _note("factor.change" if before else "factor.set_up", person, by=person)
    if before is not None:
        end_sessions_of(person.id)
    if person.email is not None:
        post(
            "accounts/factor_set_up",
            to=person.email,
            language=person.language,
            person_id=person.id,
        )
    return renew_codes(person)


@writes
def prove(person: Person, code: str) -> None:
    """Use up a code of the authenticator or a recovery code, or refuse."""
    factor = factor_of(person.id, lock=True)
    if factor is None:
        raise Refused(Refusal("code.wrong"))
    secret = opened(factor.sealed_secret, purpose=SECRET)
    typed = plain_code(code)
    step = matching_step(secret, typed, clock.now(), after=factor.last_step) if secret else None
    if step is not None:
        factor.last_step = step
    elif not _use_recovery_code(person.id, typed):
        raise Refused(Refusal("code.wrong"))


def _use_recovery_code(person_id: int, code: str) -> bool:
    used = (
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == hash_of(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    return session().scalar(used) is not None


@writes
def renew_codes(person: Person) -> list[str]:
    """Replace the recovery codes; answers the new ones, which nobody can read again."""
    codes, moment = new_recovery_codes(), clock.now()
    session().execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    for code in codes:
        kept = hash_of(plain_code(code))
        session().add(RecoveryCode(person_id=person.id, code_hash=kept, made_at=moment))
    session().flush()
    return codes


@writes
def seal_all_anew() -> int:
    """Seal every authenticator's secret under the newest key; answers how many no key opens."""
    lost = 0
    factors = sa.select(SecondFactor).order_by(SecondFactor.person_id).with_for_update()
    for factor in session().scalars(factors):
        again = sealed_anew(factor.sealed_secret, purpose=SECRET)
        factor.sealed_secret = again or factor.sealed_secret
        lost += again is None
    return lost


@writes
def take_away(person: Person, *, by: Person) -> None:
    """Forget a lost second factor; the person sets up another at the next sign-in."""
    session().execute(sa.delete(SecondFactor).where(SecondFactor.person_id == person.id))
    session().execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    _note("factor.take_away", person, by=by)
    end_sessions_of(person.id)


def _note(action: str, person: Person, *, by: Person) -> None:
    note(action, f"person:{person.id}", by=by.id)
