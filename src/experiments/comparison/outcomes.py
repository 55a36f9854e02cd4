"""What the comparison of comparison.ts comes to, over many seeds in real PyTorch: writes outcomes.json.

    python3 src/experiments/comparison/outcomes.py 1000   # seeds from 1000 on; a second or two each

For each outcome its mean, standard deviation and skewness over the runs, and the share of runs below 0: of ln(He's loss /
Xavier's) in the last of 50 epochs, and of ln(what He gets wrong of 2,000 fresh points / what Xavier gets wrong).
"""
import json
import math
import pathlib
import runpy
import sys

import numpy as np
import torch

FIRST = 1000
here = pathlib.Path(__file__)
comparison = runpy.run_path(str(here.parent.parent / "comparison.py"))["comparison"]


def ends(seed):
    """By method: the last loss, and the share of fresh points that are right."""
    return {method: (loss, fresh) for method, epoch, loss, _, fresh in comparison(seed=seed) if epoch == 50}


def outcomes(end):
    (he_loss, he_fresh), (xavier_loss, xavier_fresh) = end["he"], end["xavier"]
    return {"heOverXavier": math.log(he_loss / xavier_loss), "heErrors": math.log((1 - he_fresh) / (1 - xavier_fresh))}


def table(runs):
    """Of a list of `outcomes`."""
    rows = {}
    for name in runs[0]:
        values = np.array([run[name] for run in runs])
        spread = values - values.mean()
        moments = {"mean": values.mean(), "sd": values.std(), "skewness": (spread**3).mean() / values.std() ** 3, "below": (values < 0).mean()}
        rows[name] = {key: float(f"{moment:.4g}") for key, moment in moments.items()}
    return {"runs": len(runs), **rows}


def write(content):
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in content.items())
    lines = lines.replace('{"', '{ "').replace("}", " }")
    here.with_suffix(".json").write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    write(table([outcomes(ends(seed)) for seed in range(FIRST, FIRST + count)]))
