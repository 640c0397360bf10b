"""The review page in a real browser: everything a reviewer does, by key and by mouse."""
import json

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from conftest import HOSTILE, HOSTILE_TEXT, records_of, saring


@pytest.fixture
def page(browser, work):
    browser.open(work / "review.html")
    return browser


def open_article(page, name):
    """By the search, as a reviewer would."""
    page.keys("/")
    page.keys(name)

    def opened():
        page.js("document.querySelector('.row')?.click()")
        return name in page.text("#article .meta") and page.text("#found").startswith("1 of")

    page.until(opened)
    page.keys(Keys.ESCAPE)


def export(page):
    page.keys("e")
    file = page.downloads / "decisions.jsonl"
    page.until(file.exists)
    page.until(lambda: file.read_text(encoding="utf-8").endswith("\n"))
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    file.unlink()
    return lines


def current(page):
    return page.text("#inspector h2")


def test_nothing_is_loaded_and_nothing_breaks_out(page):
    page.driver.refresh()
    strange, sent = page.requests()
    assert strange == [] and sent, sent
    open_article(page, "hostile")
    assert page.driver.title == f"Korpus {HOSTILE} · saring"
    shown = page.text("#article")
    assert HOSTILE in shown and "{{ 7*7 }} <!--index--> <!--articles--> ]]>" in shown
    assert page.count("img") == 0 and page.count("#article script") == 0
    # what turns the direction of text is named, not done
    assert "U+202E" in shown and "\u202e" not in shown and "\u2066" not in page.js("return document.body.textContent.slice(0, 20000)").split("{")[0]
    # and no script that is not the page's own can run
    page.js("const s = document.createElement('script'); s.textContent = 'window.broken = 1'; document.body.append(s)")
    assert page.js("return window.broken") is None
    assert any("Content Security Policy" in fault for fault in page.faults())


def test_filters_and_order(page):
    every = int(page.text("#found").split()[0])
    assert every == 41
    doubts = page.js("return JSON.parse(document.getElementById('index').textContent).articles.map(a => a.doubt)")
    assert page.text('.row[aria-selected="true"] .title') == page.text(".row .title")
    assert max(doubts) > 0
    for select in ("#by-host", "#by-language", "#by-reason", "#by-rule", "#by-defect"):
        option = page.js("return document.querySelector(arguments[0]).options[2].value", select)
        named = page.js("return document.querySelector(arguments[0]).options[2].textContent", select)
        page.choose(select, option)
        found = int(page.text("#found").split()[0])
        assert 0 < found < every and f"({found})" in named, (select, named, found)
        page.find("#clear").click()
        assert page.text("#found").startswith("41 of")
    page.find("#search").send_keys("hukuman")
    page.until(lambda: not page.text("#found").startswith("41"))
    assert int(page.text("#found").split()[0]) >= 1
    page.choose("#sort", "removed")
    page.find("#search").clear()
    page.find("#search").send_keys(" ")
    page.until(lambda: page.text("#found").startswith("41"))
    counts = page.js("return [...document.querySelectorAll('.row .counts span span[aria-hidden]')].map(s => s.textContent).filter(s => s[0] === '−').map(s => Number(s.slice(1)))")
    assert counts == sorted(counts, reverse=True)


def test_keys_go_through_articles_and_marks(page):
    first = page.text(".headline")
    page.keys("j")
    assert page.text(".headline") != first
    page.keys("k")
    assert page.text(".headline") == first
    seen = []
    for _ in range(6):
        page.keys("n")
        seen.append(page.text("#inspector .step"))
    assert len(set(seen)) == 6 and "Mark 6 of" in seen[-1]
    page.keys("p")
    assert "Mark 5 of" in page.text("#inspector .step")
    page.keys("?")
    assert page.js("return document.getElementById('helping').open") and page.count("#keys tr") >= 15
    page.keys(Keys.ESCAPE)
    assert not page.js("return document.getElementById('helping').open")


def test_verdicts_undo_redo_and_what_is_kept(page):
    page.keys("n", "a")
    assert "1 judged · 0 wrong" in page.text("#progress")
    mark = current(page)
    page.keys("x")
    assert "2 judged · 1 wrong" in page.text("#progress")
    assert page.count('#inspector .wrong[aria-pressed="true"]') == 1 and current(page) == mark
    page.keys("2")
    decisions = export(page)
    assert [decision["verdict"] for decision in decisions] == ["accept", "wrong"] and decisions[1]["should"]
    page.keys("u")
    assert export(page)[1]["should"] is None
    page.keys("u")
    assert "1 judged · 0 wrong" in page.text("#progress")
    page.keys("u")
    assert "0 judged" in page.text("#progress")
    page.keys("U", "U", "U")
    assert export(page) == decisions
    page.driver.refresh()
    assert "2 judged · 1 wrong" in page.text("#progress")
    assert export(page) == decisions


def test_by_mouse(page):
    open_article(page, "d01")
    page.find("#article .tag").click()
    page.find("#inspector button.accept").click()
    page.find("#article mark.motto").click()
    assert current(page) == "motto"
    page.find("#inspector button.wrong").click()
    page.js("document.querySelectorAll('#inspector .choices input')[6].click()")
    quote = [decision for decision in export(page) if decision["mark"] == "quote"]
    assert quote[0]["should"] == {"kind": "term"}
    page.find('#legend [data-group="motto"]').click()
    assert page.count("#article mark.motto") == 0
    page.find("#undo").click()
    page.find("#undo").click()
    assert "1 judged" in page.text("#progress")


def test_a_removed_line_shows_why_and_its_twin(page):
    open_article(page, "d01")
    page.js("[...document.querySelectorAll('#article .tag')].find(tag => tag.textContent.startsWith('duplicate')).click()")
    assert current(page).startswith("Removed: duplicate of line")
    assert page.count("#inspector .twin") == 2
    page.find("#inspector [data-at=twin]").click()
    assert page.count(".para.at:not(.gone)") == 1
    twin = page.text(".para.at .no")
    page.find("#article a.twin").click()
    assert page.text(".para.at .no") == twin and page.text("#article a.twin") == f"line {twin}"


def test_what_was_missed_is_added_by_key(page):
    open_article(page, "d01")
    for _ in range(3):
        page.keys(Keys.ARROW_DOWN)
    page.keys("m", "3")
    assert "Missed in line" in current(page)
    page.keys("2", Keys.TAB)
    # the words are chosen with Shift and the arrow keys in the line's own field
    area = page.find("#inspector textarea")
    page.js("arguments[0].focus(); arguments[0].setSelectionRange(0, 0)", area)
    ActionChains(page.driver).key_down(Keys.SHIFT).send_keys(*[Keys.ARROW_RIGHT] * 12).key_up(Keys.SHIFT).perform()
    chosen = page.js("return arguments[0].value.slice(0, 12)", area)
    page.choose('#inspector select[data-at="kind"]', "work")
    page.find('#inspector [data-at="add"]').click()
    decisions = export(page)
    assert [(d["mark"], d["verdict"], d["should"]["kind"]) for d in decisions] == [("quote", "missed", "work")]
    assert decisions[0]["text"] == chosen.strip() and decisions[0]["end"] - decisions[0]["start"] == len(chosen.strip())
    assert page.count("#article mark.added") >= 1 and current(page) == "work"
    page.keys("x")
    assert "0 wrong" in page.text("#progress")


def test_what_was_missed_is_added_by_selecting(page, work):
    open_article(page, "hostile")
    # a span after an emoji and after a hidden character, to try the counting
    page.js("""
        const line = [...document.querySelectorAll('#article .para')].find(p => p.textContent.includes('Warga desa'));
        const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        let node; while ((node = walk.nextNode())) if (node.data.includes('di dusun')) break;
        const from = node.data.indexOf('di dusun');
        getSelection().setBaseAndExtent(node, from, node, from + 8);""")
    page.until(lambda: not page.js("return document.getElementById('adding').hidden"))
    page.js("[...document.querySelectorAll('#adding button')].find(b => b.textContent === 'defect').click()")
    page.find('#inspector [data-at="add"]').click()
    (decision,) = export(page)
    (record,) = [record for record in records_of(work / "clean.jsonl") if record["id"] == "hostile"]
    assert record["text"][decision["start"]:decision["end"]] == decision["text"] == "di dusun"


def test_import_brings_decisions_back(page, work):
    open_article(page, "d05")
    page.keys("n", "a", "x", "n", "n", "x", "c")
    assert "1 of 41 complete" in page.text("#progress")
    decisions = export(page)
    assert decisions[-1]["verdict"] == "complete"
    page.js("localStorage.clear()")
    page.driver.refresh()
    assert "0 of 41 complete" in page.text("#progress")
    file = work / "imported.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in decisions) + '{"article": "nobody", "mark": "quote", "verdict": "accept"}\nno json\n')
    page.find("#file").send_keys(str(file))
    page.until(lambda: "1 of 41 complete" in page.text("#progress"))
    assert "2 are not about this page" in page.text("#toast")
    assert sorted(map(json.dumps, export(page))) == sorted(map(json.dumps, decisions))
    page.keys("u")
    assert "0 of 41 complete" in page.text("#progress")


def test_complete_accepts_what_is_left(page):
    open_article(page, "d02")
    page.keys("n", "x", "c")
    marks = int(page.text("#inspector .step").split()[3])
    assert f"{marks} judged · 1 wrong" in page.text("#progress")
    assert page.count('.row .done') == 1
    page.choose("#by-state", "complete")
    page.keys("u")
    assert "1 judged" in page.text("#progress")


def test_language_switch(page, work):
    assert page.text("#export") .startswith("Export")
    page.choose("#ui", "id")
    assert page.text("#export").startswith("Ekspor") and page.js("return document.documentElement.lang") == "id"
    assert "selesai" in page.text("#progress")
    page.driver.refresh()
    assert page.text("#export").startswith("Ekspor")
    page.keys("l")
    assert page.text("#export").startswith("Export")
    saring("review", work / "clean.jsonl", "-o", work / "tinjau.html", "--ui", "id", "--force")
    page.open(work / "tinjau.html")
    assert page.text("#export").startswith("Ekspor")


def test_themes(page):
    ink = lambda: page.js("return getComputedStyle(document.body).color")
    light = ink()
    page.choose("#theme", "dark")
    assert ink() != light


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("file", ["review.html", "report.html"])
def test_contrast_is_double_a(browser, work, file, theme):
    browser.open(work / file)
    if file == "review.html":
        open_article(browser, "d01")
        browser.keys("n", "a", "n", "x")
    browser.choose("#theme", theme)
    poor = browser.js("""
        const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const rgba = (css) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = css; canvas.fillRect(0, 0, 1, 1); const d = canvas.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255]; };
        const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
        const light = (c) => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
        const back = (e) => { const layers = []; for (; e; e = e.parentElement) layers.push(rgba(getComputedStyle(e).backgroundColor)); return layers.reverse().reduce((below, top) => over(top, below), rgba(getComputedStyle(document.documentElement).backgroundColor)); };
        const found = new Map();
        for (const e of document.querySelectorAll('body *:not(script):not(noscript):not(option)')) {
          if (!e.checkVisibility() || e.disabled || e.closest('.hidden, .skip, svg, #toast')) continue;
          if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && !e.matches('input, textarea, select')) continue;
          const style = getComputedStyle(e), below = back(e), ink = over(rgba(style.color), below);
          const [a, b] = [light(ink), light(below)].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
          const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
          if (ratio < (large ? 3 : 4.5)) found.set(e.tagName + '.' + e.className, ratio.toFixed(2) + ' ' + e.textContent.slice(0, 30));
        }
        return [...found];""")
    assert poor == []


def test_everything_has_a_name(page):
    nameless = page.js("""
        return [...document.querySelectorAll('button, input, select, textarea, [role=listbox], nav, aside')]
          .filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).map(e => e.outerHTML.slice(0, 80))""")
    assert nameless == []
    assert page.js("return [...document.querySelectorAll('h1, h2')].length") >= 3
    assert page.js("return document.querySelector('#article').lang") in ("id", "ms", "vi", "en", "jv")


def test_narrow_screens_show_one_part_at_a_time(page):
    page.driver.set_window_size(500, 850)
    visible = lambda css: page.js("return document.querySelector(arguments[0]).checkVisibility()", css)
    assert visible("#article") and not visible("#list") and not visible("#panel")
    page.find('.tabs [data-view="list"]').click()
    page.until(lambda: visible("#list") and page.count(".row") > 3)
    page.find(".row").click()
    assert visible("#article")
    page.find("#article mark").click()
    assert visible("#inspector") and not visible("#article")
    assert page.js("return document.documentElement.scrollWidth <= innerWidth")
