"""What the scripts of this folder share: where things lie, what a command costs, what machine this is, how a table looks.

Cost is the processor time of a process and its threads (user and system, from the kernel's account of it), as other work on the machine
hardly changes it; wall time stands beside it where threads are compared.
"""
import collections
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
ROOM = TARGET / "bench"  # corpora, environments and what is made on the way
Cost = collections.namedtuple("Cost", "cpu wall peak")  # seconds, seconds, megabytes


def say(text):
    print(text, file=sys.stderr, flush=True)


def run(command, **more):
    """Runs it and gives what it wrote; where it fails, so does the script."""
    done = subprocess.run([str(part) for part in command], text=True, stdout=subprocess.PIPE, **more)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: status {done.returncode}")
    return done.stdout


def cost(command, env=None):
    """What one run of the command costs."""
    with tempfile.TemporaryFile() as errors:
        begin = os.times().elapsed
        child = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=errors, env={**os.environ, **(env or {})})
        _, status, usage = os.wait4(child.pid, 0)
        wall = os.times().elapsed - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            errors.seek(0)
            sys.exit(f"{' '.join(map(str, command))}: status {child.returncode}\n{errors.read().decode(errors='replace')[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1000)


def alternate(commands, times):
    """The costs of all commands, run in turn so that a slow minute falls on all of them; `commands` by name, each a list or (list, env)."""
    costs = {name: [] for name in commands}
    for turn in range(times):
        for name in list(commands) if turn % 2 == 0 else reversed(list(commands)):
            command, env = commands[name] if isinstance(commands[name], tuple) else (commands[name], None)
            costs[name].append(cost(command, env))
            say(f"  {turn + 1}/{times} {name}: {costs[name][-1].cpu:.2f} s of processor, {costs[name][-1].wall:.2f} s")
    return costs


def least_and_middle(values):
    return min(values), statistics.median(values)


def build():
    """The program and the pass-through, as releases."""
    environment = {**os.environ, "CARGO_TARGET_DIR": str(TARGET)}
    for what in (["--bin", "saring"], ["--example", "passthrough"]):
        run(["cargo", "build", "--release", "--locked", *what], cwd=ROOT, env=environment)
    return TARGET / "release/saring", TARGET / "release/examples/passthrough"


def corpus(size, folder=None):
    """The made corpus of this size: made where it is not there."""
    folder = pathlib.Path(folder) if folder else ROOM / size
    if not (folder / "manifest.json").exists():
        say(f"making {folder}")
        run([sys.executable, ROOT / "tools/make_corpus.py", folder, "--size", size, "--formats", "txt,jsonl,zst"])
    return folder


def machine():
    """The machine, the compiler and the state of the program, as (what, value) pairs."""
    def field(path, key):
        with open(path) as lines:
            return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "unknown")

    program = ["--", "src", "rules", "models"]
    commit = run(["git", "-C", ROOT, "log", "-1", "--format=%h", "--abbrev=12", *program]).strip()
    changed = run(["git", "-C", ROOT, "status", "--porcelain", "--untracked-files=no", *program]).strip()
    return [
        ("processor", field("/proc/cpuinfo", "model name")),
        ("cores", str(len(os.sched_getaffinity(0)))),
        ("memory", f"{int(field('/proc/meminfo', 'MemTotal').split()[0]) / 1e6:.1f} GB"),
        ("system", f"{platform.system()} {platform.release()}"),
        ("load at the beginning", f"{os.getloadavg()[0]:.2f}"),
        ("compiler", run(["rustc", "--version"]).strip()),
        ("last commit of the program", commit + (" with changes" if changed else "")),
    ]


def table(head, rows):
    """A table of Markdown."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"
