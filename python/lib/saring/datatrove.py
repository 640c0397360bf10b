"""saring as a step of a datatrove pipeline.

```python
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from saring.datatrove import SaringCleaner

LocalPipelineExecutor([JsonlReader("articles/"), SaringCleaner(), JsonlWriter("clean/")], tasks=2, workers=2).run()
```
"""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Iterable
from typing import Any, Optional

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.writers.disk_base import DiskWriter

import saring

__all__ = ["SaringCleaner"]

#: What datatrove's readers say of a document beside what its record says.
_READER = ("file_path",)


class SaringCleaner(PipelineStep):  # type: ignore[misc]
    """Cleans each document: `text` becomes the kept lines, `metadata` the record's other keys, with the document's own in its `metadata`.

    The executors count on one thread a task, and so does this. A document of which no text remains, or that cannot be read, goes to
    `exclusion_writer` (its text as it came, the reason under `metadata["reject"]`) and is counted as dropped.

    >>> from datatrove.data import Document
    >>> from saring.datatrove import SaringCleaner
    >>> [clean] = SaringCleaner().run([Document(text="Air surut.\\n[iklan_2]", id="a", metadata={"url": "https://bao.example/a"})])
    >>> clean.text, clean.metadata["source"], clean.metadata["removed"][0]["rule"]
    ('Air surut.', 'bao.example', 'ad.label')
    """

    name = "🧹 saring"
    type = "🫧 - CLEANER"

    def __init__(
        self,
        rules: Optional[str] = None,
        repair: tuple[str, ...] = (),
        exclusion_writer: Optional[DiskWriter] = None,
    ) -> None:
        super().__init__()
        self.rules = rules
        self.repair = tuple(repair)
        self.exclusion_writer = exclusion_writer

    def _clean(self, document: Document) -> Document:
        beside = {key: document.metadata[key] for key in _READER if key in document.metadata}
        fields = {key: value for key, value in document.metadata.items() if key not in beside}
        record = saring.cleaner(self.rules, self.repair).clean(document.text, **{**fields, "id": document.id}).to_dict()
        text, name = record.pop("text"), record.pop("id")
        return dataclasses.replace(document, text=text, id=name, metadata={**record, **beside})

    def run(self, data: Iterable[Document], rank: int = 0, world_size: int = 1) -> Generator[Document, None, None]:
        """Cleans the documents of a task."""
        writer: Any = self.exclusion_writer.__enter__() if self.exclusion_writer else None
        try:
            for document in data:
                self.stat_update("total")
                with self.track_time():
                    why = ""
                    try:
                        clean = self._clean(document)
                    except saring.RecordError as error:
                        clean, why = document, str(error)
                if why or not clean.text:
                    self.stat_update("dropped")
                    if writer is not None:
                        document.metadata["reject"] = why or "no text remains"
                        writer.write(document, rank)
                    continue
                self.stat_update("forwarded")
                self.update_doc_stats(clean)
                yield clean
        finally:
            if self.exclusion_writer:
                self.exclusion_writer.__exit__(None, None, None)
