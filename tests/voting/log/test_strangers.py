"""What a stranger finds out with ``verify_votes.py`` from the published files alone."""

import functools
import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy.orm import Session

from ideas.accounts.personal import erase
from ideas.db import take_write_lock
from ideas.journey.models import Idea
from ideas.voting.actions import cast_vote, take_back_vote
from ideas.voting.imports.actions import import_votes
from ideas.voting.log.copying import copy_log
from ideas.voting.log.listeners import publish_votes
from ideas.voting.log.models import VoteLeaf
from ideas.voting.log.queries import newest_checkpoint
from ideas.voting.log.receipts import receipt_of
from ideas.voting.log.signing import FILE, Signer, add_key, name_in, signed, signers
from ideas.voting.models import Ballot, VoteEvent
from tests.conftest import BRIEFLY, Clock
from tests.factories import a_live_idea, a_person, votes_for
from tests.voting.log.script import script

pytestmark = pytest.mark.long

LADDER = ((50_000, 30), (90_000, 60))
TAMPERINGS = 200 if BRIEFLY else 1_000
ODD: list[Any] = [None, 7, -1, True, "x", "{}", [1], [{}], {}, 2**70]

Ended = Callable[..., int]


@pytest.fixture
def verify(capsys: pytest.CaptureFixture[str]) -> Ended:
    """Run the script; its sentences are checked to be about what went wrong."""

    def run(*arguments: Any, says: str = "") -> int:
        code: int = script.main([str(each) for each in arguments])
        said = capsys.readouterr().out
        assert says in said, said
        return code

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for published files."""
    return tmp_path / "log"


def publish_to(folder: Path) -> None:
    """Publish, and copy what is published."""
    publish_votes()
    copy_log(folder)


def a_voted_site(session: Session, votes: int = 300) -> Idea:
    """An idea with many votes, and one with few."""
    idea, other = a_live_idea("Crane", ladder=LADDER), a_live_idea("Lamp", ladder=LADDER)
    import_votes([(idea.id, a_person().id) for _ in range(votes)])
    session.commit()
    votes_for(other, 3)
    return idea


# RFC 8032, section 7.1, tests 1 to 3 and "SHA(abc)": key, message, signature.
ED25519 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        "454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), ED25519)
def test_signatures_known_from_the_standard(key: str, message: str, signature: str) -> None:
    public, text = bytes.fromhex(key), bytes.fromhex(message)
    sign = bytes.fromhex(signature)
    assert script.is_signed(public, text, sign)
    assert not script.is_signed(public, text + b"x", sign)
    assert not script.is_signed(public, text, sign[:32] + bytes(32))
    assert not script.is_signed(public, text, bytes([sign[0] ^ 1]) + sign[1:])
    more = int.from_bytes(sign[32:], "little") + script.ORDER
    assert not script.is_signed(public, text, sign[:32] + more.to_bytes(32, "little"))


def test_signatures_of_the_site_are_known_to_the_script() -> None:
    chance = random.Random(3)
    for _ in range(20):
        key, text = Ed25519PrivateKey.generate(), chance.randbytes(chance.randrange(200))
        public = key.public_key().public_bytes_raw()
        assert script.is_signed(public, text, key.sign(text))
        assert not script.is_signed(public, text, key.sign(text + b"."))


def test_a_stranger_finds_everything_right(session: Session, verify: Ended, folder: Path) -> None:
    idea = a_voted_site(session)
    publish_to(folder)
    assert verify(folder, says="The counts of 2 ideas are right: 303 votes.") == 0
    assert idea.id in [int(line.split()[0]) for line in counts_in(folder)]


def counts_in(folder: Path) -> list[str]:
    """The lines of the counts."""
    text = (folder / "counts").read_text().split("\n\n")[0]
    return text.splitlines()[4:]


def test_votes_that_wait_are_not_in_the_counts(
    session: Session, verify: Ended, folder: Path
) -> None:
    idea = a_voted_site(session)
    publish_votes()
    votes_for(idea, 5)
    copy_log(folder)
    assert session.get_one(Ballot, idea.id).votes == 305
    assert verify(folder, says="303 votes") == 0


def test_a_count_that_votes_do_not_explain(session: Session, verify: Ended, folder: Path) -> None:
    idea = a_voted_site(session)
    publish_votes()
    take_write_lock()
    session.get_one(Ballot, idea.id).votes += 1
    session.commit()
    copy_log(folder)
    says = f"Idea {idea.id} (/ideas/{idea.slug}): the site shows (301, 0, 0), the leaves say"
    assert verify(folder, says=says) == 1


def test_the_log_of_later_continues_what_was_kept(
    session: Session, verify: Ended, folder: Path, tmp_path: Path
) -> None:
    idea, kept = a_voted_site(session), tmp_path / "kept"
    publish_to(folder)
    assert verify(folder, "--keep", kept, says="Believing this key") == 0
    votes_for(idea, 4)
    publish_to(folder)
    assert verify(folder, "--keep", kept, says="The checkpoint you kept (303 leaves) is") == 0
    (kept / "tile/entries/000").write_bytes(b"nothing")
    assert verify(folder, "--keep", kept, says="WRONG") == 1


def test_a_fork_is_seen_by_whoever_kept_the_other_half(
    session: Session, verify: Ended, folder: Path, tmp_path: Path
) -> None:
    idea, kept, before = a_voted_site(session, votes=10), tmp_path / "kept", tmp_path / "before"
    publish_to(folder)
    shutil.copytree(folder, before)
    (signer,) = the_signers(session)
    assert verify(before, "--keep", kept) == 0
    forge(folder, signer, other_minutes, votes=13)
    assert verify(folder, says="ok") == 0
    assert verify(folder, "--keep", kept, says="The checkpoint you kept was signed for other") == 1
    assert idea.id


def test_a_shorter_log_is_seen_by_whoever_kept_the_longer(
    session: Session, verify: Ended, folder: Path, tmp_path: Path
) -> None:
    a_voted_site(session, votes=10)
    publish_to(folder)
    assert verify(folder, "--keep", tmp_path / "kept") == 0
    (signer,) = the_signers(session)
    forge(folder, signer, lambda leaves: leaves[:-1], votes=12)
    assert verify(folder) == 0
    assert verify(folder, "--keep", tmp_path / "kept", says="has become shorter") == 1


def the_signers(session: Session) -> list[Signer]:
    """The site's own keys: the site is the attacker."""
    newest = newest_checkpoint()
    assert newest is not None
    return signers(name_in(newest.note))


def other_minutes(leaves: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same votes at another time."""
    return [{**leaf, "minute": "2020-01-01T00:00Z"} for leaf in leaves]


def leaves_in(folder: Path) -> list[dict[str, Any]]:
    """The leaves of a small log."""
    (file,) = (folder / "tile/entries").glob("000.p/*")
    content = file.read_bytes()
    return [json.loads(each) for each in script.entries_in(content, 0, int(file.name))]


Change = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


def forge(folder: Path, signer: Signer, change: Change, *, votes: int) -> None:
    """Sign other leaves than before, as whoever has the key can; the counts are made to fit."""
    leaves = change(leaves_in(folder))
    texts = [json.dumps(leaf, separators=(",", ":")).encode() for leaf in leaves]
    tree = script.Tree()
    for text in texts:
        tree.add(text)
    shutil.rmtree(folder / "tile")
    file = folder / script.path_of(0, len(texts))
    file.parent.mkdir(parents=True)
    file.write_bytes(b"".join(len(text).to_bytes(2, "big") + text for text in texts))
    root = script.base64.b64encode(tree.root()).decode()
    (folder / "checkpoint").write_text(signed(f"{signer.name}\n{len(texts)}\n{root}\n", [signer]))
    named = [leaf["idea"] for leaf in leaves]
    ideas = [idea for at, idea in enumerate(named) if idea not in named[:at]]
    shown = [(idea, named.count(idea)) for idea in ideas]
    assert sum(number for _, number in shown) == votes
    lines = "".join(f"{idea} {number} 0 0 /ideas/x\n" for idea, number in shown)
    head = f"{signer.name}/counts\n{len(texts)}\n{root}\n2026-01-01T00:00:00+00:00\n"
    (folder / "counts").write_text(signed(head + lines, [signer]))


def test_a_thousand_tamperings_are_all_found(
    session: Session,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever does not have the key changes any file in any way."""
    monkeypatch.setattr(script, "is_signed", functools.cache(script.is_signed))
    idea = a_voted_site(session, votes=20)
    (vera,) = votes_for(idea, 1)
    take_back_vote(idea, by=vera)
    session.commit()
    publish_to(folder)
    key = (folder / "key").read_text().splitlines()[1]
    files = {name: (folder / name).read_bytes() for name in ("checkpoint", "counts")}
    bundle = next((folder / "tile/entries").glob("000.p/*"))
    entries = list(script.entries_in(bundle.read_bytes(), 0, int(bundle.name)))
    chance = random.Random(4)
    for _ in range(TAMPERINGS):
        for name, content in files.items():
            (folder / name).write_bytes(content)
        bundle.write_bytes(bundled(entries))
        tamper(chance, folder, bundle, entries)
        assert script.main([str(folder), "--key", key]) == 1, capsys.readouterr().out
        capsys.readouterr()
    bundle.write_bytes(bundled(entries))
    for name, content in files.items():
        (folder / name).write_bytes(content)
    assert script.main([str(folder), "--key", key]) == 0


def bundled(entries: list[bytes]) -> bytes:
    """Leaves as a file holds them."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def tamper(chance: random.Random, folder: Path, bundle: Path, entries: list[bytes]) -> None:
    """Change the published files in one way or another."""
    changed, at = list(entries), chance.randrange(len(entries))
    way = chance.randrange(8)
    if way == 0:
        byte = chance.randrange(len(changed[at]))
        text = bytearray(changed[at])
        text[byte] ^= 1 << chance.randrange(8)
        changed[at] = bytes(text)
    elif way == 1:
        del changed[at]
    elif way == 2:
        changed.insert(at, chance.choice(entries))
    elif way == 3:
        other = (at + chance.randrange(1, len(entries))) % len(entries)
        changed[at], changed[other] = changed[other], changed[at]
    elif way == 4:
        changed = changed[:at]
    elif way == 5:
        changed[at] = other_vote(chance, changed[at])
    bundle.write_bytes(bundled(changed))
    if way == 6:
        name = chance.choice(("checkpoint", "counts"))
        file = bytearray((folder / name).read_bytes())
        file[chance.randrange(len(file))] ^= 1 << chance.randrange(7)
        (folder / name).write_bytes(file)
    elif way == 7:
        shown, number = (folder / "counts").read_text(), chance.randrange(1, 10**6)
        shown = re.sub(r"\n(\d+) \d+ ", rf"\n\1 {number} ", shown, count=1)
        (folder / "counts").write_text(shown)


def other_vote(chance: random.Random, entry: bytes) -> bytes:
    """A leaf that is written as leaves are, and says something else."""
    leaf = json.loads(entry)
    field = chance.choice(("minute", "idea", "action", "reason", "commit"))
    leaf[field] = {
        "minute": "2026-01-01T00:00Z",
        "idea": leaf["idea"] + 1,
        "action": "held" if leaf["action"] != "held" else "void",
        "reason": "tired",
        "commit": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    }[field]
    return json.dumps(leaf, separators=(",", ":")).encode()


def test_leaves_that_make_no_sense_are_found_though_they_are_signed(
    session: Session, verify: Ended, folder: Path, tmp_path: Path
) -> None:
    """Whoever has the key counts a vote twice, or changes a vote that was changed already."""
    idea = a_voted_site(session, votes=5)
    (vera,) = votes_for(idea, 1)
    take_back_vote(idea, by=vera)
    session.commit()
    publish_to(folder)
    (signer,) = the_signers(session)
    changes: dict[str, Change] = {
        "begins a vote that had begun before": lambda leaves: [*leaves, {**leaves[0], "seq": 10}],
        "which was changed already": lambda leaves: [*leaves, {**changed_in(leaves), "seq": 10}],
        "does not follow a leaf of the same vote": lambda leaves: [
            {**leaf, "idea": 10**6} if leaf["ref"] is not None else leaf for leaf in leaves
        ],
        "says that it is leaf 3": lambda leaves: [*leaves[:2], leaves[3], *leaves[3:]],
        "do not say": lambda leaves: [{**leaves[0], "action": "stuffed"}, *leaves[1:]],
        "0 does not have the fields": lambda leaves: [{**leaves[0], "idea": [1]}, *leaves[1:]],
        "1 does not have the fields": lambda leaves: [
            *(leaves[0], {**leaves[1], "seq": True}, *leaves[2:])
        ],
        "2 does not have the fields": lambda leaves: [
            *(*leaves[:2], {**leaves[2], "idea": float(leaves[2]["idea"])}, *leaves[3:])
        ],
        "commitment of Leaf 0": lambda leaves: [{**leaves[0], "commit": "?"}, *leaves[1:]],
        "0 says something": lambda leaves: [{**leaves[0], "commit": "AAAA"}, *leaves[1:]],
    }
    for says, change in changes.items():
        copy = tmp_path / "copy"
        shutil.copytree(folder, copy)
        forge(copy, signer, change, votes=len(change(leaves_in(copy))))
        assert verify(copy, says=says) == 1
        shutil.rmtree(copy)


def changed_in(leaves: list[dict[str, Any]]) -> dict[str, Any]:
    """The leaf that follows another."""
    return next(leaf for leaf in leaves if leaf["ref"] is not None)


def test_a_receipt_is_in_the_log_and_nobody_elses(
    session: Session, verify: Ended, folder: Path, tmp_path: Path
) -> None:
    idea = a_voted_site(session)
    vera, uma = votes_for(idea, 2)
    waiting = receipt_of(idea.id, vera.id)
    assert waiting is not None
    assert (waiting["leaves"], waiting["nonce"], waiting["checkpoint"]) == ([], None, None)
    assert waiting["waiting"][0]["action"] == "counted"
    publish_to(folder)
    receipts = {person: receipt_of(idea.id, person.id) for person in (vera, uma)}
    mine, hers = receipts[vera], receipts[uma]
    assert mine is not None
    assert hers is not None
    assert verify(folder, "--receipt", write(tmp_path, mine), says="stands in the log") == 0
    assert verify("--receipt", write(tmp_path, mine), says="is in the signed log") == 0
    for change in (
        {"nonce": hers["nonce"]},
        {"person": uma.id},
        {"idea": idea.id + 1},
        {"leaves": hers["leaves"]},
        {"leaves": [{**mine["leaves"][0], "proof": hers["leaves"][0]["proof"]}]},
        {"leaves": [{**mine["leaves"][0], "proof": []}]},
    ):
        assert verify("--receipt", write(tmp_path, {**mine, **change}), says="WRONG") == 1
    take_back_vote(idea, by=vera)
    session.commit()
    publish_to(folder)
    assert verify(folder, "--receipt", write(tmp_path, mine), says="has changed since") == 0
    now = receipt_of(idea.id, vera.id)
    assert now is not None
    assert len(now["leaves"]) == 2
    assert verify(folder, "--receipt", write(tmp_path, now), says="withdrawn") == 0


def write(folder: Path, receipt: dict[str, Any]) -> Path:
    """A receipt as it is kept."""
    path = folder / "receipt.json"
    path.write_text(json.dumps(receipt))
    return path


@pytest.mark.parametrize(
    "text",
    [
        *("", "no json", "[]", "null", "[" * 5_000, "\ud800", "9" * 5_000),
        *('{"idea": "1"}', '{"keys": 3}'),
    ],
)
def test_what_is_no_receipt_is_said_to_be_none(verify: Ended, tmp_path: Path, text: str) -> None:
    path = tmp_path / "receipt.json"
    path.write_text(text, errors="surrogatepass")
    assert verify("--receipt", path, says="The receipt cannot be read") == 2


def test_a_changed_receipt_ends_with_a_sentence(
    session: Session, verify: Ended, folder: Path, tmp_path: Path
) -> None:
    """Whatever somebody puts into its fields."""
    idea = a_voted_site(session, votes=3)
    (vera,) = votes_for(idea, 1)
    publish_to(folder)
    mine = receipt_of(idea.id, vera.id)
    assert mine is not None
    (leaf,) = mine["leaves"]
    changes: list[dict[str, Any]] = [
        *({field: odd} for field in mine for odd in ODD),
        *({"leaves": [{**leaf, field: odd}]} for field in leaf for odd in ODD),
        {"leaves": [{**leaf, "entry": leaf["entry"].replace('"seq":', '"seq":-')}]},
        {"waiting": [{"action": "counted", "minute": 1, "by": "now"}]},
    ]
    for change in changes:
        path = write(tmp_path, {**mine, **change})
        assert verify(folder, "--receipt", path) in {0, 1, 2}
        assert verify("--receipt", path) in {0, 1, 2}


def test_a_site_draws_nothing_over_what_is_said(
    session: Session, verify: Ended, folder: Path
) -> None:
    """A signed list of counts whose time clears the screen and says that all is well."""
    a_voted_site(session, votes=3)
    publish_to(folder)
    (signer,) = the_signers(session)
    text, _, _ = (folder / "counts").read_text().partition("\n\n")
    lines = text.split("\n")
    lines[3] = "\x1b[2J\x1b[1;1Hok     Everything is right.\r"
    (folder / "counts").write_text(signed("\n".join(lines) + "\n", [signer]))
    assert verify(folder, says="(?[2J?[1;1Hok     Everything is right.?)") == 0


def test_a_log_is_whole_after_its_voters_left(
    session: Session, verify: Ended, folder: Path
) -> None:
    idea = a_voted_site(session, votes=5)
    people = votes_for(idea, 3)
    publish_votes()
    for person in people:
        erase(person)
    session.commit()
    publish_to(folder)
    assert verify(folder, says="11 votes") == 0


def test_a_new_key_is_believed_because_the_old_one_signs_too(
    app: Flask, session: Session, verify: Ended, folder: Path, tmp_path: Path
) -> None:
    file = app.extensions["ideas.config"].home / FILE
    file.unlink(missing_ok=True)
    idea, kept = a_voted_site(session, votes=3), tmp_path / "kept"
    publish_to(folder)
    assert verify(folder, "--keep", kept) == 0
    add_key()
    votes_for(idea, 1)
    publish_to(folder)
    shutil.copytree(kept, forgetful := tmp_path / "forgetful")
    assert verify(folder, "--keep", kept, says="A key you trust has signed a new one") == 0
    new, _ = file.read_text().split()
    file.write_text(new)
    votes_for(idea, 1)
    publish_to(folder)
    assert verify(folder) == 0
    assert verify(folder, "--keep", kept) == 0
    assert verify(folder, "--keep", forgetful, says="not signed with the key you trust") == 1
    file.unlink()


def test_a_key_that_no_trusted_key_signed_is_not_believed(
    app: Flask, session: Session, verify: Ended, folder: Path, tmp_path: Path
) -> None:
    """Whoever stands between puts a key of theirs into the list, and signs it and all else."""
    idea, kept = a_voted_site(session, votes=3), tmp_path / "kept"
    publish_to(folder)
    assert verify(folder, "--keep", kept) == 0
    (signer,) = the_signers(session)
    thief = Signer(signer.name, Ed25519PrivateKey.generate())
    listed = f"{signer.name}/keys\n{signer.verifier}\n{thief.verifier}\n"
    (folder / "key").write_text(signed(listed, [thief]))
    forge(folder, thief, other_minutes, votes=6)
    assert verify(folder, "--keep", kept, says="not signed with the key you trust") == 1
    assert idea.id


def test_what_cannot_be_read_is_not_called_wrong(verify: Ended, tmp_path: Path) -> None:
    assert verify(tmp_path / "nowhere", says="cannot be read") == 2
    assert verify(tmp_path, "--key", "no key", says="no public key") == 2


def test_votes_of_one_person_cannot_be_joined(session: Session, clock: Clock, folder: Path) -> None:
    """Guessing pairs from two ideas by what leaves or their places say is as good as chance."""
    first, second = (a_live_idea(name, ladder=LADDER) for name in ("Crane", "Lamp"))
    people = [a_person() for _ in range(120)]
    for person in people:
        cast_vote(first, by=person)
        cast_vote(second, by=person)
    session.commit()
    publish_to(folder)
    assert receipt_of(first.id, people[0].id) is not None
    assert {leaf["ref"] for leaf in leaves_in(folder)} == {None}
    assert len({leaf["commit"] for leaf in leaves_in(folder)}) == 240
    places = {
        idea.id: [leaf["seq"] for leaf in leaves_in(folder) if leaf["idea"] == idea.id]
        for idea in (first, second)
    }
    whose = owner_of_each_leaf(session)
    pairs = zip(places[first.id], places[second.id], strict=True)
    by_rank = sum(whose[a] == whose[b] for a, b in pairs)
    nearest = sum(
        whose[a] == whose[min(places[second.id], key=lambda b, a=a: abs(b - a))]  # type: ignore[misc]
        for a in places[first.id]
    )
    assert by_rank < 10  # one of 120 by chance, ten once in ten million runs
    assert nearest < 10


def owner_of_each_leaf(session: Session) -> dict[int, int]:
    """What nobody outside knows."""
    found = sa.select(VoteLeaf.seq, VoteEvent.person_id)
    found = found.join(VoteEvent, VoteEvent.id == VoteLeaf.event_id)
    return {seq: person_id for seq, person_id in session.execute(found)}
