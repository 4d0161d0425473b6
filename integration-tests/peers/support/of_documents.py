"""Grids, chunk keys, and traits of documents; some documents are edited as other writers, or older ones, spell them."""

import json
import os

import numpy as np
import zarr
from zarr.codecs import BytesCodec, GzipCodec, TransposeCodec

from stores import V2, V3, create, edit

RAW = {"decodeCf": "false"}
VALUES = np.arange(35, dtype="i4").reshape(7, 5)
FLOATS = np.arange(10, dtype="f8") / 4


def edited(stores, identifier, name, variant, values, zarr_format, change, file=None, options=None, **how):
    """A store of which one document is changed by hand after it was written and read."""
    path = stores.array(
        identifier, name, variant, values, zarr_format, options=options or RAW, writer=stores.writer + ", document by hand", **how
    )
    edit(path, change, file or ("zarr.json" if zarr_format == V3 else ".zarray"))
    return path


def add_grids(stores):
    for zarr_format in V2, V3:
        stores.array(f"grid/regular-v{zarr_format}", "regular", "", VALUES, zarr_format, chunks=(3, 2), fill_value=-1, options=RAW)
        stores.array(
            f"grid/whole-v{zarr_format}", "regular", "one chunk larger than the array", VALUES, zarr_format, chunks=(9, 6), rows=7,
            fill_value=-1, options=RAW,
        )  # fmt: skip
        none = np.zeros((0, 4), "f4")
        stores.array(f"grid/empty-v{zarr_format}", "regular", "a dimension of length 0", none, zarr_format, chunks=(1, 2), options=RAW)
        scalar = np.array(42, "i4")
        stores.array(f"grid/scalar-v{zarr_format}", "regular", "no dimensions", scalar, zarr_format, chunks=(), options=RAW)
        stores.array(
            f"grid/missing-v{zarr_format}", "regular", "no chunk stored", VALUES, zarr_format, chunks=(3, 2), rows=0, fill_value=9,
            options=RAW,
        )  # fmt: skip


def add_keys(stores):
    for name, separators, zarr_format in ("default", "/.", V3), ("v2", "./", V3), ("v2", "./", V2):
        for separator in separators:
            stores.array(
                f"keys/v{zarr_format}-{name}-{'slash' if separator == '/' else 'dot'}",
                f"{name}, `{separator}`", "", VALUES, zarr_format, chunks=(3, 2), fill_value=-1, options=RAW,
                chunk_key_encoding={"name": name, "separator": separator},
            )  # fmt: skip

    def suffixed(document):
        configuration = {"separator": "/", "suffix": ".bin"}
        document["chunk_key_encoding"] = {"name": "zarrs.default_suffix", "configuration": configuration}

    path = edited(stores, "keys/suffix", "zarrs.default_suffix", "", VALUES, V3, suffixed, chunks=(3, 2), fill_value=-1)
    for folder, _, files in os.walk(os.path.join(path, "c")):
        for file in files:
            os.rename(os.path.join(folder, file), os.path.join(folder, file + ".bin"))


def add_v3_documents(stores):
    def document(identifier, name, change, variant="", **how):
        edited(stores, "document/" + identifier, name, variant, how.pop("values", FLOATS), V3, change, chunks=how.pop("chunks", (4,)), **how)

    document("null-consolidated", "`consolidated_metadata: null`", lambda d: d.update(consolidated_metadata=None))
    document("short-names", "short names of codecs, keys and types", short_names, values=np.arange(10, dtype="u1"), compressors=None)
    document("type-object", "a data type as an object", lambda d: d.update(data_type={"name": "float64"}))
    document("empty-transformers", "`storage_transformers: []`", lambda d: d.update(storage_transformers=[]))
    document(
        "must-understand-field", "`must_understand: false`", lambda d: d.update(extra={"must_understand": False}), "an unknown field"
    )
    document(
        "must-understand-codec", "`must_understand: false`",
        lambda d: d["codecs"].append({"name": "example.seal", "configuration": {}, "must_understand": False}), "an unknown codec",
    )  # fmt: skip
    document("endian", "old spelling `endian` of `bytes`", lambda d: d["codecs"][0].update(name="endian"))
    document("hex-fill", "fill value as bits", lambda d: d.update(fill_value="0x7ff8000000000001"), fill_value=np.nan)
    document("bare-nan", "bare `NaN`, `Infinity`", lambda d: d.update(fill_value=float("nan"), attributes={"a": float("inf")}), fill_value=np.nan)
    document("no-configuration", "a codec without `configuration`", lambda d: d["codecs"][-1].pop("configuration"), compressors=GzipCodec(level=1))
    for order, change in ("C", (0, 1)), ("F", (1, 0)):
        document(
            "transpose-" + order, "old spelling `\"C\"`, `\"F\"` of `transpose`",
            lambda d, order=order: d["codecs"][0]["configuration"].update(order=order), order, values=VALUES, chunks=(3, 2),
            filters=[TransposeCodec(order=change)],
        )  # fmt: skip
    name = "document/inline-consolidated"
    path = stores.path(name)
    root = zarr.open_group(path, mode="w", zarr_format=3)
    deep = root.create_array("value", shape=(10,), chunks=(4,), dtype="f8")
    deep[...] = FLOATS
    zarr.consolidate_metadata(path)
    os.remove(os.path.join(path, "value", "zarr.json"))
    stores.reads(name, "consolidated metadata", "inline", V3, path, deep[...], dict(RAW, consolidated="true"))
    name = "document/both-formats"
    path = stores.array(name, "both formats at one path", "v3 is read", FLOATS, V3, chunks=(4,), options=RAW)
    with open(os.path.join(path, ".zarray"), "w") as out:
        json.dump({"zarr_format": 2, "shape": [1], "chunks": [1], "dtype": "<i2", "compressor": None, "fill_value": 0, "order": "C", "filters": None}, out)  # fmt: skip


def short_names(document):
    document["codecs"] = ["bytes"]
    document["chunk_key_encoding"] = "default"


def add_v2_documents(stores):
    def document(identifier, name, change, variant="", **how):
        edited(stores, "document/v2-" + identifier, name, variant, FLOATS, V2, change, chunks=(4,), **how)

    document("extra-keys", "unknown keys", lambda d: d.update(_NCZARR_ARRAY={"dimrefs": ["/x"]}, node_type="array"), "NCZarr's, zarrs'")
    document("empty-filters", "`filters: []`", lambda d: d.update(filters=[]))
    document("bare-nan", "bare `NaN`, `Infinity`", lambda d: d.update(fill_value=float("nan")), fill_value=np.nan)
    document("text-fill", "numbers as text in `fill_value`", lambda d: d.update(fill_value="5.5"), fill_value=5.5)
    name = "document/no-zgroup"
    path = stores.path(name)
    inner = os.path.join(path, "a", "b", "value")
    array = create(inner, FLOATS, V2, (4,))
    for folder in path, os.path.join(path, "a"), os.path.join(path, "a", "b"):
        document_file = os.path.join(folder, ".zgroup")
        if os.path.exists(document_file):
            os.remove(document_file)
    stores.reads(name, "groups without `.zgroup`", "", V2, path, array[...], dict(RAW, group="a/b"))


def add(stores):
    add_grids(stores)
    add_keys(stores)
    add_v3_documents(stores)
    add_v2_documents(stores)
