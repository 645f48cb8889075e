"""The table before training: row = idf^power × (direction from truncated SVD + noise), see `start_table`."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import scipy.sparse as sparse

from report import progress
from vocabulary import SPECIAL, document_frequency
from weighting import term_weight

PASSAGE = 250  # tokens
ROUNDS = 3  # of subspace iteration; the singular values fall slowly, exact ones are not needed
SPARE = 64  # directions carried beyond those kept


def inverse_frequency(stream, starts, size):
    """ln((1 + articles) / (1 + articles with the token)); zero for the special tokens."""
    idf = np.log(len(starts) / (1 + document_frequency(stream, starts, size)))
    idf[: len(SPECIAL)] = 0
    return np.maximum(idf, 0).astype(np.float32)


def start_table(stream, starts, size, dimension, power, noise, seed):
    """A float32 table whose rows have a root mean square length of 1.

    The right singular vectors of the passages' TF-IDF give each token its direction. Their lengths,
    tiny for rare tokens, are discarded: unit rows scored far better. Noise, a random direction of
    length `noise` for each token, keeps apart the tokens that 256 topics cannot.
    """
    idf = inverse_frequency(stream, starts, size)
    draw = np.random.default_rng([seed, 0])
    terms = _passages(stream, starts, size, idf)
    directions = _right_singular_vectors(terms, dimension, draw)
    directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1e-9)
    directions += noise / np.sqrt(dimension) * draw.standard_normal(directions.shape, dtype=np.float32)
    table = idf[:, None] ** power * directions
    return (table / np.sqrt(np.mean(np.sum(table * table, axis=1)))).astype(np.float32)


def weighted_terms(row, tokens, rows, size):
    """Sparse matrix (rows × size) of term weights; `tokens[i]` stands in text `row[i]`."""
    terms = sparse.csr_matrix((np.ones(len(row), np.float32), (row, tokens)), shape=(rows, size))
    terms.sum_duplicates()
    length = np.repeat(np.bincount(row, minlength=rows), np.diff(terms.indptr))
    terms.data = term_weight(terms.data, length).astype(np.float32)
    return terms


def _lengths(terms):
    """The Euclidean length of each row, never zero."""
    row = np.repeat(np.arange(terms.shape[0]), np.diff(terms.indptr))
    return np.maximum(np.sqrt(np.bincount(row, terms.data**2, terms.shape[0])), 1e-9).astype(np.float32)


def _passages(stream, starts, size, idf):
    """TF-IDF of the articles cut into passages, as a sparse matrix with rows of unit length."""
    article = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    position = np.arange(len(stream)) - np.repeat(starts[:-1], np.diff(starts))
    fresh = np.diff(article, prepend=-1).astype(bool) | (position % PASSAGE == 0)
    row = np.cumsum(fresh) - 1
    terms = weighted_terms(row, stream, row[-1] + 1, size)
    terms.data *= idf[terms.indices]
    terms.data /= np.repeat(_lengths(terms), np.diff(terms.indptr))
    return terms


def _right_singular_vectors(terms, count, draw):
    """Randomised subspace iteration (Halko, Martinsson & Tropp 2011), two threads."""
    across = terms.T.tocsr()
    basis = draw.standard_normal((terms.shape[1], count + SPARE), dtype=np.float32)
    with ThreadPoolExecutor(2) as threads:
        def product(matrix, right):
            half = matrix.shape[0] // 2
            return np.concatenate(list(threads.map(lambda part: part @ right, (matrix[:half], matrix[half:]))))

        for turn in range(ROUNDS):
            basis, _ = np.linalg.qr(product(across, product(terms, basis)))
            progress(f"singular vectors: round {turn + 1} of {ROUNDS}")
        projected = product(terms, basis)
    values, rotation = np.linalg.eigh((projected.T @ projected).astype(np.float64))
    largest = np.argsort(-values)[:count]
    return basis @ rotation[:, largest].astype(np.float32)


def article_vectors(stream, starts, table):
    """A unit vector for every article."""
    row = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    vectors = weighted_terms(row, stream, len(starts) - 1, len(table)) @ table
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def nearest_articles(stream, starts, table, count):
    """The `count` articles most like each article (itself first), as (article × count) numbers."""
    vectors = article_vectors(stream, starts, table)
    found = np.empty((len(vectors), count), np.int32)
    for begin in range(0, len(vectors), 1000):
        scores = vectors[begin : begin + 1000] @ vectors.T
        near = np.argpartition(-scores, count, axis=1)[:, :count]
        order = np.argsort(-np.take_along_axis(scores, near, 1), axis=1, kind="stable")
        found[begin : begin + 1000] = np.take_along_axis(near, order, 1)
    return found
