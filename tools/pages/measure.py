#!/usr/bin/env python3
"""How long a review page takes to open, and how it runs: measure.py PAGE...   One line a page.

Needs chromium, chromedriver and selenium (tests/pages/requirements.txt). Each page is opened five times; the median is told.
    size       of the file
    paint      first contentful paint, after the navigation began
    ready      the list is drawn, an article open and keys are heard
    next       an article opened by `j`, until the next frame is drawn: median of 40
    frame      longest frame while the list is scrolled from top to end in 120 steps
    search     a word that few articles have, typed into the search, until the list is drawn
    heap, rss  JavaScript's heap; resident memory of the page's process
"""
import pathlib
import shutil
import statistics
import sys
import time

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

JS_NEXT = """
const done = arguments[0], times = [];
(function step() {
  if (times.length === 40) return done(times.sort((a, b) => a - b)[20]);
  const from = performance.now();
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => { times.push(performance.now() - from); step(); }));
})();
"""
JS_SCROLL = """
const done = arguments[0], list = document.getElementById('list'), end = list.scrollHeight - list.clientHeight;
let n = 0, last = performance.now(), longest = 0;
(function step(now) {
  if (n > 1) longest = Math.max(longest, now - last);
  last = now;
  if (n > 120) return done(longest);
  list.scrollTop = end * n++ / 120;
  requestAnimationFrame(step);
})(last);
"""
JS_SEARCH = """
const done = arguments[0], search = document.getElementById('search'), found = document.getElementById('found'), before = found.textContent, from = performance.now();
search.value = 'perpustakaan keliling';
search.dispatchEvent(new Event('input'));
(function wait() { if (found.textContent !== before) done(performance.now() - from); else requestAnimationFrame(wait); })();
"""


def renderer(driver):
    """Resident megabytes of the largest process that draws pages, among those that this driver began."""
    parents, sizes = {}, {}
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            status = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines() if ":\t" in line)
            command = (process / "cmdline").read_text()
        except (OSError, ValueError):
            continue
        parents[int(process.name)] = int(status["PPid"])
        if "--type=renderer" in command and "VmRSS" in status:
            sizes[int(process.name)] = int(status["VmRSS"].split()[0]) / 1024
    ours = driver.service.process.pid

    def is_ours(process):
        while process > 1:
            if process == ours:
                return True
            process = parents.get(process, 0)
        return False

    return max((size for process, size in sizes.items() if is_ours(process)), default=0)


def once(page):
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--window-size=1400,900"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.set_script_timeout(300)
    try:
        driver.get(page.resolve().as_uri())
        time.sleep(0.5)
        paint, ready = driver.execute_script(
            "return [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, performance.getEntriesByName('ready')[0].startTime]"
        )
        heap, rss = driver.execute_script("return performance.memory.usedJSHeapSize / 1048576"), renderer(driver)
        return [paint, ready, *(driver.execute_async_script(script) for script in (JS_NEXT, JS_SCROLL, JS_SEARCH)), heap, rss]
    finally:
        driver.quit()


for name in sys.argv[1:]:
    page = pathlib.Path(name)
    runs = [once(page) for _ in range(5)]
    paint, ready, following, frame, search, heap, rss = (statistics.median(values) for values in zip(*runs))
    print(
        f"{page.name}: size {page.stat().st_size / 1e6:.1f} MB, paint {paint / 1000:.2f} s, ready {ready / 1000:.2f} s, next {following:.0f} ms, "
        f"frame {frame:.0f} ms, search {search:.0f} ms, heap {heap:.0f} MB, rss {rss:.0f} MB", flush=True
    )
