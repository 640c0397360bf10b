"""The report in a real browser, and what it tells."""
import json

from conftest import HOSTILE, saring


def test_nothing_is_loaded_and_nothing_breaks_out(browser, work):
    browser.open(work / "report.html")
    strange, sent = browser.requests()
    assert strange == [] and sent
    shown = browser.text("body")
    assert HOSTILE[:40] in shown and "no JSON" in shown and "line #" in shown
    assert browser.count("img") == 0 and "broken" not in browser.driver.title
    assert browser.count("svg.flow path") >= 5 and browser.count("svg.bar") > 20


def test_figures_are_the_manifests(browser, work):
    counts = json.load(open(work / "clean.jsonl.saring/manifest.json"))["counts"]
    for source in ("clean.jsonl", "clean.jsonl.saring/manifest.json"):
        saring("report", work / source, "-o", work / "figures.html", "--force")
        browser.open(work / "figures.html")
        shown = browser.js("return [...document.querySelectorAll('.figures dd [data-n]')].map(e => Number(e.dataset.n))")
        assert shown[:2] == [counts["articles"], counts["lines"]]
        assert shown[2] == sum(counts["removed"].values())
        flow = browser.js("return [...document.querySelectorAll('.flow g [data-n]')].map(e => Number(e.dataset.n))")
        assert sum(flow) == counts["lines"]
    assert "A manifest holds totals alone" in browser.text("body")


def test_language_switch(browser, work):
    browser.open(work / "report.html")
    browser.choose("#ui", "id")
    assert "Yang masuk dan yang keluar" in browser.text("body") and browser.js("return document.documentElement.lang") == "id"
    saring("report", work / "clean.jsonl", "-o", work / "laporan.html", "--ui", "id", "--force")
    browser.open(work / "laporan.html")
    assert "Aturan yang paling sering berlaku" in browser.text("body")


def test_against_older_rules(browser, work):
    old = json.load(open(work / "clean.jsonl.saring/manifest.json"))
    fired = old["counts"]["rules"]["ad.label"]
    old["counts"]["rules"]["ad.label"] = fired + 7
    old["counts"]["defects"]["spacing"] -= 3
    (work / "old.json").write_text(json.dumps(old))
    saring("report", work / "clean.jsonl", "--against", work / "old.json", "-o", work / "against.html", "--force")
    browser.open(work / "against.html")
    rows = browser.js("return [...document.querySelectorAll('#against tbody tr')].map(r => r.innerText.split('\\t').map(c => c.trim()))")
    assert ["Rule", "ad.label", str(fired + 7), str(fired), "−7"] in rows
    assert [row[-1] for row in rows if row[1] == "spacing"] == ["+3"]
    assert len(rows) == 2


def test_narrow_screens(browser, work):
    browser.driver.set_window_size(500, 850)
    browser.open(work / "report.html")
    assert browser.js("return document.documentElement.scrollWidth <= innerWidth")
