"""nDCG@10 and MRR of a model's vectors on a folder with `articles.jsonl.gz` and `qrels.txt`.

As `trec_eval -c`: the mean runs over every query of the judgments; equal scores rank by document
id, descending. Every article is a candidate except the query article itself.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np

from corpus import read_articles

DEPTH = 10


def read_judgments(path):
    judged = defaultdict(dict)
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        query, _, document, grade = line.split()
        judged[query][document] = int(grade)
    return judged


def article_text(article):
    """Title, summary and body, a line each; what is missing leaves no line."""
    parts = (article.get(name) for name in ("title", "summary", "body"))
    return "\n".join(part for part in parts if part)


def load_set(folder):
    """(ids, texts, judgments) of an evaluation folder, sorted by id descending."""
    articles = sorted(read_articles(Path(folder) / "articles.jsonl.gz"), key=lambda a: a["id"], reverse=True)
    return [a["id"] for a in articles], [article_text(a) for a in articles], read_judgments(Path(folder) / "qrels.txt")


def measure(ids, vectors, judged):
    """{'nDCG@10', 'MRR'} for unit `vectors`, whose order is that of `ids`: id descending."""
    row = {name: i for i, name in enumerate(ids)}
    discount = 1 / np.log2(np.arange(2, DEPTH + 2))
    gains, ranks = [], []
    for query, grades in judged.items():
        scores = vectors @ vectors[row[query]]
        scores[row[query]] = -np.inf
        best = np.argsort(-scores, kind="stable")[:DEPTH]  # stable: keeps the order of ids on ties
        gain = np.array([max(grades.get(ids[i], 0), 0) for i in best])
        ideal = np.sort([g for g in grades.values() if g > 0])[::-1][:DEPTH]
        gains.append(gain @ discount / max(ideal @ discount[: len(ideal)], 1e-12))
        relevant = [row[d] for d, g in grades.items() if g > 0 and d in row]
        top = max(relevant, key=lambda i: (scores[i], -i), default=None)
        if top is None:
            ranks.append(0.0)
        else:
            ranks.append(1 / (1 + (scores > scores[top]).sum() + (scores[:top] == scores[top]).sum()))
    return {"nDCG@10": float(np.mean(gains)), "MRR": float(np.mean(ranks))}
