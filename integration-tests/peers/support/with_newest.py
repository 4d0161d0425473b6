"""What only the newest zarr-python writes: rectilinear grids, structs, scale_offset and cast_value."""

import numpy as np
import zarr
from zarr.codecs import BytesCodec, CastValue, ScaleOffset, ShardingCodec, ZstdCodec

from of_types import NESTEDS, PLAIN, RAW, RECORDS
from stores import V2, V3


def add_grids(stores):
    zarr.config.set({"array.rectilinear_chunks": True})
    values = np.arange(70, dtype="i4").reshape(10, 7)
    for variant, chunks in ("lengths", ((1, 4, 5), (2, 5))), ("runs", ((3, 3, 3, 1), (7,))):
        stores.array(
            f"grid/rectilinear-{variant}", "rectilinear", variant, values, V3, chunks=chunks, rows=5 if variant == "lengths" else 9,
            fill_value=-1, options=RAW, compressors=ZstdCodec(level=1),
        )  # fmt: skip
    stores.array(
        "grid/rectilinear-sharded", "rectilinear", "of shards", values, V3, chunks=((4, 6), (7,)), rows=10, fill_value=-1, options=RAW,
        serializer=ShardingCodec(chunk_shape=(2, 7), codecs=[BytesCodec(endian="big")]), compressors=None,
    )  # fmt: skip


def add_structs(stores):
    for name, values in ("flat", RECORDS), ("nested", NESTEDS):
        stores.array(
            f"type/struct/v3-{name}", "struct", name, values, V3, chunks=(2,), fill_value=values[1], options=PLAIN
        )
    numbers = np.array([(i, i / 4) for i in range(5)], [("a", "<i4"), ("b", "<f8")])
    stores.array(
        "type/struct/v3-big", "struct", "big", numbers, V3, chunks=(2,), fill_value=numbers[1], options=PLAIN,
        serializer=BytesCodec(endian="big"),
    )  # fmt: skip


def add_codecs(stores):
    floats = np.arange(40, dtype="f8").reshape(8, 5) / 4
    stores.array(
        "codec/v3-scale_offset", "`scale_offset`", "", floats, V3, chunks=(3, 2), options=RAW, fill_value=2.5,
        filters=[ScaleOffset(offset=2.5, scale=4)], compressors=None,
    )  # fmt: skip
    stores.array(
        "codec/v3-cast_value", "`cast_value`", "rounded and clamped", floats * 40 - 20, V3, chunks=(3, 2), options=RAW, fill_value=0,
        filters=[CastValue(data_type="uint8", rounding="nearest-even", out_of_range="clamp")], compressors=None,
    )  # fmt: skip
    holes = floats.copy()
    holes[1, 1] = np.nan
    stores.array(
        "codec/v3-cast_value-map", "`cast_value`", "with a map", holes, V3, chunks=(3, 2), options=RAW, fill_value=0,
        filters=[
            CastValue(
                data_type="int16", rounding="towards-zero",
                scalar_map={"encode": [("NaN", -999)], "decode": [(-999, "NaN")]},
            )
        ],
        compressors=None,
    )  # fmt: skip
    stores.array(
        "codec/v3-scale-cast", "`cast_value`", "after `scale_offset`", floats, V3, chunks=(3, 2), options=RAW, fill_value=1,
        filters=[ScaleOffset(offset=1, scale=4), CastValue(data_type="int16")],
        serializer=BytesCodec(endian="big"), compressors=None,
    )  # fmt: skip


def add(stores):
    add_grids(stores)
    add_structs(stores)
    add_codecs(stores)
