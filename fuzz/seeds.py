#!/usr/bin/env python3
"""Makes fuzz/seeds anew: fuzz/seeds.py SARING, the program's path. Small files, a folder for each target."""
import gzip, json, re, shutil, struct, subprocess, sys, tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
SEEDS = HERE / "seeds"
EDGES = ["", "\n\n\n", "\r\n\r\n", "\r", "a\r\nb\n", "a\nb\r", "a\r\r\nb\r\n", "\ufeffa\n", " a \n", "a\u00a0b\n\u00a0\n", "a\u2028b",
         "a\vb\fc\u0085d", "Đa\u0323i\n", "[iklan_1]\n", "a\n[iklan_1]", "\0\n\u200b", "Air surut ./.\r\n[iklan_2]\r\n",
         "“luar “dalam” luar” ‘jembatan hati’ «satu dusun» „begitu“ ''dua'' \"", "Warga Vinh Ha , sosial -ekonomi ( dua )", "a\u00ad\u0301"]
SYLLABLES = "An Binh Cuong Dung Hoa Khanh Linh Minh Nam Phuong Quang Son Thanh Vinh".split()
HOSTILE = [lambda n: SYLLABLES[n * 7 % 14] + " ", lambda n: f"Xq{n} ", lambda n: f"Nguyen {SYLLABLES[n % 14]} {SYLLABLES[n // 14 % 14]}, ",
           lambda n: "Bapak An An, " if n else "Bapak Nguyen Van An, Ketua Dewan, ", lambda n: "(", lambda n: "Ketua, , ",
           lambda n: "Dinas Kebudayaan, Olahraga, ", lambda n: "Wakil ", lambda n: "Rakyat dan Partai dan " if n else "Ketua Komite ",
           lambda n: f"Nguyen Van {SYLLABLES[n % 14]} ditunjuk sebagai Ketua Dewan, ", lambda n: f", Ketua Dewan Xq{n}" if n else "Nguyen Van An",
           lambda n: f"Jalan {SYLLABLES[n % 14]} "]


def put(target, name, content):
    folder = SEEDS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def articles():
    texts = sorted((ROOT / "corpus/articles").glob("*.txt"), key=lambda path: path.stat().st_size)
    return [path.read_text() for path in texts[:24]]


def edges():
    return EDGES + ["".join(piece(n) for n in range(24)) for piece in HOSTILE]


def main(saring):
    shutil.rmtree(SEEDS, ignore_errors=True)
    for at, text in enumerate(articles()):
        facts = "\x1ehttps://www.bao.example/a-1.html\x1eAir surut\x1e2025-08-24\x1eVu Khoat\x1eBáo Ba" if at % 4 == 0 else ""
        put("article", f"article{at:02}", text + facts)
        line = max(text.split("\n"), key=len)
        put("normalise", f"line{at:02}", line[:200])
    for at, text in enumerate(edges()):
        put("article", f"edge{at:02}", text)
        put("normalise", f"edge{at:02}", text)
    restore(saring)
    rules()
    readers(saring)


def restore(saring):
    with tempfile.TemporaryDirectory() as folder:
        for at, text in enumerate(articles()[:6] + EDGES):
            Path(folder, f"{at:02}.txt").write_text(text, newline="")
        out = subprocess.run([saring, "clean", folder, "-q"], check=True, capture_output=True, text=True).stdout
    keys = ["text", "lines", "removed", "altered", "line_count", "newline"]
    for at, line in enumerate(out.rstrip("\n").split("\n")):
        record = json.loads(line)
        record["origin"]["path"] = "a.txt"
        if at < 3 or len(line) < 1000:
            put("restore", f"record{at:02}", json.dumps(record, ensure_ascii=False))
        parts = {key: record[key] for key in keys}
        put("restore", f"parts{at:02}", json.dumps(parts, ensure_ascii=False))
    short = {"text": "Air surut.\nSelesai.", "lines": [2, 5], "removed": [{"line": 4, "text": "[iklan_2]"}],
             "altered": [{"line": 1, "text": " "}, {"line": 5, "text": "Selesai. "}], "line_count": 6, "newline": "crlf"}
    edits = {"whole": {}, "count": {"lines": [2]}, "order": {"lines": [5, 2]}, "zero": {"lines": [0, 5]}, "beyond": {"line_count": 3},
             "twice": {"removed": [{"line": 5, "text": "b"}]}, "empty": {"text": "", "lines": []}, "one": {"text": "", "lines": [1]}}
    for name, edit in edits.items():
        put("restore", f"edit-{name}", json.dumps(short | edit))


def rules():
    for number, pack in enumerate("boilerplate defects foreign_names indonesia learn officials posts quotes sites speakers".split()):
        text = (ROOT / f"rules/{pack}.toml").read_text()
        entries = [entry for entry in re.split(r"\n(?=\[\[?\w)", text) if entry.startswith("[[") and len(entry) < 1500]
        for at, entry in enumerate(entries[:: max(1, len(entries) // 6)]):
            put("rules", f"{pack}{at}", bytes([number]) + entry.encode())
        first = re.search(r'id = "([^"]+)"', text)
        if first:
            put("rules", f"{pack}-disabled", bytes([number]) + f'[[rule]]\nid = "{first[1]}"\ndisabled = true\n'.encode())
    mine = '[[rule]]\nid = "ad.mine"\ncategory = "ad"\nwhy = "mine"\ncatches = ["Promo hari ini!"]\n'
    for at, key in enumerate(['exact = ["promo hari ini"]', "regex = '^Promo (\\w+)'\nnear = [\"Promo\"]", 'bag = ["promo", "hari ini"]',
                              'starts = ["Promo"]\nmin_words = 1', 'ends = ["ini!"]', 'cut = "bars"', 'by = "loose"', 'hosts = ["bao.example"]']):
        put("rules", f"mine{at}", b"\0" + (mine + key + "\n").encode())


def readers(saring):
    """Two bytes stand before a file: see fuzz_targets/readers.rs."""
    names = {"jsonl": 0, "txt": 1, "any": 2, "jsonl.gz": 3, "txt.gz": 4, "jsonl.zst": 5, "txt.zst": 6, "gz": 7}
    whole = 26
    lines = ['{"id": 7, "text": "Air surut.\\nDi Dusun Ba.", "n": 1.50, "lines": 2}', '{"text": "a", "metadata": {"x": [1, 2]}, "metadata": 6}',
             '{"body": {"text": "air", "lang": "id"}, "metadata": {"url": "u", "k": 1}, "text": "lain"}', '{"text": "\\ud83d\\ude00", "m": "\\ude00"}',
             '{"text": 1}', '{"n": 1}', "[1]", "", "{", '{"text":"a","published":"2025-08-24T10:00:00+07:00","m":' + "[" * 99 + "]" * 99 + "}"]
    text = "\n".join(lines).encode() + b"\n"
    for at, line in enumerate(lines):
        put("readers", f"line{at}", bytes([0, whole | (at % 2) << 5]) + line.encode())
    for name, number in names.items():
        for packed, way in ((0, "as-it-is"), (1, "gzip"), (2, "zstd")):
            put("readers", f"{name}-{way}", bytes([number | packed << 6, whole]) + text)
        put("readers", f"{name}-limit", bytes([number | 1 << 6, 5]) + text)
        put("readers", f"{name}-repeated", bytes([number | 7 << 3, 3 << 6 | 16 + number]) + text)
    packed = gzip.compress(text, mtime=0)
    put("readers", "raw-gz", bytes([3, whole]) + packed)
    put("readers", "raw-gz-members", bytes([3, whole]) + packed * 2)
    put("readers", "raw-gz-truncated", bytes([3, whole]) + packed[:-20])
    put("readers", "raw-gz-broken", bytes([4, whole]) + packed[:30] + b"\xff\xff" + packed[32:])
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        subprocess.run([saring, "clean", "-", "--from", "text", "-q", "-o", file.name + ".zst"], input=articles()[0].encode(), check=True)
        frame = Path(file.name + ".zst").read_bytes()
        shutil.rmtree(file.name + ".zst.saring"), Path(file.name + ".zst").unlink(missing_ok=True)
    put("readers", "raw-zst", bytes([5, whole]) + frame)
    put("readers", "raw-zst-truncated", bytes([5, whole]) + frame[:-20])
    for window in (10, 16, 21):
        head = bytes([0x28, 0xB5, 0x2F, 0xFD, 0, window << 3])
        put("readers", f"raw-zst-window{window}", bytes([6, whole]) + head + struct.pack("<I", len(text) << 3 | 1)[:3] + text)
    bomb = bytes([0x28, 0xB5, 0x2F, 0xFD, 0, 10 << 3]) + (struct.pack("<I", 128 << 10 << 3 | 2)[:3] + b"a") * 20
    put("readers", "raw-zst-bomb", bytes([5, 16]) + bomb + struct.pack("<I", 1)[:3])
    page = (ROOT / "corpus/pages/21-broken-nesting.html").read_bytes()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    chunk = b"%x\r\n" % len(page) + page + b"\r\n0\r\n\r\n"
    blocks = [http + b"\r\n" + page, http + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(page, mtime=0),
              http + b"Transfer-Encoding: chunked\r\n\r\n" + chunk]
    records = [b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % len(block) + block + b"\r\n\r\n" for block in blocks]
    records.append(b"WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 3\r\n\r\nGET\r\n\r\n")
    for form, name, content in ((1, "page", page), (2, "records", b"".join(records)), (3, "records-gz", b"".join(records)),
                                (2, "records-broken", b"".join([records[3], b"x\r\n", records[0][:-40]]))):
        put("readers", name, bytes([form << 3 | (form == 3) << 6, whole]) + content)
        put("readers", f"{name}-limit", bytes([form << 3 | (form == 3) << 6, 10]) + content)
    put("readers", "raw-zst-bomb-broken", bytes([5, 16]) + bomb + b"\xff\xff\xff")
    put("readers", "utf16", bytes([1, whole]) + "Air surut.".encode("utf-16"))
    put("readers", "empty", bytes([3, whole]))


main(sys.argv[1])
