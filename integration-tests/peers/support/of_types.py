"""Data types, each in every spelling of its byte order and units."""

import numpy as np
from zarr.codecs import BytesCodec

from stores import V2, V3, edit

RAW = {"decodeCf": "false"}
PLAIN = {"useZarrFillValueAsMask": "false"}
UNITS = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as", "10us", "7D"]


def numbers(code):
    """5 x 4 values at the limits and between."""
    dtype = np.dtype(code)
    if dtype.kind == "b":
        return (np.arange(20) % 3 == 0).reshape(5, 4)
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        ramp = np.arange(20).astype(dtype)
        ramp[[1, 2]] = info.min, info.max
        return ramp.reshape(5, 4)
    info = np.finfo(dtype)
    ramp = (np.arange(20) / 8).astype(dtype)
    ramp[1:8] = np.nan, np.inf, -np.inf, -0.0, info.max, info.tiny, info.smallest_subnormal
    if dtype.kind == "c":
        ramp = ramp.real + ramp.real[::-1] * dtype.type(1j)
    return ramp.reshape(5, 4).astype(dtype)


NUMERIC = {
    "bool": "b1", "int8": "i1", "int16": "i2", "int32": "i4", "int64": "i8", "uint8": "u1", "uint16": "u2", "uint32": "u4",
    "uint64": "u8", "float16": "f2", "float32": "f4", "float64": "f8", "complex64": "c8", "complex128": "c16",
}  # fmt: skip


def add_numbers(stores):
    for name, code in NUMERIC.items():
        values = numbers(code)
        fill = {"b": True, "f": np.nan, "c": complex(1, np.nan)}.get(values.dtype.kind, 7)
        orders = "<>" if values.dtype.itemsize > 1 else "|"
        for order in orders:
            stores.array(
                f"type/{name}/v2{'be' if order == '>' else ''}", name, f"`{order}{code}`", values.astype(order.replace("|", "") + code),
                V2, fill_value=fill, options=RAW,
            )  # fmt: skip
            endian = {"<": "little", ">": "big", "|": None}[order]
            stores.array(
                f"type/{name}/v3{'be' if order == '>' else ''}", name, endian or "", values, V3, fill_value=fill, options=RAW,
                serializer=BytesCodec(endian=endian),
            )  # fmt: skip


def add_small(stores):
    """Unsigned integers of a few bits, a byte each: the bytes of uint8 under another name."""
    for bits in 2, 4:
        values = (np.arange(20) % 2**bits).astype("u1").reshape(5, 4)
        path = stores.array(
            f"type/uint{bits}/v3", f"uint{bits}", "", values, V3, fill_value=1, options=RAW, compressors=None,
            writer="by hand",
        )  # fmt: skip
        edit(path, lambda document, bits=bits: document.update(data_type=f"uint{bits}"))


def add_times(stores):
    for kind, name in ("M", "numpy.datetime64"), ("m", "numpy.timedelta64"):
        for unit in UNITS:
            dtype = np.dtype(f"<{kind}8[{unit}]")
            counts = np.array([0, 1, -1, 25, -40, 0, 33, 17, 8, 2], "i8")
            counts[5] = -(2**63)
            values = counts.view(dtype)
            fill = np.array([3], "i8").view(dtype)[0]
            for zarr_format in V2, V3:
                variant = f"`<{kind}8[{unit}]`" if zarr_format == V2 else unit
                stores.array(
                    f"type/{name}/v{zarr_format}-{unit}", name, variant, values, zarr_format, chunks=(4,), fill_value=fill,
                    options=PLAIN,
                )  # fmt: skip
        values = np.array([5, -6, 7], "i8").view(f"<{kind}8[s]").astype(f">{kind}8[s]")
        stores.array(f"type/{name}/v2be", name, f"`>{kind}8[s]`", values, V2, chunks=(2,), rows=3, options=PLAIN)
        stores.array(
            f"type/{name}/v3be", name, "big", values.astype(f"<{kind}8[s]"), V3, chunks=(2,), rows=3, options=PLAIN,
            serializer=BytesCodec(endian="big"),
        )  # fmt: skip


WORDS = ["", "a", "naïve", "日本", "𝄞 key", "four", "zwölf"]


def add_fixed(stores):
    ascii_words = np.array([b"", b"a", b"bc", b"def", b"ghijk", b"z\xc3\xa9"], "S5")
    stores.array("type/S/v2", "null_terminated_bytes", "`|S5`", ascii_words, V2, chunks=(2,), fill_value=b"fill", options=PLAIN)
    stores.array("type/S/v3", "null_terminated_bytes", "", ascii_words, V3, chunks=(2,), fill_value=b"fill", options=PLAIN)
    text = np.array(WORDS, "<U5")
    for order, endian in ("<", "little"), (">", "big"):
        stores.array(
            f"type/U/v2{endian}", "fixed_length_utf32", f"`{order}U5`", text.astype(order + "U5"), V2, chunks=(3,),
            fill_value="füll", options=PLAIN,
        )  # fmt: skip
        stores.array(
            f"type/U/v3{endian}", "fixed_length_utf32", endian, text, V3, chunks=(3,), fill_value="füll", options=PLAIN,
            serializer=BytesCodec(endian=endian),
        )  # fmt: skip
    raw = np.array([b"\x00\x01\x02", b"\xff\xfe\xfd", b"abc", b"\x00\x00\x00", b"xyz"], "V3")
    fill = np.void(b"\x01\x02\x03")
    stores.array("type/V/v2", "r*", "`|V3`", raw, V2, chunks=(2,), fill_value=fill, options=PLAIN)
    stores.array("type/V/v3", "r*", "`raw_bytes`", raw, V3, chunks=(2,), fill_value=fill, options=PLAIN)
    path = stores.array(
        "type/V/v3core", "r*", "`r24`", raw, V3, chunks=(2,), fill_value=fill, options=PLAIN, writer=stores.writer + ", document by hand"
    )
    edit(path, lambda document: document.update(data_type="r24", fill_value=[1, 2, 3]))


RECORD = np.dtype([("a", "<i4"), ("b", "<f8"), ("c", "S2"), ("d", "<U2")])
RECORDS = np.array([(i, i / 4, f"s{i}".encode(), f"ü{i}") for i in range(5)], RECORD)
NESTED = np.dtype([("k", "u1"), ("p", [("x", "<f4"), ("y", "<i2")]), ("t", "?")])
NESTEDS = np.array([(i, (i / 8, -i), i % 2) for i in range(5)], NESTED)


def add_structs(stores):
    for name, values in ("flat", RECORDS), ("nested", NESTEDS):
        fill = values[1]
        if name == "flat":
            stores.array(f"type/struct/v2-{name}", "struct", name, values, V2, chunks=(2,), fill_value=fill, options=PLAIN)
        stores.array(
            f"type/structured/v3-{name}", "structured", name, values, V3, chunks=(2,), fill_value=fill, options=PLAIN
        )
    mixed = np.array([(1, 2.5, 3), (-4, 5.25, 6)], [("a", ">i4"), ("b", "<f8"), ("c", ">u2")])
    stores.array("type/struct/v2-mixed", "struct", "a byte order for each field", mixed, V2, chunks=(1,), rows=2, options=PLAIN)


def add_variable(stores):
    import zarr

    texts = np.array(WORDS, object)
    for zarr_format in V2, V3:
        stores.array(
            f"type/string/v{zarr_format}", "string", "`|O` with `vlen-utf8`" if zarr_format == V2 else "", texts, zarr_format,
            chunks=(3,), dtype=zarr.dtype.VariableLengthUTF8(), fill_value="füll", options=PLAIN,
        )  # fmt: skip
        blobs = np.array([b"", b"\x00\xff", b"abc", b"\x80", b"xyz"], object)
        stores.array(
            f"type/bytes/v{zarr_format}", "bytes", "`|O` with `vlen-bytes`" if zarr_format == V2 else "`variable_length_bytes`", blobs,
            zarr_format, chunks=(2,), dtype=zarr.dtype.VariableLengthBytes(), fill_value=b"fill", options=PLAIN,
        )  # fmt: skip


def add(stores):
    add_numbers(stores)
    add_small(stores)
    add_times(stores)
    add_fixed(stores)
    add_structs(stores)
    add_variable(stores)
