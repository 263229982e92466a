#!/usr/bin/env python3
"""Check a period's file from `ideas export period`: python3 verify_ledger.py 2026-Q1.zip

Needs Python 3.9 and nothing else, and imports nothing of the site's. The exit code is 0 when the
hashes can be computed again and everything agrees. To trust the ledger's hash itself, compare it
with the one printed on a statement of the same period.
"""

import csv
import hashlib
import io
import json
import sys
import zipfile
from collections import defaultdict


def read(packed, name):
    """The rows of a CSV file as dictionaries."""
    with packed.open(name) as raw:
        return list(csv.DictReader(io.TextIOWrapper(raw, "utf-8", newline="")))


NUMBERS = ("revision", "units", "returned_units", "gross", "returns", "deductions")
WORDS = ("source", "external_id", "period", "sku", "territory", "channel", "currency")


def content_of(sale):
    """SHA-256 over all that a shop said of a sale."""
    told = {name: sale[name] for name in WORDS}
    told.update({name: int(sale[name]) for name in NUMBERS})
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def hash_of_sales(sales):
    """SHA-256 over every sale dated into the period (1) and every one taken back in it (-1)."""
    named = []
    for each in sales:
        name = (each["source"], each["external_id"], int(each["revision"]), each["content_hash"])
        named += [(*name, sign) for mark, sign in SIGNS.items() if each[mark] == "1"]
    digest = hashlib.sha256()
    for each in sorted(named):
        digest.update(json.dumps(each, separators=(",", ":")).encode())
    return digest.hexdigest()


SIGNS = {"is_new": 1, "is_taken_back": -1}


def hash_of(entries, legs, sales):
    """SHA-256 over what sales come to on each account, the other entries by their keys, the sales.

    Of entries: key, kind, what it reverses, its postings. Of sales: their hash, where there is one.
    """
    sold, others = defaultdict(int), []
    for each in entries:
        if each["kind"] in ("sale", "sale_taken_back"):
            for account, amount, currency in legs[each["key"]]:
                sold[account, currency] += amount
        else:
            told = [each["key"], each["kind"], each["reverses"] or None]
            others.append([*told, sorted(legs[each["key"]])])
    of_sales = [[*named, amount] for named, amount in sorted(sold.items()) if amount]
    ordered = [of_sales, sorted(others, key=lambda entry: entry[0])] + ([sales] if sales else [])
    canonical = json.dumps(ordered, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def stated_in(packed, name):
    """A hash that the file states; nothing where it states none."""
    return packed.read(name).decode().strip()


def faults_of(packed):
    """Sentences about what does not agree, and the hash that was computed."""
    entries, legs, balances = read(packed, "entries.csv"), defaultdict(list), defaultdict(int)
    sums = defaultdict(int)
    for each in read(packed, "postings.csv"):
        amount = int(each["amount"])
        legs[each["entry"]].append([each["account"], amount, each["currency"]])
        sums[each["entry"], each["currency"]] += amount
        balances[each["account"], each["currency"]] += amount
    faults = [f"{key} is off by {off} {currency}" for (key, currency), off in sums.items() if off]
    faults += [f"{key} has no entry" for key in legs.keys() - {each["key"] for each in entries}]
    currencies = {each["id"]: each["currency"] for each in read(packed, "settlements.csv")}
    for each in read(packed, "statements.csv"):
        account, currency = f"payable:{each['share_id']}", currencies[each["settlement_id"]]
        if -balances[account, currency] != int(each["payable"]):
            faults.append(f"statement {each['id']} does not agree with {account}")
    sales, stated_sales = read(packed, "sales.csv"), stated_in(packed, "sales-hash.txt")
    for each in sales:
        if content_of(each) != each["content_hash"]:
            faults.append(f"sale {each['source']} {each['external_id']} is not as it was told")
    if stated_sales and stated_sales != hash_of_sales(sales):
        faults.append(f"the hash of the sales is stated as {stated_sales}")
    computed = hash_of(entries, legs, stated_sales and hash_of_sales(sales))
    stated = stated_in(packed, "ledger-hash.txt")
    if stated and stated != computed:
        faults.append(f"the hash is stated as {stated}")
    return faults, computed


def main(path):
    """Say what was found; 0 when all agrees."""
    with zipfile.ZipFile(path) as packed:
        faults, computed = faults_of(packed)
    print(f"computed {computed}")
    for fault in faults:
        print(f"BAD {fault}")
    print(f"{len(faults)} faults" if faults else "Everything agrees.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
