"""Threads, forks and Ctrl-C."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator

import pyarrow as pa
import pytest

import saring

TEXT = "Warga Dusun Ba membersihkan jalan setelah air surut pada Senin pagi.\n[iklan_2]\n" * 20


def test_clean_many_is_lazy_and_in_order() -> None:
    asked = 0

    def endless() -> Iterator[dict[str, object]]:
        nonlocal asked
        for asked in itertools.count(1):
            yield {"id": asked, "text": TEXT * (asked % 3 + 1)}

    records = saring.clean_many(endless(), threads=2)
    assert asked == 0
    assert [next(records).id for _ in range(50)] == [str(n) for n in range(1, 51)]
    assert asked < 70


def test_an_error_comes_in_its_turn() -> None:
    records = saring.clean_many(["Air surut.", {"body": 1}, "Warga kembali."], threads=2)
    assert next(records).text == "Air surut."
    with pytest.raises(saring.RecordError, match='no key "text"; the keys are: body'):
        next(records)
    assert next(records).text == "Warga kembali."
    assert list(records) == []

    def broken() -> Iterator[str]:
        yield "Air surut."
        raise ValueError("torn")

    records = saring.clean_many(broken())
    assert next(records).text == "Air surut."
    with pytest.raises(ValueError, match="torn"):
        next(records)
    with pytest.raises(TypeError):
        list(saring.clean_many([3]))  # type: ignore[list-item]


def test_other_threads_run_meanwhile() -> None:
    ticks: list[float] = []
    done = threading.Event()

    def tick() -> None:
        while not done.is_set():
            ticks.append(time.monotonic())
            time.sleep(0.001)

    ticker = threading.Thread(target=tick)
    ticker.start()
    start = time.monotonic()
    saring.clean(TEXT.replace("Ba", "Bá") * 2000)
    saring.clean_batch(pa.table({"text": [TEXT] * 2000}), threads=1)
    took = time.monotonic() - start
    done.set()
    ticker.join()
    during = [at for at in ticks if start <= at <= start + took]
    assert took > 0.05
    assert max(b - a for a, b in zip([start, *during], [*during, start + took])) < took / 2


def test_many_threads_share_a_cleaner() -> None:
    cleaner, expected = saring.Cleaner(), saring.clean(TEXT, id="a")
    wrong: list[int] = []

    def work(number: int) -> None:
        for _ in range(50):
            if cleaner.clean(TEXT, id="a") != expected:
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def _in_child(text: str) -> tuple[str, int, str]:
    batch = saring.clean_batch(pa.table({"text": [text] * 100}), threads=2)
    [record] = saring.clean_many([text], threads=2)
    return saring.clean(text).text, batch.num_rows, record.text


def test_a_process_may_fork() -> None:
    if not hasattr(os, "fork"):
        pytest.skip("nothing forks here")
    expected = _in_child(TEXT)
    records = saring.clean_many(itertools.repeat(TEXT), threads=2)
    next(records)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(_in_child, [TEXT] * 4).get(timeout=60) == [expected] * 4
    child = os.fork()
    if child == 0:
        try:
            next(records)
        except saring.SaringError as error:
            os._exit(0 if "before the process forked" in str(error) else 1)
        os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert next(records).text == expected[0]


@pytest.mark.parametrize(
    "work",
    [
        "saring.clean_batch(pa.table({'text': [text] * 20_000}), threads=2)",
        "[0 for _ in saring.clean_many(itertools.repeat(text), threads=2)]",
        "[0 for _ in saring.clean_many([text * 300] * 100, threads=1)]",
    ],
)
def test_ctrl_c_stops_the_work(work: str) -> None:
    program = f"""
        import itertools, pyarrow as pa, saring
        text = {TEXT * 5!r}
        saring.clean("a")
        print("begun", flush=True)
        try:
            {work}
        except KeyboardInterrupt:
            print("stopped", flush=True)
    """
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True)
    assert child.stdout and child.stdout.readline() == "begun\n"
    time.sleep(0.4)
    child.send_signal(signal.SIGINT)
    assert child.communicate(timeout=20)[0] == "stopped\n"
    assert child.returncode == 0
