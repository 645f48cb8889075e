"""One training step: InfoNCE over a batch of pairs, and Adam on the rows that the batch touched."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy.sparse import csr_matrix, vstack

CHUNK = 512  # rows updated at a time, so that they stay in the processor's cache
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8  # Kingma & Ba 2015

_threads = ThreadPoolExecutor(2)


def _normalised(terms, table):
    half = terms.shape[0] // 2
    parts = list(_threads.map(lambda part: part @ table, (terms[:half], terms[half:])))
    sums = np.concatenate(parts)
    length = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    sums /= length
    return sums, length


def loss_and_slopes(first, second, temperature):
    """InfoNCE in both directions over unit rows; the slopes are with respect to those rows."""
    rows = len(first)
    scores = first @ second.T
    own = np.diagonal(scores).copy()
    scores -= 1
    scores /= temperature
    np.exp(scores, out=scores)  # at most 1: cosines never exceed 1
    by_row, by_column = scores.sum(axis=1), scores.sum(axis=0)
    loss = (np.log(by_row) + np.log(by_column)).mean() / 2 - (own - 1).mean() / temperature
    scores *= (0.5 / by_row)[:, None] + (0.5 / by_column)[None, :]
    scores[np.arange(rows), np.arange(rows)] -= 1
    scores /= rows * temperature
    return float(loss), scores @ second, scores.T @ first


def _through_normalisation(slope, unit, length):
    return (slope - unit * np.sum(slope * unit, axis=1, keepdims=True)) / length


class Trainer:
    """The table (token × dimension, float32) and Adam's moments. Untouched rows keep their moments."""

    def __init__(self, table, mean=None, square=None):
        self.table = table
        self.mean = np.zeros_like(table) if mean is None else mean
        self.square = np.zeros_like(table) if square is None else square

    def state(self):
        """What the constructor takes, to continue from here."""
        return {"table": self.table, "mean": self.mean, "square": self.square}

    def step(self, number, batch, rate, temperature):
        """Do step `number` (from 0); return the loss before it."""
        (first, length1), (second, length2) = (_normalised(terms, self.table) for terms in batch)
        loss, slope1, slope2 = loss_and_slopes(first, second, temperature)
        slopes = np.concatenate([_through_normalisation(slope1, first, length1),
                                 _through_normalisation(slope2, second, length2)])
        self._update(number, batch, slopes, rate)
        return loss

    def _update(self, number, batch, slopes, rate):
        by_token, tokens = _transpose(batch, self.table.shape[0])
        correct1, correct2 = 1 - BETA1 ** (number + 1), 1 - BETA2 ** (number + 1)

        def update(begin):
            rows = tokens[begin : begin + CHUNK]
            gradient = by_token[begin : begin + CHUNK] @ slopes
            mean, square = self.mean[rows], self.square[rows]
            mean += (1 - BETA1) * (gradient - mean)
            gradient *= gradient
            square += (1 - BETA2) * (gradient - square)
            self.mean[rows], self.square[rows] = mean, square
            np.sqrt(square / correct2, out=square)
            square += EPSILON
            mean *= rate / correct1
            mean /= square
            self.table[rows] -= mean

        list(_threads.map(update, range(0, len(tokens), CHUNK)))


def _transpose(batch, size):
    """The batch's terms as (touched token × passage), and which tokens those are."""
    terms = vstack(batch, format="csr")
    touched = np.zeros(size, dtype=bool)
    touched[terms.indices] = True
    tokens = np.flatnonzero(touched)
    place = np.cumsum(touched, dtype=np.int32) - 1
    packed = csr_matrix((terms.data, place[terms.indices], terms.indptr), shape=(terms.shape[0], len(tokens)))
    return packed.T.tocsr(), tokens
