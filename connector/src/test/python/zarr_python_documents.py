"""Writes zarr-python.json: documents that zarr-python 3.1.6 stores, and what zarr-python says of them.

    pip install zarr==3.1.6 && python zarr_python_documents.py > ../resources/dev/sparkzarr/metadata/zarr-python.json
"""

import json
import sys

import numcodecs
import numpy as np
import zarr
from zarr.storage import MemoryStore

NUMBERS = ["bool", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
FLOAT_FILLS = [0.0, -0.0, 0.1, -9999.0, 1e-7, float("nan"), float("inf"), float("-inf")]
cases = []


def add(name, dtype, *, shape=(7, 5), chunks=(3, 2), fill=0, **options):
    store = MemoryStore()
    array = zarr.create_array(
        store, shape=shape, chunks=chunks, dtype=dtype, fill_value=fill, **options
    )
    documents = {
        key: json.dumps(json.loads(store._store_dict[key].to_bytes()))
        for key in sorted(store._store_dict)
    }
    little = np.dtype(dtype).newbyteorder("<")
    cases.append(
        {
            "name": name,
            "documents": documents,
            "shape": list(array.shape),
            "chunks": list(array.shards or array.chunks),
            "type": np.dtype(dtype).name,
            "fill": None
            if array.fill_value is None
            else np.array(array.fill_value, little).tobytes().hex(),
            "dimensions": array.metadata.dimension_names
            and list(array.metadata.dimension_names)
            if array.metadata.zarr_format == 3
            else None,
            "attributes": json.dumps(dict(array.attrs)),
        }
    )


for number in NUMBERS:
    kind = np.dtype(number)
    fills = [0, 1]
    if kind.kind in "iu":
        fills += [int(np.iinfo(kind).min), int(np.iinfo(kind).max)]
    if kind.kind == "f":
        fills = FLOAT_FILLS + [float(np.finfo(kind).max), float(np.finfo(kind).smallest_subnormal)]
    for fill in fills:
        add(f"v3 {number} fill {fill}", kind, fill=fill, zarr_format=3)
        for order in "<>" if kind.itemsize > 1 else "|":
            add(f"v2 {order}{number} fill {fill}", order + kind.str[1:], fill=fill, zarr_format=2)

add("v2 undefined fill", "f4", fill=None, zarr_format=2)
for fmt in (2, 3):
    add(f"v{fmt} scalar", "f8", shape=(), chunks=(), zarr_format=fmt)
    add(f"v{fmt} zero length", "i4", shape=(0, 5), chunks=(1, 2), zarr_format=fmt)
    add(f"v{fmt} order F", "i4", order="F", zarr_format=fmt) if fmt == 2 else None
    add(
        f"v{fmt} attributes",
        "i4",
        zarr_format=fmt,
        attributes={"a": [1, float("nan"), None, {"b": "ü"}], "big": 2**70, "x": float("inf")},
    )
    add(
        f"v{fmt} slashes",
        "i4",
        zarr_format=fmt,
        chunk_key_encoding={"name": "v2", "separator": "/"},
    )
for codec in (
    numcodecs.Blosc("zstd", 3, numcodecs.Blosc.BITSHUFFLE),
    numcodecs.Zlib(2),
    numcodecs.GZip(3),
    numcodecs.LZ4(),
    numcodecs.BZ2(),
    numcodecs.Zstd(1),
):
    add(f"v2 {codec.codec_id}", "f4", zarr_format=2, compressors=codec)
add("v2 delta", ">i4", zarr_format=2, filters=[numcodecs.Delta(">i4", ">i2")])
add(
    "v2 packed",
    "<f8",
    zarr_format=2,
    filters=[numcodecs.FixedScaleOffset(273.15, 100, "<f8", "<i2"), numcodecs.Shuffle(2)],
)
add(
    "v3 shards",
    "f4",
    shape=(100, 60),
    chunks=(10, 6),
    shards=(50, 30),
    zarr_format=3,
    dimension_names=["y", None],
)
add("v3 names", "f4", zarr_format=3, dimension_names=["y", "x"])
add(
    "v3 codecs",
    "u2",
    zarr_format=3,
    filters=[zarr.codecs.TransposeCodec(order=(1, 0))],
    serializer=zarr.codecs.BytesCodec(endian="big"),
    compressors=[zarr.codecs.BloscCodec(cname="lz4"), zarr.codecs.Crc32cCodec()],
)

json.dump(cases, sys.stdout, indent=1, ensure_ascii=False)
