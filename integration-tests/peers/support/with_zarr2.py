"""What zarr-python 2 wrote and later versions do not: objects of several codecs, subarray fields, nested stores."""

import os

import numcodecs
import numpy as np
import zarr

from stores import V2, edit

PLAIN = {"useZarrFillValueAsMask": "false"}
RAW = {"decodeCf": "false"}


def array(stores, identifier, name, variant, values, chunks, rows=None, options=None, column="value", store=None, kind=None, writer=None, **how):
    path = stores.path(identifier)
    how.setdefault("dtype", values.dtype)
    target = zarr.create(shape=values.shape, chunks=chunks, store=store(path) if store else path, **how)
    rows = rows or (values.shape[0] - 1) // chunks[0] * chunks[0]
    target[:rows] = values[:rows]
    stores.reads(identifier, name, variant, V2, path, target[:], options or PLAIN, writer, column, kind)


def objects(values):
    made = np.empty(len(values), object)
    made[:] = values
    return made


def add_objects(stores):
    texts = objects(["", "a", "naïve", "日本", "a", "", "x"])
    for codec, fill in [(numcodecs.VLenUTF8(), "füll"), (numcodecs.VLenUTF8(), ""), (numcodecs.JSON(), "f"), (numcodecs.MsgPack(), "f")]:
        name = {"json2": "`json2`", "msgpack2": "`msgpack2`"}.get(codec.codec_id, "`vlen-utf8`")
        variant = "texts" if fill else "texts, empty fill value"
        array(
            stores, f"codec/v2-{codec.codec_id}-{variant.replace(' ', '_')}", name, variant, texts, (3,), dtype=object,
            object_codec=codec, fill_value=fill,
        )  # fmt: skip
    blobs = objects([b"", b"\x00\xff", b"abc", b"\x80"])
    array(
        stores, "codec/v2-vlen-bytes", "`vlen-bytes`", "", blobs, (3,), dtype=object, object_codec=numcodecs.VLenBytes(), fill_value=None,
        rows=4, kind="binary",
    )  # fmt: skip
    for dtype in "<i4", "<f8":
        lists = objects([np.arange(i, dtype=dtype) for i in (2, 0, 5, 1)])
        array(
            stores, f"codec/v2-vlen-array-{dtype[1:]}", "`vlen-array`", f"`{dtype}`", lists, (2,), dtype=object,
            object_codec=numcodecs.VLenArray(dtype), rows=4, fill_value=None,
            kind="array<int>" if dtype == "<i4" else "array<double>",
        )  # fmt: skip
    mixed = objects([1, "two", [3, 4.5], {"five": None}, True, None])
    for codec in numcodecs.JSON(), numcodecs.MsgPack():
        array(
            stores, f"codec/v2-{codec.codec_id}-objects", f"`{codec.codec_id}`", "objects", mixed, (4,), dtype=object,
            object_codec=codec, rows=6, fill_value=None, kind="string",
        )  # fmt: skip
    for codec, old in (numcodecs.JSON(), "json"), (numcodecs.MsgPack(), "msgpack"):
        identifier = f"codec/v2-name-{old}"
        array(
            stores, identifier, f"`{old}`", f"the bytes of `{codec.codec_id}`", texts, (3,), dtype=object, object_codec=codec,
            fill_value="f", writer=stores.writer + ", document by hand",
        )  # fmt: skip
        path = os.path.join(stores.directory, stores.features[-1]["path"])
        edit(path, lambda document, old=old: document["filters"][0].update(id=old), ".zarray")
    labels = objects(["low", "high", "low", "middle", "high"])
    array(
        stores, "codec/v2-categorize", "`categorize`", "objects", labels, (2,), dtype=object,
        object_codec=numcodecs.Categorize(["low", "middle", "high"], dtype=object), rows=5, fill_value=None,
    )  # fmt: skip
    fixed = np.array(["low", "high", "low", "middle", "high"], "<U6")
    array(
        stores, "codec/v2-categorize-U", "`categorize`", "`<U6`", fixed, (2,), rows=5, fill_value="",
        filters=[numcodecs.Categorize(["low", "middle", "high"], dtype="<U6")],
    )  # fmt: skip


def add_structs(stores):
    nested = np.dtype([("k", "u1"), ("p", [("x", "<f4"), ("y", "<i2")]), ("t", "?")])
    values = np.array([(i, (i / 8, -i), i % 2) for i in range(5)], nested)
    array(stores, "type/struct/v2-nested", "struct", "nested", values, (2,), fill_value=values[1])
    subarrays = np.dtype([("v", "<i2", (3,)), ("m", "<f4", (2, 2)), ("n", "<i4")])
    values = np.array([((i, i + 1, i + 2), ((i, 0.5), (1, 2)), -i) for i in range(5)], subarrays)
    array(stores, "type/struct/v2-subarrays", "struct", "subarrays", values, (2,), rows=5, fill_value=None)


def add_keys(stores):
    values = np.arange(35, dtype="<i4").reshape(7, 5)
    array(stores, "keys/zarr2-flat", "v2, `.`", "", values, (3, 2), fill_value=-1, options=RAW)
    array(
        stores, "keys/zarr2-nested", "v2, `/`", "", values, (3, 2), fill_value=-1, options=RAW, store=zarr.NestedDirectoryStore
    )


def add_documents(stores):
    values = np.arange(10, dtype="<f8")
    array(stores, "document/null-fill", "fill value `null`", "", values, (4,), rows=10, fill_value=None, options=RAW)
    path = stores.path("document/nested-groups")
    root = zarr.open_group(path, mode="w")
    deep = root.create_group("a/b").create_dataset("value", data=values, chunks=(4,))
    stores.reads("document/nested-groups", "groups in groups", "", V2, path, deep[:], dict(RAW, group="a/b"))
    path = stores.path("document/zmetadata")
    root = zarr.open_group(path, mode="w")
    deep = root.create_dataset("value", data=values, chunks=(4,))
    zarr.consolidate_metadata(path)
    options = dict(RAW, consolidated="true")
    stores.reads("document/zmetadata", "consolidated metadata", "`.zmetadata`", V2, path, deep[:], options)


def add(stores):
    add_objects(stores)
    add_structs(stores)
    add_keys(stores)
    add_documents(stores)
