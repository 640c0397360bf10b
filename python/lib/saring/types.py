"""What the lists of a record hold, for those who check types. Places count code points of `text`, lines from 1 in the input."""

from __future__ import annotations

from typing import Literal, TypedDict

Reason = Literal["boilerplate", "duplicate"]


class Removed(TypedDict):
    """A line that was taken out, exactly as it stood."""

    line: int
    reason: Reason
    category: str
    of: int
    rule: str
    score: float
    text: str


class Suspect(TypedDict):
    """A kept line that a rule doubted."""

    line: int
    reason: Reason
    category: str
    of: int
    rule: str
    score: float


class Altered(TypedDict):
    """A kept or blank line that was changed: the rules that did, and the line as it stood."""

    line: int
    rules: list[str]
    text: str


class Foreign(TypedDict):
    """A kept line in another language."""

    line: int
    language: str
    score: float


class Quote(TypedDict):
    """A span between quotation marks; `official` is the speaker's place in `officials` from 1, else 0."""

    line: int
    start: int
    end: int
    text: str
    kind: Literal["motto", "theme", "name", "work", "speech", "term"]
    cue: str
    speaker: str
    official: int
    rule: str
    score: float


class Post(TypedDict):
    """A title, read."""

    title: str
    line: int
    start: int
    end: int
    role: str
    organisation: str
    level: str
    place: str
    place_code: str
    place_today: str


class Mention(TypedDict):
    """A place where an official is named."""

    line: int
    start: int
    end: int
    form: Literal["name", "alias"]


class Official(TypedDict):
    """A named person for whom the article states a post."""

    name: str
    titles: list[str]
    posts: list[Post]
    aliases: list[str]
    mentions: list[Mention]
    score: float


class Defect(TypedDict):
    """Something a translation reviewer should look at."""

    line: int
    start: int
    end: int
    kind: str
    text: str
    rule: str
    score: float


class Origin(TypedDict):
    """The input file as given and the record's number in it; empty and 0 where there is no file."""

    path: str
    record: int
