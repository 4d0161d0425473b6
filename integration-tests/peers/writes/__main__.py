"""Arrays that are written in steps, by zarr-python and by this library in turn, against a plain numpy array.

    python writes begin DIRECTORY     makes the arrays of DIRECTORY/cases.jsonl that zarr-python begins
    python writes check DIRECTORY     reads all of them; a line for each in DIRECTORY/checked.jsonl

A case: number, path, format, dtype, shape, chunks, shards, fill, begins (who), compressor of zarr-python, steps. A step
writes a box, deletes a stored object, or gives another shape.
"""

import json
import sys
from pathlib import Path

import numpy as np
import zarr


def value(dtype, seed, count):
    """The values of a step, the same in Java: small numbers that no type lacks."""
    numbers = (seed * 31 + np.arange(count, dtype="int64") * 7) % 100
    if dtype == "string":
        return np.array([f"s{n}" * (n % 4) for n in numbers], dtype=object)
    if dtype == "bool":
        return numbers % 2 == 1
    if dtype == "complex128":
        return numbers - 1j * numbers
    return numbers.astype(dtype)


def fill(case):
    return {"string": "", "bool": False}.get(case["dtype"], case["fill"])


def model(case):
    dtype = object if case["dtype"] == "string" else case["dtype"]
    array = np.full(case["shape"], fill(case), dtype=dtype)
    for step in case["steps"]:
        if step["kind"] == "shape":
            larger = np.full(step["shape"], fill(case), dtype=dtype)
            kept = tuple(slice(0, min(a, b)) for a, b in zip(array.shape, larger.shape))
            larger[kept] = array[kept]
            array = larger
        elif step["kind"] == "delete":
            size = case["shards"] or case["chunks"]
            array[tuple(slice(i * n, (i + 1) * n) for i, n in zip(step["object"], size))] = fill(case)
        else:
            box = tuple(slice(a, b) for a, b in zip(step["start"], step["stop"]))
            lengths = [b - a for a, b in zip(step["start"], step["stop"])]
            array[box] = value(case["dtype"], step["seed"], int(np.prod(lengths))).reshape(lengths)
    return array


def begin(case):
    kwargs = {}
    if case["compressor"] == "none":
        kwargs["compressors"] = None
    array = zarr.create_array(
        store=case["path"], shape=case["shape"], chunks=case["chunks"], shards=case["shards"], dtype=case["dtype"],
        zarr_format=case["format"], fill_value=fill(case), **kwargs,
    )  # fmt: skip
    array[...] = value(case["dtype"], case["seed"], int(np.prod(case["shape"]))).reshape(case["shape"])


def check(case):
    try:
        found = zarr.open_array(case["path"], mode="r")[...]
    except Exception as e:
        return f"refused: {type(e).__name__}: {e}"
    expected = model(case)
    if found.shape != expected.shape:
        return f"shape {found.shape} instead of {expected.shape}"
    wrong = np.argwhere(np.asarray(found, dtype=expected.dtype) != expected)
    if len(wrong):
        at = tuple(wrong[0])
        return f"{len(wrong)} cells differ, first {at}: {found[at]!r} instead of {expected[at]!r}"
    return "same"


def cases(directory):
    with open(directory / "cases.jsonl") as lines:
        return [json.loads(line) for line in lines]


def main(verb, directory):
    directory = Path(directory)
    if verb == "begin":
        for case in cases(directory):
            if case["begins"] == "zarr-python":
                begin(case)
        return
    with open(directory / "checked.jsonl", "w") as out:
        for case in cases(directory):
            out.write(json.dumps({"number": case["number"], "outcome": check(case)}) + "\n")


main(*sys.argv[1:])
