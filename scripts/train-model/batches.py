"""Pairs of passages of the same article, as sparse term matrices.

Everything random in step n comes from a generator seeded with (seed, n): a run that was stopped and
continued sees the batches it would have seen, whatever was prefetched.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import scipy.sparse as sparse

from weighting import term_weight


class Sampling(NamedTuple):
    pairs: int
    shortest: int  # tokens in a passage, drawn log-uniformly
    longest: int
    dropped: float  # share of a passage's distinct tokens left out
    group: int  # this many neighbouring articles stand together as hard negatives
    grouped: float  # share of the batch drawn in such groups


class Batches:
    def __init__(self, stream, starts, size, sampling, seed, neighbours):
        self.stream, self.starts, self.size = stream, starts, size
        self.sampling, self.seed, self.neighbours = sampling, seed, neighbours
        length = np.diff(starts)
        self.usable = np.flatnonzero(length >= 3 * sampling.shortest)
        self.holds_two = length >= 2 * (sampling.shortest + 1)  # enough to come along as a neighbour

    def at(self, step):
        """The two term matrices of a step: row i of both comes from one article."""
        draw = np.random.default_rng([self.seed, step])
        articles = self._articles(draw)
        first, second = self._passages(articles, draw)
        return self._terms(*first, draw), self._terms(*second, draw)

    def iterate(self, begin, end):
        """Yield (step, batch), the next one being drawn while the caller works."""
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(self.at, begin)
            for step in range(begin, end):
                batch = coming.result()
                coming = ahead.submit(self.at, step + 1)
                yield step, batch

    def _articles(self, draw):
        s = self.sampling
        shuffled = draw.permutation(self.usable)
        # groups first, then articles at random from the other end, none twice
        seeds = shuffled[: int(s.pairs * s.grouped) // s.group]
        near = self.neighbours[seeds, : s.group].ravel()
        chosen = np.concatenate([near[self.holds_two[near]], shuffled[::-1][: s.pairs]])
        _, first = np.unique(chosen, return_index=True)
        return chosen[np.sort(first)][: s.pairs]

    def _passages(self, articles, draw):
        """Two passages of each article that do not overlap, as (starts, lengths) twice, sides at random."""
        s = self.sampling
        begin, whole = self.starts[articles], np.diff(self.starts)[articles]
        longest = np.minimum(s.longest, (whole - s.shortest) // 2)
        sizes = [np.exp(draw.uniform(np.log(s.shortest), np.log(np.maximum(longest, s.shortest + 1)))).astype(np.int64)
                 for _ in range(2)]
        spare = whole - sizes[0] - sizes[1]
        cuts = np.sort(draw.uniform(size=(2, len(articles))), axis=0) * spare
        before, between = cuts[0].astype(np.int64), (cuts[1] - cuts[0]).astype(np.int64)
        left = (begin + before, sizes[0])
        right = (begin + before + sizes[0] + between, sizes[1])
        swap = draw.uniform(size=len(articles)) < 0.5
        return [(np.where(swap, b[0], a[0]), np.where(swap, b[1], a[1])) for a, b in ((left, right), (right, left))]

    def _terms(self, starts, lengths, draw):
        """Row i: the weighted distinct tokens of `stream[starts[i]:][:lengths[i]]`, some dropped."""
        row = np.repeat(np.arange(len(starts)), lengths)
        offset = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        key = row * self.size + self.stream[np.repeat(starts, lengths) + offset]
        key, count = np.unique(key, return_counts=True)
        kept = draw.uniform(size=len(key)) >= self.sampling.dropped
        key, count = key[kept], count[kept]
        rows, tokens = key // self.size, key % self.size
        ends = np.searchsorted(rows, np.arange(len(starts) + 1))
        weights = term_weight(count, lengths[rows]).astype(np.float32)
        return sparse.csr_matrix((weights, tokens.astype(np.int32), ends.astype(np.int32)),
                                 shape=(len(starts), self.size))
