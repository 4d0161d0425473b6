"""Writes dev/sparkzarr/codec/samples.json: chunks as zarr-python and numcodecs encode them.

Needs zarr 3.1 and numcodecs 0.16. Run from connector/src/test. Each sample has the chain as the metadata
document says it, the element kind, the chunk's shape, the fill value's bytes, the stored bytes (base64) and
the CRC-32 of the decoded elements (little-endian, C order).
"""

import base64
import json
import warnings
import zlib

import numcodecs
import numpy as np
import zarr
from zarr.codecs import (BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, ShardingCodec, TransposeCodec,
                         ZstdCodec)
from zarr.core.sync import sync
from zarr.storage import MemoryStore

warnings.simplefilter("ignore")
samples = []


def values(dtype, shape, seed=7):
    """Runs, ramps and noise: what every compressor treats differently."""
    rng = np.random.default_rng(seed)
    n = int(np.prod(shape))
    parts = []
    while sum(map(len, parts)) < n:
        parts.append(np.full(rng.integers(1, 60), rng.integers(0, 100)))
        parts.append(np.arange(rng.integers(1, 60)) % 100)
        parts.append(rng.integers(0, 100, rng.integers(1, 12)))
    flat = np.concatenate(parts)[:n]
    return (flat % 2 if dtype == "bool" else flat).astype(dtype).reshape(shape)


def add(name, codecs, array, fill, stored):
    little = np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<"))
    samples.append({
        "name": name,
        "codecs": codecs,
        "kind": array.dtype.name.upper(),
        "shape": list(array.shape),
        "fill": np.array(fill, array.dtype.newbyteorder("<")).tobytes().hex(),
        "stored": base64.b64encode(bytes(stored)).decode(),
        "crc32": zlib.crc32(little.tobytes()),
    })


def stored_by_zarr(name, array, codecs, fill=0):
    store = MemoryStore()
    node = zarr.create(store=store, shape=array.shape, chunks=array.shape, dtype=array.dtype, codecs=codecs,
                       fill_value=fill, zarr_format=3, config={"write_empty_chunks": False})
    node[...] = array
    assert np.array_equal(node[...], array)
    document = json.loads(sync(store.get("zarr.json", zarr.core.buffer.default_buffer_prototype())).to_bytes())
    key = "/".join(["c"] + ["0"] * array.ndim)
    chunk = sync(store.get(key, zarr.core.buffer.default_buffer_prototype())).to_bytes()
    add(name, document["codecs"], array, fill, chunk)


little, big = BytesCodec(endian="little"), BytesCodec(endian="big")
for kind in ["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "float32",
             "float64"]:
    stored_by_zarr(f"{kind} big, F order, zstd", values(kind, (5, 3, 7)),
                   [TransposeCodec(order=(2, 1, 0)), big, ZstdCodec()], fill=1)
stored_by_zarr("transpose 2,0,1", np.arange(24, dtype="int16").reshape(2, 3, 4), [TransposeCodec(order=(2, 0, 1)), little])
stored_by_zarr("0-d", np.array(2.5), [little, Crc32cCodec()])
stored_by_zarr("gzip then crc32c", values("float32", (40, 5)), [little, GzipCodec(level=5), Crc32cCodec()])
for cname in ["blosclz", "lz4", "lz4hc", "zlib", "zstd"]:
    for shuffle in ["noshuffle", "shuffle", "bitshuffle"]:
        for kind, n in [("float64", 4001), ("int16", 1000), ("uint8", 3003)]:
            stored_by_zarr(f"blosc {cname} {shuffle} {kind}", values(kind, (n,)),
                           [little, BloscCodec(cname=cname, clevel=5, shuffle=shuffle, typesize=np.dtype(kind).itemsize)])
stored_by_zarr("blosc of many blocks", values("float32", (40000,)),
               [little, BloscCodec(cname="lz4", clevel=9, shuffle="shuffle", typesize=4, blocksize=4096)])
stored_by_zarr("blosclz of many blocks", values("int32", (40000,)),
               [little, BloscCodec(cname="blosclz", clevel=9, shuffle="noshuffle", typesize=4, blocksize=32768)])
far = np.tile(values("uint8", (20000,), seed=11), 3)
stored_by_zarr("blosclz far matches", far, [little, BloscCodec(cname="blosclz", clevel=9, shuffle="noshuffle", typesize=1, blocksize=65536)])

some = values("int32", (8, 12))
some[0:4, 0:6] = -9  # one inner chunk that is nothing but the fill value
for location in ["start", "end"]:
    for index_endian in [little, big]:
        stored_by_zarr(f"shard, index at the {location}, {index_endian.endian.value}", some,
                       [ShardingCodec(chunk_shape=(4, 3), codecs=[big, ZstdCodec()], index_codecs=[index_endian, Crc32cCodec()],
                                      index_location=location)], fill=-9)
stored_by_zarr("shard of shards", values("float32", (8, 12)),
               [ShardingCodec(chunk_shape=(4, 6), codecs=[
                   ShardingCodec(chunk_shape=(2, 3), codecs=[TransposeCodec(order=(1, 0)), little, GzipCodec()],
                                 index_location="start")])])
stored_by_zarr("transpose, then shard", values("uint16", (8, 12)),
               [TransposeCodec(order=(1, 0)), ShardingCodec(chunk_shape=(4, 4), codecs=[little])])
stored_by_zarr("shard, compressed whole", values("int64", (6, 6)),
               [ShardingCodec(chunk_shape=(3, 2), codecs=[little]), ZstdCodec(checksum=True)])


def stored_by_numcodecs(name, codec, array, **configuration):
    codecs = [{"name": "bytes", "configuration": {"endian": "little"}},
              {"name": "numcodecs." + codec.codec_id, "configuration": configuration or codec.get_config()}]
    add(name, codecs, array, 0, codec.encode(array))


for codec in [numcodecs.LZ4(), numcodecs.Zlib(6), numcodecs.GZip(1), numcodecs.Zstd(5, checksum=True), numcodecs.CRC32C()]:
    stored_by_numcodecs("numcodecs " + codec.codec_id, codec, values("float32", (33, 7)))
stored_by_numcodecs("checksum at the start", numcodecs.CRC32C(location="start"), values("int16", (9,)))

with open("resources/dev/sparkzarr/codec/samples.json", "w") as out:
    out.write("[\n" + ",\n".join(json.dumps(s) for s in samples) + "\n]\n")
print(len(samples), "samples")
