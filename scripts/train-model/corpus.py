"""The training corpus as one array of word numbers, read once and cached."""

import gzip
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np

from report import fail, progress
from text import words


class Corpus(NamedTuple):
    """Article i is `stream[starts[i]:starts[i + 1]]`: numbers into `words`, title first."""

    words: list
    stream: np.ndarray
    starts: np.ndarray
    body: np.ndarray  # where article i's text begins, that is, behind its title


class _Numbering(dict):
    def __missing__(self, word):
        number = self[word] = len(self)
        return number


def read_articles(path):
    """Yield the JSON objects of a .jsonl or .jsonl.gz file."""
    path = Path(path)
    if not path.is_file():
        fail(f"no such file: {path}", "give the articles as JSON lines (.jsonl or .jsonl.gz)")
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                fail(f"{path}, line {number}: not JSON ({error})")


def load_corpus(path, work):
    """Read `path`, or its cache in `work` if the file has the same size and time of change."""
    stat = Path(path).stat() if Path(path).is_file() else fail(f"no such corpus: {path}")
    cache = Path(work) / f"corpus-{stat.st_size}-{int(stat.st_mtime)}.npz"
    if not cache.exists():
        _write_cache(path, cache)
    with np.load(cache) as arrays:
        vocabulary = arrays["words"].tobytes().decode("utf-8").split("\n")
        return Corpus(vocabulary, arrays["stream"], arrays["starts"], arrays["body"])


def _write_cache(path, cache):
    numbering, pieces, starts, body = _Numbering(), [], [0], []
    for count, article in enumerate(read_articles(path), 1):
        title = [numbering[w] for w in words(article["title"])]
        text = [numbering[w] for w in words(article.get("text") or article.get("body") or "")]
        pieces.append(np.array(title + text, dtype=np.int32))
        body.append(starts[-1] + len(title))
        starts.append(starts[-1] + len(title) + len(text))
        if count % 2000 == 0:
            progress(f"read {count:,} articles, {starts[-1]:,} words")
    joined = np.frombuffer("\n".join(numbering).encode("utf-8"), dtype=np.uint8)
    temporary = cache.with_suffix(".tmp.npz")
    np.savez(temporary, words=joined, stream=np.concatenate(pieces),
             starts=np.array(starts), body=np.array(body))
    temporary.replace(cache)
