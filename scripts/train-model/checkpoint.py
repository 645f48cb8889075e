"""Where a run stands, on disk, so that it can be stopped and continued."""

import json
from pathlib import Path

import numpy as np

from report import fail


def save_checkpoint(work, settings, corpus, step, trainer):
    """Replace the checkpoint in one rename: a stop at any moment leaves a whole one."""
    target = Path(work) / "checkpoint.npz"
    temporary = target.with_suffix(".tmp.npz")
    about = json.dumps({**settings, "corpus": corpus})
    np.savez(temporary, about=about, step=step, **trainer.state())
    temporary.replace(target)


def load_checkpoint(work, settings, corpus):
    """(next step, state) of the run these settings began in `work`, or None."""
    path = Path(work) / "checkpoint.npz"
    if not path.exists():
        return None
    with np.load(path) as saved:
        theirs, ours = json.loads(str(saved["about"])), {**settings, "corpus": corpus}
        other = [f"{name} {theirs.get(name)} (now {ours[name]})" for name in ours if theirs.get(name) != ours[name]]
        if other:
            fail(f"{path} belongs to another run: " + ", ".join(other),
                 "give those settings to continue it, or another --work folder, or delete the file")
        return int(saved["step"]), {name: saved[name] for name in saved.files if name not in ("about", "step")}
