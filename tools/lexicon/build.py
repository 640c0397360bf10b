#!/usr/bin/env python3
"""Makes models/lexicon.bin, the word list by which the defect stage knows a word from a torn piece of one.

    build.py wordfreq-3.1.1-py3-none-any.whl

Sources: the word frequencies of wordfreq 3.1.1 (https://github.com/rspeer/wordfreq, data CC BY-SA 4.0): Indonesian, Malay, Vietnamese and
English; and extra.txt beside this script, written for this project. The file made is therefore CC BY-SA 4.0: see models/lexicon.NOTICE.md.

Layout, little endian: 4096 counts (u16) of the entries in each bucket, then the entries (u32), sorted. A word's bucket is the top 12 bits
of its hash (src/text/hash.rs); its entry is the next 22 bits, then its levels: 4 bits Indonesian or Malay, 3 bits Vietnamese, 3 bits English.
Level 0 is "not in the list"; else 1 + (Zipf value - 3.0) / step, step 0.25 for Indonesian and 0.5 for the others, clamped.
"""
import gzip
import pathlib
import struct
import sys
import unicodedata
import zipfile

HERE = pathlib.Path(__file__).parent
MASK = (1 << 64) - 1


def word_hash(word):
    h = 0xCBF29CE484222325
    for byte in word.encode():
        h = ((h ^ byte) * 0x100000001B3) & MASK
    h = ((h ^ (h >> 33)) * 0xFF51AFD7ED558CCD) & MASK
    h = ((h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53) & MASK
    return h ^ (h >> 33)


def unpack(data, at=0):
    """The part of MessagePack that wordfreq's files use: arrays, strings, small maps and integers."""
    kind = data[at]
    if kind <= 0x7F:
        return kind, at + 1
    if kind in (0xCC, 0xCD):
        size = kind - 0xCB
        return int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size
    if 0xA0 <= kind <= 0xBF or kind in (0xD9, 0xDA):
        head = {0xD9: 1, 0xDA: 2}.get(kind, 0)
        size = int.from_bytes(data[at + 1 : at + 1 + head], "big") if head else kind & 31
        start = at + 1 + head
        return data[start : start + size].decode(), start + size
    head = {0xDC: 2, 0xDD: 4}.get(kind, 0)
    size = int.from_bytes(data[at + 1 : at + 1 + head], "big") if head else kind & 15
    at += 1 + head
    items = []
    for _ in range(size * (2 if 0x80 <= kind <= 0x8F else 1)):
        item, at = unpack(data, at)
        items.append(item)
    return items, at


def zipf(wheel, name):
    """word -> Zipf value (log10 of occurrences in a thousand million words)."""
    raw = gzip.decompress(wheel.read(f"wordfreq/data/{name}.msgpack.gz"))
    bins, _ = unpack(raw)
    return {unicodedata.normalize("NFC", w): 9 - cents / 100 for cents, words in enumerate(bins[1:]) for w in words}


def fits(word):
    return len(word) > 1 and all(c.isalpha() or c in "'-" for c in word)


def main():
    wheel = zipfile.ZipFile(sys.argv[1])
    malay_or_indonesian = zipf(wheel, "small_id")
    for word, value in zipf(wheel, "small_ms").items():
        # what Malay alone has counts for less here
        malay_or_indonesian.setdefault(word, min(value - 0.5, 4.0))
    for line in (HERE / "extra.txt").read_text().splitlines():
        if not line.startswith("#"):
            for word in line.split():
                malay_or_indonesian.setdefault(word, 3.3)
    vietnamese = zipf(wheel, "small_vi")
    english = {w: z for w, z in zipf(wheel, "large_en").items() if z >= 2.6 and w.isascii()}

    def level(value, step, top):
        return 0 if value is None else max(1, min(top, 1 + int((value - 3.0) / step)))

    entries = {}
    for word in set(malay_or_indonesian) | set(vietnamese) | set(english):
        if fits(word):
            h = word_hash(word)
            levels = level(malay_or_indonesian.get(word), 0.25, 15) << 6
            levels |= level(vietnamese.get(word), 0.5, 7) << 3
            levels |= level(english.get(word), 0.5, 7)
            entries[(h >> 52, (h >> 30) & 0x3FFFFF)] = levels
    counts = [0] * 4096
    for bucket, _ in entries:
        counts[bucket] += 1
    out = bytearray(struct.pack("<4096H", *counts))
    for (_, key), levels in sorted(entries.items()):
        out += struct.pack("<I", key << 10 | levels)
    target = HERE.parent.parent / "models" / "lexicon.bin"
    target.write_bytes(out)
    print(f"{len(entries)} words, {len(out)} bytes")


if __name__ == "__main__":
    main()
