#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks a WARC file without the program that wrote it, by ISO 28500 and the
standard library alone: heads, lengths, block and payload digests, that ids
are unique and that what refers to another record finds it.

    python3 warc_check.py FILE...

Prints how many records and digests were checked; ends with 1 at the first
thing that is wrong.
"""
import base64
import gzip
import hashlib
import sys

REQUIRED = ("warc-type", "warc-record-id", "warc-date", "content-length")


def records(data):
    at = 0
    while at < len(data):
        end = data.index(b"\r\n\r\n", at)
        lines = data[at:end].decode("utf-8").split("\r\n")
        if not lines[0].startswith("WARC/1."):
            raise ValueError("no record at %d: %r" % (at, lines[0][:40]))
        head = {}
        for line in lines[1:]:
            name, value = line.split(":", 1)
            head[name.strip().lower()] = value.strip()
        size = int(head["content-length"])
        block = data[end + 4:end + 4 + size]
        if len(block) != size:
            raise ValueError("the record at %d is cut off" % at)
        at = end + 4 + size
        if data[at:at + 4] != b"\r\n\r\n":
            raise ValueError("no line ends before %d" % at)
        at += 4
        yield head, block


def fits(labelled, data):
    name, value = labelled.split(":", 1)
    digest = hashlib.new(name.replace("-", ""), data).digest()
    return value.rstrip("=") == base64.b32encode(digest).decode().rstrip("=")


def payload(head, block):
    if head.get("content-type", "").startswith("application/http"):
        return block.split(b"\r\n\r\n", 1)[1]
    return block


def check(path):
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    ids, refers, digests, n = {}, [], 0, 0
    for head, block in records(data):
        n += 1
        for name in REQUIRED:
            if name not in head:
                raise ValueError("record %d has no %s" % (n, name))
        if head["warc-record-id"] in ids:
            raise ValueError("two records have one id")
        ids[head["warc-record-id"]] = head
        for name in ("warc-refers-to", "warc-concurrent-to",
                     "warc-warcinfo-id"):
            if name in head:
                refers.append((name, head[name]))
        if "warc-block-digest" in head:
            digests += 1
            if not fits(head["warc-block-digest"], block):
                raise ValueError("record %d: block digest" % n)
        if "warc-payload-digest" in head and head["warc-type"] != "revisit":
            digests += 1
            if not fits(head["warc-payload-digest"], payload(head, block)):
                raise ValueError("record %d: payload digest" % n)
        if head["warc-type"] == "revisit" and "warc-refers-to" in head:
            of = ids[head["warc-refers-to"]]
            if of["warc-payload-digest"] != head["warc-payload-digest"]:
                raise ValueError("record %d: not what it refers to" % n)
    for name, other in refers:
        if other not in ids:
            raise ValueError("%s: there is no %s" % (name, other))
    print("%s: %d records, %d digests" % (path, n, digests))


for argument in sys.argv[1:]:
    try:
        check(argument)
    except (ValueError, KeyError, IndexError, OSError) as wrong:
        sys.exit("%s: %s" % (argument, wrong))
