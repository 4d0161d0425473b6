"""Random tables, both directions.

    python tables make DIRECTORY SEED FIRST COUNT    DIRECTORY/cases.jsonl, with the stores and Parquet files that they begin with
    python tables judge DIRECTORY SEED               DIRECTORY/judged.jsonl, out of DIRECTORY/outcomes.jsonl and the stores

A case is a list of steps; what a step reads (`from`, `read`), which columns it makes of that (`columns`, each a name, an
expression, and whether the column's metadata stay), and how it is saved (`to`, `mode`, `write`). Everything is drawn
from (seed, number) alone, so that judging draws again what was made. Even numbers are DataFrames whose stores are
compared with what the documentation promises, odd ones are stores of xarray that are changed.
"""

import json
import sys
import traceback
import warnings
from pathlib import Path

import datasets
import frames

warnings.simplefilter("error")
warnings.filterwarnings("ignore", message=".*(Zarr (V3|format 3) specification|V3 specification|Consolidated metadata is).*")
warnings.filterwarnings("ignore", message=".*does not have a Zarr V3 specification.*")
warnings.filterwarnings("ignore", message=".*Duplicate name.*|.*Numcodecs codecs are not in.*")


def draw(directory, seed, number):
    return (frames.Frame if number % 2 == 0 else datasets.Change)(directory, seed, number)


def make(directory, seed, first, count):
    with open(directory / "cases.jsonl", "w") as out:
        for number in range(first, first + count):
            case = draw(directory, seed, number)
            case.make()
            out.write(json.dumps({"number": number, "steps": case.steps}) + "\n")


def judge(directory, seed):
    with open(directory / "outcomes.jsonl") as lines, open(directory / "judged.jsonl", "w") as out:
        for line in lines:
            answer = json.loads(line)
            case = draw(directory, seed, answer["number"])
            refused = answer.get("refused")
            wrong = None
            if "crash" in answer:
                wrong = f"{refused}\n{answer['crash']}"
            elif case.refusal is not None:
                if refused is None:
                    wrong = f"was not refused: {case.refusal}"
                elif case.refusal not in refused:
                    wrong = f"was refused, but not for {case.refusal}: {refused}"
            elif refused is not None:
                wrong = f"refused: {refused}"
            else:
                try:
                    case.compare()
                except Exception:
                    wrong = traceback.format_exc(limit=-3)
            out.write(json.dumps({"number": case.number, "what": sorted(case.features), "wrong": wrong}) + "\n")


verb, directory, *numbers = sys.argv[1:]
{"make": make, "judge": judge}[verb](Path(directory), *map(int, numbers))
