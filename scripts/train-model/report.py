"""What the person at the terminal sees: progress on stderr, one clear sentence on failure."""

import sys


def progress(message):
    print(message, file=sys.stderr, flush=True)


def fail(problem, remedy=None):
    """End with exit code 1; say what is wrong and, where known, what to do about it."""
    progress(f"train-model: {problem}" + (f"\n  {remedy}" if remedy else ""))
    raise SystemExit(1)
