#!/usr/bin/env python3
"""Check an exported audit log without trusting the site it comes from.

    python3 verify_audit.py audit.ndjson [--head NUMBER:HASH] [--earlier older.ndjson]

Each line of the file is an entry of the log with its number, the hash before it and its own. This
program computes every hash again and checks that nothing was changed, left out, put in between or
put in another order. --head is an end of the log that you noted earlier, --earlier a file that you
exported then: the log must still begin with it. It needs Python 3.9 or newer and nothing else. It
ends with 0 when everything holds, 1 when something does not, 2 when it could not be read.
"""

import argparse
import hashlib
import json
import sys

CONTENT = ("at", "actor", "action", "subject", "detail")


class Wrong(Exception):
    """The log is not what it should be."""


def seal(previous, entry):
    """SHA-256 over the previous hash, a line feed and the entry as canonical JSON."""
    content = {name: entry[name] for name in CONTENT}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def hashes_of(path):
    """Every hash of a file, in order, each computed again."""
    previous, number = "0" * 64, 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            number += 1
            entry = json.loads(line)
            if entry["number"] != number:
                raise Wrong(f"line {number} is entry {entry['number']}: one is missing or moved")
            if any(name not in entry for name in CONTENT):
                raise Wrong(f"entry {number} is gone, its seal stands")
            if entry["previous"] != previous:
                raise Wrong(f"entry {number} does not follow the one before it")
            if entry["hash"] != seal(previous, entry):
                raise Wrong(f"entry {number} is not what was sealed")
            previous = entry["hash"]
            yield previous


def check(path, head, earlier):
    """All that can be checked; answers the end of the log."""
    noted = dict([(int(head.partition(":")[0]), head.partition(":")[2])] if head else [])
    older = hashes_of(earlier) if earlier else iter(())
    number, last = 0, "0" * 64
    for number, last in enumerate(hashes_of(path), start=1):
        if next(older, last) != last or noted.pop(number, last) != last:
            raise Wrong(f"at entry {number} the log is another than it was")
    if noted or next(older, None) is not None:
        raise Wrong(f"the log ends at entry {number}, it was longer")
    return number, last


def main():
    """Read the arguments, check, say what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--head", default="", help="NUMBER:HASH noted earlier")
    parser.add_argument("--earlier", default="", help="a file exported earlier")
    given = parser.parse_args()
    try:
        number, last = check(given.file, given.head, given.earlier)
    except Wrong as wrong:
        print(f"WRONG: {wrong}.")
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"It could not be read: {error!r}")
        return 2
    print(f"{number} entries, everything holds. The end, to note: {number}:{last}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
