"""What dbn-pretraining.ts comes to over many seeds, at its defaults, in real PyTorch: writes outcomes.json.

    python3 src/experiments/dbn-pretraining/outcomes.py 200   # seeds from 2000 on; some two seconds each
    python3 src/experiments/dbn-pretraining/outcomes.py 20 2060 part.json   # 20 of them, from 2060 on, for a later call ...
    python3 src/experiments/dbn-pretraining/outcomes.py join part*.json     # ... that puts the parts together

The lead of the pre-trained net over He's with few labels, and of He's over the pre-trained with all, in held-out digits of a
hundred: mean, standard deviation and skewness over the runs, and the share of runs below 0. Then the most of ln 10 that any
net explained from small weights, at any look, and the least that a pre-trained one did in the end with all labels.
"""
import json
import math
import pathlib
import runpy
import sys

import numpy as np
import torch

FIRST = 2000
here = pathlib.Path(__file__)
twin = runpy.run_path(str(here.parent.parent / "dbn-pretraining.py"))["dbn_pretraining"]


def outcome(seed):
    last, small = {}, -math.inf
    for way, labels, _, loss, right in twin(seed=seed, ways=("he", "small", "pre-trained")):
        last[way, labels] = 1 - loss / math.log(10), 100 * right
        if way == "small":
            small = max(small, 1 - loss / math.log(10))
    few, all_labels = (last["pre-trained", n][1] - last["he", n][1] for n in (100, 4000))
    return {"fewLead": few, "allLead": -all_labels, "small": small, "pretrained": last["pre-trained", 4000][0]}


def table(runs):
    rows = {"runs": len(runs)}
    for name in ("fewLead", "allLead"):
        values = np.array([run[name] for run in runs])
        spread = values - values.mean()
        moments = {"mean": values.mean(), "sd": values.std(), "skewness": (spread**3).mean() / values.std() ** 3, "below": (values < 0).mean()}
        rows[name] = {key: float(f"{moment:.4g}") for key, moment in moments.items()}
    rows["mostSmall"] = float(f"{max(run['small'] for run in runs):.2g}")
    rows["leastPretrained"] = float(f"{min(run['pretrained'] for run in runs):.2g}")
    return rows


def write(content):
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in content.items())
    lines = lines.replace('{"', '{ "').replace("}", " }")
    here.with_suffix(".json").write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    if sys.argv[1] == "join":
        write(table([run for part in sys.argv[2:] for run in json.loads(pathlib.Path(part).read_text())]))
    else:
        count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else FIRST
        runs = [outcome(seed) for seed in range(first, first + count)]
        if len(sys.argv) > 3:
            pathlib.Path(sys.argv[3]).write_text(json.dumps(runs))
        else:
            write(table(runs))
