"""Writes dev/sparkzarr/array/rectilinear.json: arrays with rectilinear grids as zarr-python stores them.

    pip install zarr==3.4.2 && python rectilinear_stores.py

Needs Python 3.12. Run from connector/src/test. Each case has the store's keys and values (base64), the chunks
of each dimension as they were asked for, and the array's elements (little-endian, C order, base64).
"""

import base64
import json
import random

import numpy as np
import zarr
from zarr.codecs import BytesCodec, TransposeCodec

zarr.config.set({"array.rectilinear_chunks": True})
rng = random.Random(4)
cases = []


def cut(length, unit=1):
    """Lengths that sum to the dimension's, multiples of a unit; often runs of equal ones."""
    lengths = []
    while sum(lengths) < length:
        each = unit * rng.randint(1, 5)
        lengths += [each] * rng.choice([1, 1, 1, 3])
    while sum(lengths) > length:
        lengths[-1] -= unit
        lengths = lengths if lengths[-1] else lengths[:-1]
    return lengths


def case(number):
    rank = rng.choice([1, 2, 2, 3])
    sharded = number % 3 == 0
    inner = [rng.randint(1, 3) for _ in range(rank)]
    shape = [unit * rng.randint(1, 6) if sharded else rng.randint(1, 14) for unit in inner]
    edges = [cut(n, unit if sharded else 1) for n, unit in zip(shape, inner)]
    if not sharded and number % 4 == 1:
        edges[0] = rng.randint(1, 5)  # an integer: as many chunks as it takes, the last one whole
    dtype = rng.choice(["uint8", "int16", "float32", "float64", "int64", "bool"])
    fill = {"bool": True, "float32": float("nan"), "float64": -1.5}.get(dtype, 7)
    options = {}
    if number % 5 == 2 and not sharded:
        options["filters"] = [TransposeCodec(order=tuple(rng.sample(range(rank), rank)))]
    if number % 4 == 0:
        options["compressors"] = None
    if number % 4 == 2:
        options["serializer"] = BytesCodec(endian="big")
    separator = rng.choice([".", "/"])
    options["chunk_key_encoding"] = {
        "name": rng.choice(["default", "v2"]),
        "configuration": {"separator": separator},
    }
    values = {}
    array = zarr.create_array(
        zarr.storage.MemoryStore(values),
        name="a",
        shape=tuple(shape),
        dtype=dtype,
        fill_value=fill,
        chunks=tuple(inner) if sharded else edges,
        shards=edges if sharded else None,
        **options,
    )
    elements = np.random.default_rng(number).integers(0, 2 if dtype == "bool" else 100, shape).astype(dtype)
    array[...] = elements
    for key in sorted(values):
        if not key.endswith(".json") and rng.random() < 0.15:
            del values[key]
    read = np.ascontiguousarray(array[...]).astype(np.dtype(dtype).newbyteorder("<"))
    cases.append(
        {
            "name": f"{number}: {dtype} {shape} in {edges}{f' of {inner}' if sharded else ''}",
            "edges": edges,
            "store": {
                key: base64.b64encode(value.to_bytes()).decode()
                for key, value in sorted(values.items())
                if key.startswith("a/")
            },
            "elements": base64.b64encode(read.tobytes()).decode(),
        }
    )


for n in range(40):
    case(n)
with open("resources/dev/sparkzarr/array/rectilinear.json", "w") as out:
    out.write("[\n" + ",\n".join(json.dumps(each) for each in cases) + "\n]\n")
