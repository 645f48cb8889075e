"""The whole way from corpus to table, with progress, checkpoints and a learning-rate schedule."""

import math
import time
from dataclasses import asdict

import numpy as np

from batches import Batches, Sampling
from checkpoint import load_checkpoint, save_checkpoint
from contrast import Trainer
from initialise import article_vectors, nearest_articles, start_table
from report import fail, progress

REPORT = 25  # steps between lines of progress
CHECKPOINT = 100  # steps


def train(stream, starts, size, settings, corpus, work):
    """The trained float32 table, token × dimension. `corpus` is the digest of the corpus file."""
    if len(starts) - 1 <= settings.group:
        fail(f"{len(starts) - 1} articles are too few for groups of {settings.group}", "give a larger corpus")
    identity = {name: value for name, value in asdict(settings).items() if name != "evenness"}  # used after training
    saved = load_checkpoint(work, identity, corpus)  # first, so that a wrong one is told at once
    table = start_table(stream, starts, size, settings.dimension, settings.idf_power, settings.noise, settings.seed)
    progress("finding each article's neighbours")
    neighbours = nearest_articles(stream, starts, table, settings.group)
    sampling = Sampling(settings.batch, settings.shortest, settings.longest, settings.dropped,
                        settings.group, settings.grouped)
    batches = Batches(stream, starts, size, sampling, settings.seed, neighbours)
    begin, state = saved or (0, {"table": table})
    if begin:
        progress(f"continuing at step {begin:,}")
    trainer = Trainer(**state)
    _run(trainer, batches, begin, settings, lambda step: save_checkpoint(work, identity, corpus, step, trainer))
    return trainer.table


def _run(trainer, batches, begin, settings, save):
    since, losses, started = begin, [], time.monotonic()
    for step, batch in batches.iterate(begin, settings.steps):
        losses.append(trainer.step(step, batch, learning_rate(step, settings), settings.temperature))
        done = step + 1
        if done % REPORT == 0 or done == settings.steps:
            pace = (time.monotonic() - started) / (done - since)
            progress(f"step {done:,}/{settings.steps:,}  loss {np.mean(losses):.4f}  {1 / pace:.2f} steps/s  "
                     f"{pace * (settings.steps - done) / 60:.1f} min left")
            losses = []
        if done % CHECKPOINT == 0 or done == settings.steps:
            save(done)


def even_out(stream, starts, table, power):
    """Rotate to the principal axes of the corpus's articles and divide each by its spread ^ `power`.

    Partial whitening: a few directions ("is about technology at all") otherwise outweigh the many that
    tell articles of one field apart.
    """
    vectors = article_vectors(stream, starts, table).astype(np.float64)
    squares, axes = np.linalg.eigh(vectors.T @ vectors / len(vectors))
    return (table @ (axes * np.maximum(squares, 1e-8) ** (-power / 2))).astype(np.float32)


def learning_rate(step, settings):
    """Linear warm-up, then a half cosine down to zero."""
    warm = min(1, (step + 1) / settings.warm_up)
    return settings.rate * warm * 0.5 * (1 + math.cos(math.pi * step / settings.steps))
