"""What the MNIST labs come to on drawn digits, over many seeds in real PyTorch: writes outcomes.json.

    python3 src/experiments/mnist-labs/outcomes.py runs.jsonl 100   # seeds from 1000 on, as many as the file lacks; 6 s each

For each outcome its mean, standard deviation and skewness over the runs, all after 160 batches of 100 digits. Of the shallow
net: ln(batches to 90 % from a start / from Xavier's), `slower`, where a start that does not get there in 160 counts as 160;
and how much smaller the share of held-out digits that it gets right is than Xavier's, `behind`. Of the deep net, how much
larger that share is than the shallow net's after as many batches, `atSteps`, and after as many multiplications, `atWork`, both
from Xavier's weights.
"""
import json
import math
import pathlib
import runpy
import sys

import numpy as np
import torch

FIRST = 1000
GOAL = 0.9
XAVIER = "xavier_uniform_"
# Multiplications an image, forward and backward, are 3,177,472 deep and 605,696 shallow; 160 batches are as good as 30.
EVEN = 30
here = pathlib.Path(__file__)
deep = runpy.run_path(str(here.parent.parent / "mnist-nn-deep.py"))
lab = deep["lab"]


def curve(start, seed, data, widths):
    """[batches, share of the held-out digits that are right] at each look."""
    return [[step, float(right.mean())] for step, _, right in lab["learn"](lab["net"](start, seed, widths), data)]


def run(seed):
    data = lab["drawn"](seed)
    curves = {start: curve(start, seed, data, lab["WIDTHS"]) for start in lab["STARTS"]}
    return {**curves, "deep": curve(XAVIER, seed, data, deep["WIDTHS"])}


def batches_to_goal(looks):
    """On a straight line between the first look at which nine digits in ten are right and the one before; or all batches."""
    for (earlier, less), (step, share) in zip(looks, looks[1:]):
        if share >= GOAL:
            return earlier + (GOAL - less) / (share - less) * (step - earlier)
    return looks[-1][0]


def outcomes(curves):
    batches = {start: batches_to_goal(curves[start]) for start in lab["STARTS"]}
    ends = {start: one[-1][1] for start, one in curves.items()}
    others = [start for start in lab["STARTS"] if start != XAVIER]
    return {
        **{f"slower {start}": math.log(batches[start] / batches[XAVIER]) for start in others},
        **{f"behind {start}": ends[XAVIER] - ends[start] for start in others},
        "atSteps": ends["deep"] - ends[XAVIER],
        "atWork": dict(curves["deep"])[EVEN] - ends[XAVIER],
    }


def moments(values):
    spread = np.array(values) - np.mean(values)
    found = {"mean": np.mean(values), "sd": np.std(values, ddof=1), "skewness": np.mean(spread**3) / np.std(values) ** 3}
    return {key: float(f"{moment:.4g}") for key, moment in found.items()}


def table(runs):
    found = [outcomes(one) for one in runs]
    return {"runs": len(runs), **{name: moments([one[name] for one in found]) for name in found[0]}}


def write(content):
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in content.items())
    lines = lines.replace('{"', '{ "').replace("}", " }")
    here.with_suffix(".json").write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    cache, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    done = cache.read_text().splitlines() if cache.exists() else []
    with cache.open("a") as file:
        for seed in range(FIRST + len(done), FIRST + count):
            done.append(json.dumps(run(seed)))
            print(done[-1], file=file, flush=True)
    write(table([json.loads(line) for line in done]))
