"""Codecs that zarrs writes and zarr-python does not know: zarr-python only carries their documents."""

from dataclasses import dataclass, field
from importlib.metadata import version

import numpy as np
import zarr
from zarr.abc.codec import ArrayArrayCodec, ArrayBytesCodec
from zarr.registry import register_codec

from stores import V3

RAW = {"decodeCf": "false"}


def carried(base, name):
    """A codec of which zarr-python knows the name; zarrs encodes and decodes."""

    @dataclass(frozen=True)
    class Carried(base):
        configuration: dict = field(default_factory=dict)
        is_fixed_size = True

        @classmethod
        def from_dict(cls, data):
            return cls(dict(data.get("configuration", {})))

        def to_dict(self):
            return {"name": name, "configuration": self.configuration} if self.configuration else {"name": name}

        def compute_encoded_size(self, length, spec):
            return length

        def resolve_metadata(self, spec):
            return spec

        async def _encode_single(self, *values):
            raise NotImplementedError(name)

        async def _decode_single(self, *values):
            raise NotImplementedError(name)

    register_codec(name, Carried)
    return Carried


def add(stores):
    packbits = carried(ArrayBytesCodec, "packbits")
    reshape = carried(ArrayArrayCodec, "reshape")
    squeeze = carried(ArrayArrayCodec, "zarrs.squeeze")
    bools = np.arange(37) % 3 == 0
    small = (np.arange(37) % 8).astype("u1")
    wide = (np.arange(37) % 900).astype("u2")
    plane = np.arange(24, dtype="i2").reshape(4, 6)
    line = np.arange(5, dtype="i2").reshape(1, 5, 1)
    cases = [
        ("packbits", "bool", bools, (10,), {"serializer": packbits()}),
        ("packbits", "padding first", bools, (10,), {"serializer": packbits({"padding_encoding": "first_byte"})}),
        ("packbits", "padding last", bools, (10,), {"serializer": packbits({"padding_encoding": "last_byte"})}),
        ("packbits", "some bits", small, (10,), {"serializer": packbits({"first_bit": 0, "last_bit": 2})}),
        ("packbits", "uint16", wide, (10,), {"serializer": packbits({"first_bit": 0, "last_bit": 9})}),
        ("reshape", "joined", plane, (2, 3), {"filters": [reshape({"shape": [[0, 1]]})]}),
        ("reshape", "cut", plane, (2, 6), {"filters": [reshape({"shape": [[0], 3, -1]})]}),
        ("zarrs.squeeze", "", line, (1, 2, 1), {"filters": [squeeze()]}),
    ]
    with zarr.config.set({"codec_pipeline.path": "zarrs.ZarrsCodecPipeline"}):
        for name, variant, values, chunks, how in cases:
            stores.array(
                f"codec/zarrs-{name}-{variant}".rstrip("-").replace(" ", "_"), f"`{name}`", variant, values, V3, chunks=chunks,
                rows=len(values), options=RAW, writer="zarrs-python " + version("zarrs"), compressors=None, **how,
            )  # fmt: skip
