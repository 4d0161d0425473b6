"""What tensorstore writes and zarr-python cannot, and a second opinion on the rest."""

import ml_dtypes
import numpy as np
import tensorstore

from stores import V3

RAW = {"decodeCf": "false"}
BLOSC = {"name": "blosc", "configuration": {"cname": "lz4", "clevel": 5, "shuffle": "shuffle", "typesize": 4, "blocksize": 0}}


def endian(order):
    return {"name": "bytes", "configuration": {"endian": order}}


def array(stores, identifier, name, variant, values, shown, kind, chunks=(2, 3), **metadata):
    path = stores.path(identifier)
    grid = {"name": "regular", "configuration": {"chunk_shape": list(chunks)}}
    target = open_array("zarr3", path, dict(metadata, shape=list(values.shape), chunk_grid=grid))
    target[:4].write(values[:4]).result()
    read = np.asarray(target.read().result())
    stores.reads(identifier, name, variant, V3, path, shown(read), RAW, writer=writer(), kind=kind)


def open_array(driver, path, metadata):
    spec = {"driver": driver, "kvstore": {"driver": "file", "path": path}, "metadata": metadata, "create": True}
    return tensorstore.open(spec).result()


def writer():
    from importlib.metadata import version

    return "tensorstore " + version("tensorstore")


def add(stores):
    small = np.arange(-8, 12).reshape(5, 4)
    for name, kind in ("int4", ml_dtypes.int4), ("int2", ml_dtypes.int2):
        bits = int(name[3:])
        values = ((small + 2 ** (bits - 1)) % 2**bits - 2 ** (bits - 1)).astype(kind)
        array(stores, f"type/{name}/v3", name, "", values, lambda v: v.astype("i1"), "tinyint", data_type=name, fill_value=-1)
    floats = np.array([0, -0.0, 1, 3.140625, np.inf, -np.inf, np.nan, 1e38, 1e-40, 2] * 2).reshape(5, 4).astype(ml_dtypes.bfloat16)
    for order in "little", "big":
        array(
            stores, f"type/bfloat16/v3{order}", "bfloat16", order, floats, lambda v: v.astype("f4"), "float", data_type="bfloat16",
            fill_value=1.5, codecs=[endian(order)],
        )  # fmt: skip
    pairs = (np.arange(20) / 4 + 1j * np.arange(20)[::-1]).reshape(5, 4).astype("c8")
    array(
        stores, "type/complex64/tensorstore", "complex64", "big", pairs, np.array, None, data_type="complex64", fill_value=[1, "NaN"],
        codecs=[endian("big")],
    )  # fmt: skip
    singles = np.arange(20, dtype="f4").reshape(5, 4)
    chains = {
        "blosc": [endian("little"), BLOSC],
        "gzip": [endian("big"), {"name": "gzip", "configuration": {"level": 5}}],
        "zstd": [endian("little"), {"name": "zstd", "configuration": {"level": 1}}],
        "crc32c": [endian("little"), {"name": "crc32c"}],
        "transpose": [{"name": "transpose", "configuration": {"order": [1, 0]}}, endian("little")],
    }
    for name, codecs in chains.items():
        array(
            stores, f"codec/tensorstore-{name}", f"`{name}`", "by tensorstore", singles, np.array, None, data_type="float32", fill_value=-1,
            codecs=codecs,
        )  # fmt: skip
    inner = {"chunk_shape": [3, 2], "codecs": [endian("little")], "index_codecs": [endian("little"), {"name": "crc32c"}]}
    array(
        stores, "codec/tensorstore-transposed-shards", "`sharding_indexed`", "after `transpose`", singles, np.array, None, chunks=(4, 6),
        data_type="float32", fill_value=-1,
        codecs=[{"name": "transpose", "configuration": {"order": [1, 0]}}, {"name": "sharding_indexed", "configuration": inner}],
    )  # fmt: skip
