#!/usr/bin/env bash
# Proves saring.spark on a real cluster: a master and two workers on loopback, of which one is killed (-9) midway. The job must end, and
# its records must equal the command line's, value by value, sorted by id, apart from origin.
#     python/tests/cluster.sh [--size small|medium|large | --articles N]     (2,000 articles by default)
# Needs the virtual environment of python/test (SARING_VENV names another) and Java 17.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$(realpath "${SARING_VENV:-.venv}")
if [ $# -eq 0 ]; then set -- --articles 2000; fi
say() { printf '%s %s\n' "$(date +%T)" "$*"; }

work=$(mktemp -d)
pids=()
# ends what this script began and no more: a worker's executors end with it
cleanup() {
    status=$?
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    if [ $status -ne 0 ]; then tail -n 30 "$work"/*.log >&2 || true; fi
    rm -rf "$work"
}
trap cleanup EXIT

export SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON="$venv/bin/python" PYSPARK_DRIVER_PYTHON="$venv/bin/python"
SPARK_HOME=$("$venv/bin/python" -c 'import pathlib, pyspark; print(pathlib.Path(pyspark.__file__).parent)')
export SPARK_HOME
free_port() { "$venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

say "making the corpus ($*)"
"$venv/bin/python" ../tools/make_corpus.py "$work/corpus" "$@" --shards 4 --formats jsonl >/dev/null
inputs=("$work"/corpus/jsonl/*.jsonl)
say "$(cat "${inputs[@]}" | wc -c) bytes; the command line"
"$venv/bin/saring" clean "${inputs[@]}" -o "$work/expected.jsonl" --quiet

port=$(free_port)
say "a master and two workers"
"$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port "$(free_port)" >"$work/master.log" 2>&1 &
pids+=($!)
for n in 1 2; do
    "$SPARK_HOME/bin/spark-class" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --port "$(free_port)" --webui-port "$(free_port)" \
        --cores 1 --memory 2g --work-dir "$work/w$n" "spark://127.0.0.1:$port" >"$work/worker$n.log" 2>&1 &
    pids+=($!)
done
for n in 1 2; do
    for _ in $(seq 120); do grep -qs "Successfully registered" "$work/worker$n.log" && break; sleep 0.5; done
done

say "the job"
parts=24
"$SPARK_HOME/bin/spark-submit" --master "spark://127.0.0.1:$port" \
    --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 --conf spark.ui.enabled=false \
    --conf spark.executor.memory=1g --conf spark.executor.cores=1 --conf spark.task.maxFailures=8 \
    "$("$venv/bin/saring-spark" --print-file)" --input "$work"/corpus/jsonl --output "$work/out" --partitions $parts >"$work/job.log" 2>&1 &
job=$!
pids+=($job)

# midway: some parts are written, and some are not
written() { find "$work/out" -name 'part-*.parquet' 2>/dev/null | wc -l; }
while [ "$(written)" -lt 3 ] && kill -0 $job 2>/dev/null; do sleep 0.05; done
# the second worker and all that it began: as if its machine lost power
tree() { local child; for child in $(pgrep -P "$1"); do tree "$child"; done; echo "$1"; }
# shellcheck disable=SC2046
kill -9 $(tree "${pids[2]}")
say "killed worker 2 when $(written) of $parts parts were written"
[ "$(written)" -lt $parts ] || { say "too late: the job was through"; exit 1; }
wait $job
say "the job ended: $(tail -n 1 "$work/job.log")"
grep -q "worker lost\|Lost executor\|Executor app-[^ ]* removed\|EXITED\|LOST" "$work/job.log" "$work/master.log" || { say "nobody noticed the loss"; exit 1; }

"$venv/bin/python" tests/compare.py "$work/expected.jsonl" "$work/out"
say "done"
