"""The program, a page of each kind, and a real browser that opens them from disk.

SARING names the program (default: target/release/saring). Run: .ci/run, or
    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install -r tests/pages/requirements.txt && /tmp/venv/bin/pytest tests/pages
"""
import json
import os
import pathlib
import shutil
import subprocess
import time

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.action_chains import ActionChains

ROOT = pathlib.Path(__file__).resolve().parents[2]
SARING = os.environ.get("SARING", ROOT / "target/release/saring")

# An article that tries to be more than text, in every place that a page shows.
HOSTILE = "</script><script>document.title='broken'</script><img src=x onerror=\"document.title='broken'\">"
HOSTILE_TEXT = f"""Judul {HOSTILE} & 'kutip' \u202eterbalik\u2066
Ibu Lo Thi Ha, Ketua Komite Rakyat Komune {HOSTILE}, memegang motto "Satu {HOSTILE} dua tiga" , katanya pada hari Senin.
Warga desa menanam padi dan jagung di tepi sungai sejak tahun 2019 \U0001f600 dengan "air \u202e surut" di dusun itu.
Iklan
{{{{ 7*7 }}}} <!--index--> <!--articles--> ]]> adalah kalimat yang ditulis warga dusun itu pada dinding sekolah mereka.
"""


def saring(*arguments, status=0):
    ran = subprocess.run([SARING, *map(str, arguments)], capture_output=True, text=True)
    assert ran.returncode == status, f"{arguments}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def records_of(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


@pytest.fixture(scope="session")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    articles = folder / "articles"
    articles.mkdir()
    for text in sorted((ROOT / "corpus/gold").glob("*.txt")):
        shutil.copy(text, articles)
    (articles / "hostile.txt").write_text(HOSTILE_TEXT, encoding="utf-8")
    saring("clean", articles, "-o", folder / "clean.jsonl", "--quiet")
    (folder / "clean.jsonl.saring/rejects.jsonl").write_text(
        json.dumps({"path": "x", "error": f"no JSON {HOSTILE} at line 4711"}) + "\n", encoding="utf-8"
    )
    saring("review", folder / "clean.jsonl", "-o", folder / "review.html", "--title", f"Korpus {HOSTILE}")
    saring("report", folder / "clean.jsonl", "-o", folder / "report.html")
    return folder


class Browser:
    """A page in a browser, with what the tests do to it."""

    def __init__(self, driver, downloads):
        self.driver, self.downloads = driver, downloads

    def open(self, path):
        self.driver.get(pathlib.Path(path).as_uri())

    def js(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def text(self, css):
        return self.js("return document.querySelector(arguments[0])?.innerText ?? ''", css)

    def count(self, css):
        return len(self.driver.find_elements(By.CSS_SELECTOR, css))

    def find(self, css):
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def keys(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def choose(self, css, value):
        self.js("const s = document.querySelector(arguments[0]); s.value = arguments[1]; s.dispatchEvent(new Event('change'))", css, value)

    def until(self, what, seconds=5):
        end = time.time() + seconds
        while time.time() < end:
            found = what()
            if found:
                return found
            time.sleep(0.03)
        raise AssertionError("it did not happen in time")

    def faults(self):
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self):
        """What the page loaded, itself excepted: by the browser's own record of its network."""
        sent = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                sent.append(message["params"]["request"]["url"])
        return [url for url in sent if not url.startswith(("file:///", "blob:", "data:", "chrome:"))], sent


@pytest.fixture(scope="session")
def driver_and_downloads(tmp_path_factory):
    downloads = tmp_path_factory.mktemp("downloads")
    options = webdriver.ChromeOptions()
    for candidate in ("chromium", "chromium-browser", "google-chrome"):
        if shutil.which(candidate):
            options.binary_location = shutil.which(candidate)
            break
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                     "--no-first-run", "--window-size=1400,900", "--lang=en"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)})
    yield driver, downloads
    driver.quit()


@pytest.fixture
def browser(driver_and_downloads, work):
    driver, downloads = driver_and_downloads
    driver.set_window_size(1400, 900)
    driver.get((work / "report.html").as_uri())
    driver.execute_script("localStorage.clear()")
    driver.get_log("browser")
    driver.get_log("performance")
    for file in downloads.iterdir():
        file.unlink()
    yield Browser(driver, downloads)
    assert driver.get_log("browser") == []
