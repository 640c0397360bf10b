"""Review, decide, gold, eval: the score changes as was decided."""
import json
import subprocess
import sys

from conftest import ROOT, records_of, saring
from test_review import export, open_article


def scores(folder, *more):
    return json.loads(saring("eval", folder, "--json", *more))


def test_round(browser, work):
    browser.open(work / "review.html")
    # d01: a removed line is to be kept, a quote is of another kind, the rest is right
    open_article(browser, "d01")
    browser.js("document.querySelector('#article .tag').click()")
    browser.keys("x")
    browser.js("document.querySelector('#article mark.motto').click()")
    browser.keys("x", "7", "c")
    # d02: all is right
    open_article(browser, "d02")
    browser.keys("c")
    # d03: judged, not complete
    open_article(browser, "d03")
    browser.keys("n", "a")
    decisions = export(browser)
    file = work / "decisions.jsonl"
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in decisions), encoding="utf-8")

    gold = work / "gold"
    saring("gold", work / "clean.jsonl", file, "-o", gold)
    assert sorted(path.name for path in gold.iterdir()) == ["d01.gold.json", "d01.txt", "d02.gold.json", "d02.txt"]
    assert (gold / "d01.txt").read_bytes() == (work / "articles/d01.txt").read_bytes()

    checked = subprocess.run([sys.executable, ROOT / "corpus/check_gold.py", gold], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout

    # what was accepted is without fault; what was called wrong is what is missed, and nothing else
    assert all(figure.get("f1", 1) == 1 and figure.get("share", 1) == 1 for figure in scores(gold / "d02.gold.json").values())
    found = scores(gold, "--misses")
    assert found["content_lost"]["lines"] == 1 and found["boilerplate"]["fp"] == 1 and found["boilerplate"]["fn"] == 0
    assert found["kind"]["of"] - found["kind"]["hit"] == 1
    assert {(miss["article"], miss["key"]) for miss in found["misses"]} == {("d01", "content_lost"), ("d01", "boilerplate"), ("d01", "kind"), ("d01", "motto")}
    assert scores(gold, "--cleaned", work / "clean.jsonl") == scores(gold)

    # which rules were wrong how often
    counted = json.loads(saring("eval", "--decisions", file, "--json"))
    assert counted["complete"] == 2
    (record,) = [record for record in records_of(work / "clean.jsonl") if record["id"] == "d01"]
    by_rule = {(row["mark"], row["rule"]): row for row in counted["rules"]}
    assert by_rule["removed", record["removed"][0]["rule"]]["wrong"] == 1
    assert sum(row["changed"] for row in counted["rules"]) == 1
    assert sum(row["wrong"] for row in counted["rules"]) == 1
    assert "not right" in saring("eval", "--decisions", file)


def test_gold_refuses_what_is_none(work):
    (work / "none.jsonl").write_text('{"article": "d01", "mark": "removed", "line": 1, "verdict": "accept"}\n')
    saring("gold", work / "clean.jsonl", work / "none.jsonl", "-o", work / "none", status=2)
    (work / "strange.jsonl").write_text('{"article": "d01", "mark": "removed", "line": 999, "verdict": "accept"}\n{"article": "d01", "mark": "article", "verdict": "complete"}\n')
    saring("gold", work / "clean.jsonl", work / "strange.jsonl", "-o", work / "none", status=1)


def test_samples_and_the_limit(browser, work):
    saring("review", work / "clean.jsonl", "-o", work / "few.html", "--most", "10", status=2)
    assert not (work / "few.html").exists()
    pages = []
    for name, seed in (("one", 1), ("two", 1), ("three", 2)):
        saring("review", work / "clean.jsonl", "-o", work / f"{name}.html", "--sample", "8", "--by", "rule", "--seed", str(seed), "--title", "x")
        pages.append((work / f"{name}.html").read_bytes())
    assert pages[0] == pages[1] != pages[2]
    browser.open(work / "one.html")
    assert browser.text("#found").startswith("8 of 8")
