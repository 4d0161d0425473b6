"""Where a peer is known to be wrong or to refuse what is legal: each by name, with its reason, counted when it is met."""

from dataclasses import dataclass
from typing import Callable

import peer


@dataclass(frozen=True)
class Exclusion:
    """peer: whose; applies: from a case whether it is one of these."""

    peer: str
    reason: str
    applies: Callable


def has(*features):
    return lambda case: all(feature in case.features for feature in features)


def zero_dimensional_shard(case):
    return not peer.NEWEST and not case.shape and "sharding_indexed" in case.chain.names


def void_shard(case):
    return not peer.NEWEST and case.kind.dtype.kind == "V" and "sharding_indexed" in case.chain.names


def memory_order(case):
    """Transposed into Fortran order, then encoded by a numcodecs codec, which goes by the order in memory."""
    return "reversed before numcodecs" in case.features


def one_byte_widened(case):
    return not peer.NEWEST and "one-byte type widened" in case.features


def zero_dimensional_bytes(case):
    return peer.NEWEST and not case.shape and case.kind.label == "variable_length_bytes"


def time_structure(case):
    return case.format == 2 and "M8" in str(case.kind.dtype) and bool(case.kind.dtype.names)


def through_zarr_python(case):
    """zarr-python writes the payload of a NaN as plain NaN."""
    return case.features & {"NaN payload fill", "shards fit after transpose"}


def written_as_r(case):
    """Raw bytes, also within a record: written here as the specification has them, r24, fill [1, 2, 3]."""
    return case.format == 3 and "raw_bytes" in str(case.kind.v3)


def written_as_struct(case):
    return case.format == 3 and bool(case.kind.dtype.names) and not peer.NEWEST


def raw_v2(case):
    return case.format == 2 and case.kind.label == "raw_bytes"


EXCLUSIONS = [
    Exclusion("zarr-python", "3.1 cannot write 0-d shards", zero_dimensional_shard),
    Exclusion("zarr-python", "3.1 cannot shard raw bytes and structures: its fill values cannot be hashed", void_shard),
    Exclusion("zarr-python", "checks inner chunks against the shape before the transpose", has("shards fit after transpose")),
    Exclusion("zarr-python", "a filter or vlen codec after a transpose goes by memory order", memory_order),
    Exclusion("zarr-python", "cuts trailing NUL bytes off a fill value of bytes", has("fill ends in NUL")),
    Exclusion("zarr-python", "forgets the byte order when a filter widens a one-byte type", one_byte_widened),
    Exclusion("zarr-python", "numcodecs reads the bytes of big-endian numbers as little-endian ones", has("numcodecs before big-endian bytes")),
    Exclusion("zarr-python", "numcodecs gives rounded floats of order F back in order C", has("bitround in order F")),
    Exclusion("zarr-python", "3.4 cannot write 0-d arrays of bytes", zero_dimensional_bytes),
    Exclusion("zarr-python", "numcodecs refuses to round big-endian floats", has("big-endian bitround")),
    Exclusion("zarr-python", "numcodecs refuses structures with times in format 2", time_structure),
    Exclusion("zarrs", "gets its metadata through zarr-python, which knows raw bytes only as raw_bytes", written_as_r),
    Exclusion("zarrs", "gets its metadata through zarr-python, of which 3.1 knows records only as structured", written_as_struct),
    Exclusion("tensorstore", "wants the fill of r24 in base64", written_as_r),
    Exclusion("tensorstore", "gives numpy no values of V types", raw_v2),
    Exclusion("zarrs", "cannot read blosc of bytes that are not whole elements", has("blosc of any bytes")),
    Exclusion("zarrs", "gets its metadata through zarr-python: see there", through_zarr_python),
    Exclusion("zarr-python", "reads a float16 NaN without its payload", has("float16 payload fill")),
]


# Where only what is written here is not read, because of how documents spell it.
UNREAD = [
    Exclusion("zarr-python", "knows raw bytes only as raw_bytes", written_as_r),
    Exclusion("zarr-python", "3.1 knows records only as structured", written_as_struct),
]


def reason(peer, case, exclusions=EXCLUSIONS):
    """Why a peer is not asked for this case; None when it is."""
    for each in exclusions:
        if each.peer == peer and each.applies(case):
            return each.reason
    return None
