"""One peer's work over a folder of JSON Lines, in one thread: `job.py NAME INPUT_DIR OUTPUT_DIR`. `run` starts it and measures it from outside."""
import glob
import importlib.util
import json
import os
import sys
import sysconfig


def dolma_paragraphs(source, out):
    """dolma's exact paragraph dedupe: a Bloom filter over paragraphs; writes the spans of those seen before."""
    [path] = glob.glob(os.path.join(sysconfig.get_paths()["platlib"], "dolma", "dolma.*.so"))
    spec = importlib.util.spec_from_file_location("dolma", path)
    dolma = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(dolma)
    documents = os.path.join(out, "documents")
    os.symlink(os.path.abspath(source), documents)
    dolma.deduper_entrypoint(json.dumps({
        "documents": [os.path.join(documents, "*.jsonl")],
        "dedupe": {"name": "paragraphs", "document_dir": "documents", "paragraphs": {"attribute_name": "seen", "paragraph_separator": "\n"},
                   "skip_empty": True, "min_length": 0, "min_words": 0, "num_partitions": 1, "partition_index": 0, "file_partition": False},
        "bloom_filter": {"file": os.path.join(out, "bloom.bin"), "size_in_bytes": 0, "read_only": False,
                         "estimated_doc_count": 10_000_000, "desired_false_positive_rate": 0.0001},
        "compression": {"input": None, "output": None},
        "work_dir": {"input": os.path.join(out, "in"), "output": os.path.join(out, "out")},
        "is_s3_volume": False, "processes": 1}))


def datatrove(source, out, *steps):
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader

    pipeline = [JsonlReader(source, glob_pattern="*.jsonl"), *steps]
    LocalPipelineExecutor(pipeline, tasks=1, workers=1, logging_dir=os.path.join(out, "logs")).run()


def datatrove_filters(source, out):
    """datatrove's C4 quality filter, then its Gopher repetition filter, with their defaults: for English, whose words are
    split faster than those of Indonesian would be."""
    from datatrove.pipeline.filters import C4QualityFilter, GopherRepetitionFilter
    from datatrove.pipeline.writers import JsonlWriter

    datatrove(source, out, C4QualityFilter(), GopherRepetitionFilter(),
              JsonlWriter(os.path.join(out, "kept"), compression=None))


def datatrove_minhash(source, out):
    """datatrove's MinHash, first stage: signatures of word 5-grams, 14 bands of 8, with its defaults."""
    from datatrove.pipeline.dedup.minhash import MinhashDedupSignature

    datatrove(source, out, MinhashDedupSignature(os.path.join(out, "signatures")))


def polars_copy(source, out):
    """polars reads the files and writes them again."""
    import polars

    for path in sorted(glob.glob(os.path.join(source, "*.jsonl"))):
        polars.read_ndjson(path).write_ndjson(os.path.join(out, os.path.basename(path)))


JOBS = {"dolma": dolma_paragraphs, "filters": datatrove_filters, "minhash": datatrove_minhash, "polars": polars_copy}

if __name__ == "__main__":
    name, source, out = sys.argv[1:]
    os.makedirs(out)
    JOBS[name](source, out)
