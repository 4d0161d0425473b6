"""Writes the store that needs the extension, by hand: documents and bytes, no Zarr library.

    python write_store.py ../src/test/resources/extension.zarr

Beside it, rows.txt says what must be read: array, index, value.
"""

import json
import os
import shutil
import sys
from base64 import b64encode

CODES = ["OSL", "BGO", "", "TRD", "B", "B", "B", "OSL", "SVG"]
NUMBERS = [7, 7, 7, 7, 7, -1, 300000, 7, 7]


def runs(data):
    out = bytearray()
    at = 0
    while at < len(data):
        end = at + 1
        while end < len(data) and end - at < 255 and data[end] == data[at]:
            end += 1
        out += bytes([end - at, data[at]])
        at = end
    return bytes(out)


CODE = {"name": "example.code", "configuration": {"characters": 3}}
DOUBLING = {"name": "example.doubling", "configuration": {"first": 2}}
PADDED = {"name": "example.padded", "configuration": {"digits": 3}}
RUNS = {"name": "example.runs"}
LITTLE = {"name": "bytes", "configuration": {"endian": "little"}}


def array(path, name, data_type, values, grid, keys, codecs, lengths, stored):
    """lengths: of the chunks; stored: how many of them are."""
    folder = os.path.join(path, name)
    os.makedirs(folder)
    width = 3 if data_type == CODE else 4
    fill = "---" if data_type == CODE else -5
    document = {
        "zarr_format": 3,
        "node_type": "array",
        "shape": [len(values)],
        "data_type": data_type,
        "chunk_grid": grid,
        "chunk_key_encoding": keys,
        "fill_value": b64encode(fill.encode()).decode() if width == 3 else fill,
        "codecs": [{"name": "bytes"} if width == 3 else LITTLE] + ([RUNS] if RUNS in codecs else []),
        "attributes": {},
    }
    with open(os.path.join(folder, "zarr.json"), "w") as out:
        json.dump(document, out, indent=1)
    shown = []
    for chunk, length in enumerate(lengths):
        start = sum(lengths[:chunk])
        part = values[start : start + length]
        if chunk >= stored:
            shown += [fill] * len(part)
            continue
        shown += part
        part = part + [fill] * (length - len(part))
        data = b"".join(v.encode().ljust(3, b"\0") if width == 3 else v.to_bytes(4, "little", signed=True) for v in part)
        key = f"part-{chunk:03}" if keys == PADDED else f"c.{chunk}"
        with open(os.path.join(folder, key), "wb") as out:
            out.write(runs(data) if RUNS in codecs else data)
    return [f"{name} {index} {value}" for index, value in enumerate(shown)]


def main(path):
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    with open(os.path.join(path, "zarr.json"), "w") as out:
        json.dump({"zarr_format": 3, "node_type": "group", "attributes": {}}, out)
    regular = {"name": "regular", "configuration": {"chunk_shape": [4]}}
    dots = {"name": "default", "configuration": {"separator": "."}}
    fours = [4, 4, 4]
    rows = []
    rows += array(path, "codec", "int32", NUMBERS, regular, dots, [RUNS], fours, 3)
    rows += array(path, "type", CODE, CODES, regular, dots, [], fours, 2)
    rows += array(path, "grid", "int32", NUMBERS, DOUBLING, dots, [], [2, 4, 8], 3)
    rows += array(path, "keys", "int32", NUMBERS, regular, PADDED, [], fours, 3)
    rows += array(path, "all", CODE, CODES, DOUBLING, PADDED, [RUNS], [2, 4, 8], 2)
    with open(os.path.join(path, "rows.txt"), "w") as out:
        out.write("\n".join(rows) + "\n")


main(sys.argv[1])
