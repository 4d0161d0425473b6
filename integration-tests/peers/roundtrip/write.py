"""Direction A: zarr-python writes random arrays, and says what is in them.

    python roundtrip write DIRECTORY SEED FIRST COUNT

Into DIRECTORY: theirs/NUMBER, an array that zarr-python wrote; cases.jsonl, a line for each case; values.bin, the
elements that both sides write; expected.bin, what then is in zarr-python's array, and where that is something else, in
ours. See cells.py for the form of the two.
"""

import json
import os
import traceback
import warnings

import numpy as np
import zarr
from zarr.core.buffer import default_buffer_prototype
from zarr.core.metadata import ArrayV2Metadata, ArrayV3Metadata

import cases
import chains
import data_types
import exclusions
import peer
from cases import Case, box
from cells import canonical, little_endian

PEER = "zarr-python"
warnings.filterwarnings("ignore")


def spelled(case):
    """The document as zarr-python spells it, except that it would lose the payload of a NaN."""
    if case.format == 3 and "NaN payload fill" in case.features:
        return {"zarr.json": json.dumps(case.document).encode()}
    kind = ArrayV2Metadata if case.format == 2 else ArrayV3Metadata
    documents = kind.from_dict(json.loads(json.dumps(case.document)))
    return {name: text.to_bytes() for name, text in documents.to_buffer_dict(default_buffer_prototype()).items()}


def write(case, path):
    """Writes the case with zarr-python."""
    os.makedirs(path)
    for name, text in spelled(case).items():
        with open(os.path.join(path, name), "wb") as out:
            out.write(text)
    # It takes chunks for empty that equal the fill by value: any NaN, and inside complex numbers either zero.
    keep = case.keep_empty or case.features & {"NaN fill", "parts compared by value"}
    with zarr.config.set({"array.write_empty_chunks": bool(keep)}):
        array = zarr.open_array(path, mode="r+")
        for each in case.writes:
            array[box(each)] = case.values[box(each)]
    for key in case.deleted:
        if os.path.exists(os.path.join(path, key)):
            os.remove(os.path.join(path, key))


def of_ours(case, held):
    """What an array that we write holds, from what zarr-python's does.

    With write_empty_chunks it stores inner chunks that hold nothing but the fill, through lossy filters too.
    """
    out = None if case.lossless else case.left_out()
    if held is None or out is None or not out.any():
        return held
    cells = np.frombuffer(held, little_endian(case.kind.dtype)).reshape(case.shape).copy()
    cells[out] = case.fill
    return canonical(cells, case.kind.dtype)


def read(path):
    return zarr.open_array(path, mode="r")[...]


class Heap:
    """A file of values, one after the other."""

    def __init__(self, path):
        self.file = open(path, "wb")

    def add(self, data):
        start = self.file.tell()
        self.file.write(data)
        return [start, len(data)]


def wanted():
    """What a run of some thousand cases must have drawn, by heading of the report."""
    return {
        "types": [f"v{f} {label}" for f in (2, 3) for label in data_types.LABELS],
        "codecs": [
            f"v{f} {name}"
            for f, names in ((2, chains.V2_NAMES), (3, chains.V3_NAMES))
            for name in names
        ],
        "grids": ["regular"] + ["rectilinear"] * peer.NEWEST,
        "features": cases.FEATURES,
    }


def run(directory, seed, first, count):
    values, expected = (Heap(os.path.join(directory, name)) for name in ("values.bin", "expected.bin"))
    with open(os.path.join(directory, "wanted.json"), "w") as out:
        json.dump(wanted(), out)
    with open(os.path.join(directory, "cases.jsonl"), "w") as lines:
        for number in range(first, first + count):
            case = Case(seed, number, data_types.LABELS)
            line = case.to_json()
            line["values"] = values.add(canonical(case.values, case.kind.dtype))
            model = canonical(case.model(), case.kind.dtype)
            line["ours"] = {"excluded": exclusions.reason("spark-zarr", case)}
            excluded = exclusions.reason(PEER, case)
            if excluded:
                line["theirs"] = {"excluded": excluded}
                held = model if case.lossless else None
            else:
                path = os.path.join(directory, "theirs", str(number))
                try:
                    write(case, path)
                    held = canonical(read(path), case.kind.dtype)
                    line["theirs"] = {"path": path}
                    if case.lossless and held != model:
                        line["theirs"] = {"failed": "zarr-python reads other values than it was given"}
                        held = model
                except Exception as e:
                    line["theirs"] = {"failed": "".join(traceback.format_exception(e)[-3:])}
                    held = model if case.lossless else None
            ours = of_ours(case, held)
            line["expected"] = None if held is None else expected.add(held)
            line["ours"]["expected"] = line["expected"] if ours == held else expected.add(ours)
            lines.write(json.dumps(line) + "\n")
