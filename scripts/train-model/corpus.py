"""The training corpus as one array of word numbers, read once and cached."""

import gzip
import hashlib
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


def file_digest(path):
    """Twelve hex digits of a file's SHA-256: what caches and checkpoints are bound to."""
    if not Path(path).is_file():
        fail(f"no such corpus: {path}", "give the articles as JSON lines (.jsonl or .jsonl.gz)")
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()[:12]


def load_corpus(path, digest, work):
    """Read the articles of `path`, or what an earlier run cached of them in `work`."""
    cache = Path(work) / f"corpus-{digest}.npz"
    if not cache.exists():
        _write_cache(path, cache)
    with np.load(cache) as arrays:
        return Corpus(arrays["words"].tobytes().decode("utf-8").split("\n"), arrays["stream"], arrays["starts"])


def _write_cache(path, cache):
    numbering, pieces, starts = _Numbering(), [], [0]
    for count, article in enumerate(read_articles(path), 1):
        text = f"{article['title']}\n{article['text']}"
        pieces.append(np.array([numbering[word] for word in words(text)], dtype=np.int32))
        starts.append(starts[-1] + len(pieces[-1]))
        if count % 2000 == 0:
            progress(f"read {count:,} articles, {starts[-1]:,} words")
    if not pieces:
        fail(f"{path} holds no articles")
    joined = np.frombuffer("\n".join(numbering).encode("utf-8"), dtype=np.uint8)
    temporary = cache.with_suffix(".tmp.npz")
    np.savez(temporary, words=joined, stream=np.concatenate(pieces), starts=np.array(starts))
    temporary.replace(cache)
