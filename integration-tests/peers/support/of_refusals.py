"""What is refused by name: in each group, `good` is read and `bad` is not."""

import json
import os

import numpy as np
import zarr

from stores import V2, V3, create, edit

GOOD = np.array([1, 2, 3], "i4")


def group(stores, identifier, zarr_format):
    path = stores.path("refused/" + identifier)
    zarr.open_group(path, mode="w", zarr_format=zarr_format)
    for name in "good", "bad":
        create(os.path.join(path, name), GOOD, zarr_format, chunks=(3,), rows=3, compressors=None)
    return path


def refused(stores, identifier, name, variant, zarr_format, change, words):
    path = group(stores, identifier, zarr_format)
    edit(os.path.join(path, "bad"), change, "zarr.json" if zarr_format == V3 else ".zarray")
    stores.refuses("refused/" + identifier, name, variant, zarr_format, path, words, stores.writer + ", document by hand")


def add_codecs(stores):
    for codec in "zfpy", "pcodec", "blosc2", "imagecodecs_jpeg2k", "example.gone":
        refused(
            stores, f"v2-{codec}", f"`{codec}`", "", V2, lambda d, c=codec: d.update(compressor={"id": c}), ["numcodecs." + codec, "bad"]
        )
    for codec in "zfp", "numcodecs.zfpy", "numcodecs.pcodec", "n5_default", "conditional", "imagecodecs_jpeg2k", "example.gone":
        refused(stores, f"v3-{codec}", f"`{codec}`", "", V3, lambda d, c=codec: d["codecs"].append({"name": c}), [codec, "bad"])
    refused(
        stores, "v2-pickle", "`pickle`", "", V2, lambda d: d.update(dtype="|O", fill_value=None, filters=[{"id": "pickle", "protocol": 5}]),
        ["pickle"],
    )  # fmt: skip
    path = group(stores, "v2-blosc2-frame", V2)
    edit(os.path.join(path, "bad"), lambda d: d.update(compressor={"id": "blosc"}), ".zarray")
    with open(os.path.join(path, "bad", "0"), "wb") as out:
        out.write(bytes([5, 1, 0x21, 4]) + (12).to_bytes(4, "little") * 2 + (44).to_bytes(4, "little") + bytes(28))
    stores.refuses("refused/v2-blosc2-frame", "blosc2 bytes", "", V2, path, ["blosc"], "by hand")


def add_types(stores):
    for name in "float8_e4m3fn", "float8_e5m2", "float8_e8m0fnu", "float6_e2m3fn", "float4_e2m1fn", "example.gone":
        refused(stores, f"v3-type-{name}", f"`{name}`", "", V3, lambda d, n=name: d.update(data_type=n, fill_value="0x00"), [name])
    for name in "<f16", "<c32", "<x4":
        refused(stores, f"v2-{name[1:]}", f"`{name}`", "", V2, lambda d, n=name: d.update(dtype=n), [name])
    refused(stores, "v2-object", "`|O` without an object codec", "", V2, lambda d: d.update(dtype="|O"), ["|O"])


def add_documents(stores):
    def v3(identifier, name, words, **changes):
        refused(stores, identifier, name, "", V3, lambda d: d.update(changes), words)

    v3("transformers", "storage transformers", ["storage transformers"], storage_transformers=[{"name": "example.gone"}])
    v3("field", "an unknown field that must be understood", ["example"], example={"a": 1})
    v3("grid", "an unknown chunk grid", ["example.gone", "ChunkGridProvider"], chunk_grid={"name": "example.gone"})
    v3("keys", "an unknown chunk key encoding", ["example.gone", "ChunkKeyEncodingProvider"], chunk_key_encoding={"name": "example.gone"})
    v3("null-fill", "v3 fill value `null`", ["fill_value"], fill_value=None)


def add_old_formats(stores):
    path = stores.path("refused/format-1")
    os.makedirs(path)
    with open(os.path.join(path, "meta"), "w") as out:
        json.dump({"zarr_format": 1, "shape": [3], "chunks": [3], "dtype": "<i4", "compression": None, "compression_opts": None, "fill_value": 0, "order": "C"}, out)  # fmt: skip
    with open(os.path.join(path, "attrs"), "w") as out:
        out.write("{}")
    stores.refuses_all("refused/format-1", "format 1", "", 1, path, ["1"], "by hand")
    path = stores.path("refused/draft-3")
    os.makedirs(os.path.join(path, "meta", "root"))
    with open(os.path.join(path, "zarr.json"), "w") as out:
        json.dump({"zarr_format": "https://purl.org/zarr/spec/protocol/core/3.0", "metadata_encoding": "https://purl.org/zarr/spec/protocol/core/3.0", "extensions": []}, out)  # fmt: skip
    stores.refuses_all("refused/draft-3", "drafts of format 3", "", 3, path, ["draft"], "by hand")


def add(stores):
    add_codecs(stores)
    add_types(stores)
    add_documents(stores)
    add_old_formats(stores)
