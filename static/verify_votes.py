#!/usr/bin/env python3
"""Check a public vote log without trusting the site it comes from.

    python3 verify_votes.py https://ideas.example/votes-log --keep my-copy --receipt my-receipt.json

The log is a list of leaves, one for every change of every vote. This program reads all of them and
checks that

  1. the site signed the list with its key, and the list is the one that it signed;
  2. the leaves make sense: counted from 0, each vote begins once, its changes follow each other;
  3. the numbers the site shows for each idea are those the leaves add up to;
  4. the list you kept last time (--keep) is the beginning of the list of today;
  5. your own vote (--receipt) is in it, as it was said to you, and nobody else's.

It needs Python 3.9 or newer and nothing else. The log may be an address or a folder of its files;
with a receipt alone (no log), the receipt is checked against the checkpoint inside it. It ends
with 0 when everything is right, 1 when something is wrong, 2 when it could not be checked.
"""

import argparse
import base64
import hashlib
import itertools
import json
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

BUNDLE = 256
KEPT_KEYS = "trusted-keys"
FIELDS = {
    "seq": (int,),
    "minute": (str,),
    "idea": (int,),
    "action": (str,),
    "ref": (int, type(None)),
    "reason": (str,),
    "commit": (str,),
}
RECEIPT = {
    "idea": (int,),
    "person": (int,),
    "nonce": (str, type(None)),
    "leaves": (list,),
    "waiting": (list,),
    "checkpoint": (str, type(None)),
    "keys": (list,),
}
SHOWN = ("counted", "held", "void")
ACTIONS = {"pending", "counted", "held", "void", "withdrawn", "lapsed"}
MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", re.ASCII)


class Wrong(Exception):
    """The log is not what it should be."""


class Unknown(Exception):
    """It could not be checked."""


def say(mark, sentence):
    """Print a line; what a site wrote into it can move no cursor and hide no other line."""
    shown = (each if each.isprintable() else "?" for each in f"{mark:<6} {sentence}")
    print("".join(shown))


def has_fields(said, fields):
    """Is it an object that has these fields, each of its kind? (True is no number here.)"""
    return isinstance(said, dict) and all(
        name in said and type(said[name]) in kinds for name, kinds in fields.items()
    )


# --- The tree of hashes (RFC 9162, section 2.1) ---------------------------------------------------


def leaf_hash(entry):
    """What the tree holds of a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    """What stands above two hashes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree that grows: of its leaves only the tops of the full trees they make are kept."""

    def __init__(self):
        self.size, self.tops = 0, []

    def add(self, entry):
        """One more leaf."""
        above, number = leaf_hash(entry), self.size
        while number & 1:
            above, number = node_hash(self.tops.pop(), above), number >> 1
        self.tops.append(above)
        self.size += 1

    def root(self):
        """The hash of everything so far."""
        if not self.tops:
            return hashlib.sha256(b"").digest()
        above = self.tops[-1]
        for left in reversed(self.tops[:-1]):
            above = node_hash(left, above)
        return above


def is_included(leaf, seq, proof, *, size, root):
    """Does the proof lead from the hash of leaf ``seq`` to the root? (section 2.1.3.2)"""
    if not 0 <= seq < size:
        return False
    here, last, above = seq, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            above = node_hash(sibling, above)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            above = node_hash(above, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and above == root


# --- Signatures (Ed25519, RFC 8032, section 5.1.7) ------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add_points(a, b):
    """Points are (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, h, g, f = f - e, h - g, h + g, f + e
    return e * h % P, g * f % P, h * g % P, e * f % P


def times(number, point):
    """A point added to itself so many times."""
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add_points(total, point)
        point, number = add_points(point, point), number >> 1
    return total


def is_same(a, b):
    """Two ways to write one point."""
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_from(text):
    """A point from its 32 bytes; None when they are none."""
    number = int.from_bytes(text, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * SQRT_M1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_from((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public, message, signature):
    """Did the owner of this key sign the message?"""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, point = point_from(public), point_from(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or point is None or s >= ORDER:
        return False
    challenge = hashlib.sha512(signature[:32] + public + message).digest()
    number = int.from_bytes(challenge, "little") % ORDER
    return is_same(times(s, BASE), add_points(point, times(number, key)))


# --- Signed notes (C2SP signed-note, tlog-checkpoint) ---------------------------------------------


def decoded(text, what):
    """Bytes from base64."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong(f"{what} is not written in base64.") from None


class Key:
    """A public key as it is published: name+mark+base64."""

    def __init__(self, text):
        self.text = text.strip()
        parts = self.text.split("+", 2)
        if len(parts) != 3:
            raise Unknown(f"This is no public key of a vote log: {self.text!r}")
        content = decoded(parts[2], "The public key")
        self.name, self.mark, self.public = parts[0], mark_of(parts[0], content), content[1:]
        if content[:1] != b"\x01" or self.mark.hex() != parts[1]:
            raise Unknown(f"This is no public key of a vote log: {self.text!r}")


def mark_of(name, content):
    """The four bytes by which a key's signatures are found."""
    return hashlib.sha256(name.encode() + b"\n" + content).digest()[:4]


def opened(note, keys, what):
    """The text of a signed note; the key that signed it must be one of ours."""
    text, blank, lines = note.rpartition("\n\n")
    if not blank:
        raise Wrong(f"{what} is not signed.")
    text += "\n"
    for line in lines.splitlines():
        dash, name, signature = [*line.split(" "), "", ""][:3]
        content = decoded(signature, f"A signature of {what}")
        for key in keys:
            if (dash, name, content[:4]) == ("—", key.name, key.mark):
                if not is_signed(key.public, text.encode(), content[4:]):
                    raise Wrong(f"A signature of {what} is false.")
                return text
    raise Wrong(f"{what} is not signed with the key you trust.")


class Checkpoint:
    """What a site signed: that its log had ``size`` leaves, and the hash of them all.

    ``rest`` are the lines after those; ``kind`` is what stands behind the name of the log.
    """

    def __init__(self, note, keys, what, kind=""):
        lines = opened(note, keys, what).split("\n")
        if len(lines) < 4 or not re.fullmatch(r"0|[1-9]\d*", lines[1]):
            raise Wrong(f"{what} does not say what it should.")
        if lines[0] not in [key.name + kind for key in keys]:
            raise Wrong(f"{what} is of another log: {lines[0]}")
        self.size, self.root, self.rest = int(lines[1]), decoded(lines[2], what), lines[3:-1]
        self.note, self.what = note, what


# --- The leaves -----------------------------------------------------------------------------------


def leaf_from(entry, number=None):
    """A leaf from its text, which must be written in the one way leaves are; of this number."""
    name = "A leaf of your receipt" if number is None else f"Leaf {number}"
    try:
        leaf = json.loads(entry)
    except (ValueError, RecursionError):
        raise Wrong(f"{name} cannot be read.") from None
    if not has_fields(leaf, FIELDS) or list(leaf) != list(FIELDS):
        raise Wrong(f"{name} does not have the fields of a leaf.")
    if json.dumps(leaf, separators=(",", ":")).encode() != entry:
        raise Wrong(f"{name} is not written as leaves are.")
    if number is not None and leaf["seq"] != number:
        raise Wrong(f"{name} says that it is leaf {leaf['seq']}.")
    commit = decoded(leaf["commit"], f"The commitment of {name}")
    if leaf["action"] not in ACTIONS or not MINUTE.fullmatch(leaf["minute"]) or len(commit) != 32:
        raise Wrong(f"{name} says something that leaves do not say.")
    return leaf


class Log:
    """Everything the leaves say, read one after the other."""

    def __init__(self):
        self.tree, self.counts = Tree(), {}
        self.commits, self.votes, self.last = set(), [], []

    def add(self, entry):
        """Read the next leaf, and count what it changes."""
        number = self.tree.size
        leaf = leaf_from(entry, number)
        counts, action = self.counts.setdefault(leaf["idea"], {}), leaf["action"]
        vote = (leaf["idea"], leaf["commit"])
        if leaf["ref"] is None:
            if leaf["commit"] in self.commits:
                raise Wrong(f"Leaf {number} begins a vote that had begun before.")
            self.commits.add(leaf["commit"])
        else:
            counts[self._follow(number, leaf["ref"], vote)] -= 1
        counts[action] = counts.get(action, 0) + 1
        self.votes.append(vote)
        self.last.append(action)
        self.tree.add(entry)

    def _follow(self, number, ref, vote):
        """What the vote was before; each leaf is followed by one at most."""
        if not 0 <= ref < number or self.votes[ref] != vote:
            raise Wrong(f"Leaf {number} does not follow a leaf of the same vote.")
        before, self.last[ref] = self.last[ref], None
        if before is None:
            raise Wrong(f"Leaf {number} changes what leaf {ref} said, which was changed already.")
        return before

    def shown(self, idea):
        """How many votes of an idea count, are held, and are void."""
        counts = self.counts.get(idea, {})
        return tuple(counts.get(each, 0) for each in SHOWN)


# --- Where the log is -----------------------------------------------------------------------------


def path_of(number, width):
    """The file of a bundle of 256 leaves, or of as many as there are (C2SP tlog-tiles)."""
    parts = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        parts.insert(0, f"x{number % 1000:03d}")
    return "tile/entries/" + "/".join(parts) + ("" if width == BUNDLE else f".p/{width}")


class Source:
    """A log at an address or in a folder; full bundles are kept in ``kept``, when there is one."""

    def __init__(self, place, kept=None):
        self.place, self.kept = place.rstrip("/"), Path(kept) if kept else None
        self.is_address = re.match(r"https?://", place) is not None

    def read(self, name):
        """The bytes of a file."""
        try:
            if not self.is_address:
                return (Path(self.place) / name).read_bytes()
            with urllib.request.urlopen(f"{self.place}/{name}", timeout=60) as answer:  # noqa: S310 an address
                return answer.read()
        except (OSError, urllib.error.URLError) as error:
            raise Unknown(f"{self.place}/{name} cannot be read: {error}") from None

    def text(self, name):
        """A file of words."""
        try:
            return self.read(name).decode()
        except UnicodeDecodeError:
            raise Wrong(f"{name} is no text.") from None

    def entries(self, size):
        """Every leaf, in its order."""
        for start in range(0, size, BUNDLE):
            width = min(BUNDLE, size - start)
            yield from entries_in(self._bundle(start // BUNDLE, width), start, width)

    def _bundle(self, number, width):
        name = path_of(number, width)
        copy = self.kept / name if self.kept and width == BUNDLE else None
        if copy and copy.exists():
            return copy.read_bytes()
        content = self.read(name)
        if copy:
            keep(copy, content)
        return content


def entries_in(bundle, start, width):
    """The leaves of a bundle: each after its length in two bytes."""
    at = 0
    for number in range(start, start + width):
        length = int.from_bytes(bundle[at : at + 2], "big")
        entry = bundle[at + 2 : at + 2 + length]
        if len(entry) < max(length, 1):
            raise Wrong(f"Leaf {number} is missing.")
        yield entry
        at += 2 + length
    if at != len(bundle):
        raise Wrong(f"There is more after leaf {start + width - 1} than was signed.")


def keep(path, content):
    """Write a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(content)
    beside.replace(path)


# --- Checking -------------------------------------------------------------------------------------


def good(sentence):
    """Say what was found right."""
    say("ok", sentence)


def check_log(source, keys, others):
    """Read the whole log, and hold it against everything that was ever signed about it."""
    counts = Checkpoint(source.text("counts"), keys, "The list of counts", "/counts")
    newest = Checkpoint(source.text("checkpoint"), keys, "The checkpoint")
    good(f"The site signed a log of {newest.size} leaves.")
    log, entries, signed = Log(), source.entries(newest.size), [newest, counts, *others]
    for size in sorted({each.size for each in signed}):
        if size > newest.size:
            raise Wrong(f"The log has become shorter: {size} leaves were signed before.")
        for entry in itertools.islice(entries, size - log.tree.size):
            log.add(entry)
        for each in signed:
            if each.size == size and each.root != log.tree.root():
                raise Wrong(f"{each.what} was signed for other leaves than these.")
        if size == counts.size:
            check_counts(log, counts)
    good("The leaves are those that were signed, and they make sense.")
    for each in others:
        good(f"{each.what} ({each.size} leaves) is the beginning of the log of now.")
    return log, newest


def check_counts(log, counts):
    """The numbers the site shows are those the leaves add up to."""
    listed = set()
    for line in counts.rest[1:]:
        numbers = re.fullmatch(r"(\d+) (\d+) (\d+) (\d+) (\S+)", line)
        if not numbers:
            raise Wrong(f"The list of counts has a line that is none: {line!r}")
        idea, shown = int(numbers[1]), tuple(map(int, numbers.group(2, 3, 4)))
        if idea in listed or log.shown(idea) != shown:
            raise Wrong(
                f"Idea {idea} ({numbers[5]}): the site shows {shown}, the leaves say "
                f"{log.shown(idea)} (counted, held, void)."
            )
        listed.add(idea)
    votes = sum(log.shown(idea)[0] for idea in listed)
    good(f"The counts of {len(listed)} ideas are right: {votes} votes. ({counts.rest[0]})")


def read_receipt(path):
    """What stands in a receipt."""
    try:
        said = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Unknown(f"The receipt cannot be read: {error!r}") from None
    is_one = has_fields(said, RECEIPT) and all(0 <= said[it] < 2**63 for it in ("idea", "person"))
    if not is_one:
        raise Unknown("The receipt cannot be read: it is not written as receipts are.")
    leaf = {"entry": (str,), "proof": (list,)}
    change = dict.fromkeys(("action", "minute", "by"), (str,))
    is_whole = (
        all(has_fields(each, leaf) for each in said["leaves"])
        and all(has_fields(each, change) for each in said["waiting"])
        and all(isinstance(step, str) for each in said["leaves"] for step in each["proof"])
    )
    if not is_whole:
        raise Unknown("The receipt cannot be read: it is not written as receipts are.")
    return said


class Receipt:
    """What a voter was given: their leaves, and what opens the commitment in them."""

    def __init__(self, said, keys):
        self.idea, self.person, self.nonce = said["idea"], said["person"], said["nonce"]
        self.leaves, self.waiting, note = said["leaves"], said["waiting"], said["checkpoint"]
        self.checkpoint = Checkpoint(note, keys, "Your receipt's checkpoint") if note else None

    def check(self):
        """The leaves are in the signed log, are one vote, and this person's."""
        for change in self.waiting:
            say("wait", f"{change['action']} ({change['minute']}): published by {change['by']}.")
        before = None
        for each in self.leaves:
            entry = each["entry"].encode()
            leaf = leaf_from(entry)
            proof = [decoded(step, "Your receipt") for step in each["proof"]]
            if not self._has(leaf_hash(entry), leaf["seq"], proof):
                raise Wrong(f"Leaf {leaf['seq']} of your receipt is not in the log it names.")
            if (leaf["idea"], leaf["ref"]) != (self.idea, before):
                raise Wrong(f"Leaf {leaf['seq']} of your receipt is not of your vote.")
            if leaf["commit"] != self._commit():
                raise Wrong(f"Leaf {leaf['seq']} of your receipt is of somebody else's vote.")
            before = leaf["seq"]
        if self.leaves:
            good(f"Your vote for idea {self.idea} is in the signed log, as account {self.person}.")

    def _has(self, leaf, seq, proof):
        signed = self.checkpoint
        return signed and is_included(leaf, seq, proof, size=signed.size, root=signed.root)

    def _commit(self):
        numbers = self.idea.to_bytes(8, "big") + self.person.to_bytes(8, "big")
        nonce = decoded(self.nonce or "", "Your receipt's nonce")
        return base64.b64encode(hashlib.sha256(b"v1" + numbers + nonce).digest()).decode()

    def check_in(self, log):
        """What became of the vote since."""
        if not self.leaves:
            return
        seq = leaf_from(self.leaves[-1]["entry"].encode())["seq"]
        if log.last[seq] is None:
            say("note", "Your vote has changed since this receipt; take a new one.")
        else:
            good(f"Your vote stands in the log as: {log.last[seq]}.")


def trusted_keys(asked, source, copy, receipt):
    """The keys to believe: given, else kept, else what the site says this first time."""
    if asked.key:
        return [Key(text) for text in asked.key]
    if copy and (copy / KEPT_KEYS).exists():
        kept = [Key(line) for line in (copy / KEPT_KEYS).read_text(encoding="utf-8").split()]
        return keys_with_new(kept, source) if source else kept
    lines = source.text("key").split("\n\n")[0].split("\n")[1:] if source else receipt["keys"]
    keys = [Key(str(line)) for line in lines]
    for key in keys:
        say("note", f"Believing this key because the site says so: {key.text}")
    return keys


def keys_with_new(kept, source):
    """The keys of now, when one that we trust has signed the list of them."""
    try:
        lines = opened(source.text("key"), kept, "The list of keys").split("\n")
    except Wrong:
        return kept
    if lines[0] != kept[0].name + "/keys":
        return kept
    known = {key.text for key in kept}
    for line in lines[1:-1]:
        if line not in known:
            say("note", f"A key you trust has signed a new one: {line}")
    return [Key(line) for line in lines[1:-1]]


def check(asked):
    """Check what was asked for."""
    copy = Path(asked.keep) if asked.keep else None
    source = Source(asked.log, copy) if asked.log else None
    said = read_receipt(asked.receipt) if asked.receipt else None
    keys = trusted_keys(asked, source, copy, said)
    receipt = Receipt(said, keys) if said else None
    if receipt:
        receipt.check()
    if source is None:
        return
    others = [receipt.checkpoint] if receipt and receipt.checkpoint else []
    if copy and (copy / "checkpoint").exists():
        note = (copy / "checkpoint").read_text(encoding="utf-8")
        others.append(Checkpoint(note, keys, "The checkpoint you kept"))
    log, newest = check_log(source, keys, others)
    if receipt:
        receipt.check_in(log)
    if copy:
        keep(copy / "checkpoint", newest.note.encode())
        keep(copy / KEPT_KEYS, "".join(key.text + "\n" for key in keys).encode())
        good(f"Kept in {copy}, for the next time.")


def main(arguments=None):
    """The command; answers its exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("log", nargs="?", help="the log's address, or a folder of its files")
    parser.add_argument("--keep", metavar="FOLDER", help="what to remember until the next time")
    parser.add_argument("--key", action="append", help="a public key to trust, and no other")
    parser.add_argument("--receipt", metavar="FILE", help="the receipt of your own vote")
    asked = parser.parse_args(arguments)
    if not asked.log and not asked.receipt:
        parser.error("name a log, a receipt, or both")
    try:
        check(asked)
    except Wrong as wrong:
        say("WRONG", wrong)
        return 1
    except Unknown as unknown:
        say("?", unknown)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
