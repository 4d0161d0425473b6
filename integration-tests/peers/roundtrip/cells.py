"""The one form in which all sides hand over values: canonical bytes.

Elements of fixed size: packed, every number in it little-endian, C order. Elements of variable size: each as its
length (u32, little-endian) and its bytes, C order; texts are UTF-8.
"""

import struct

import numpy as np


def little_endian(dtype):
    """The same type with every number in it little-endian, without padding."""
    dtype = np.dtype(dtype)
    if dtype.names:
        return np.dtype([(name, little_endian(dtype.fields[name][0])) for name in dtype.names])
    return dtype.newbyteorder("<")


def canonical(array, dtype):
    """What an array holds; equal for equal bits, whatever its byte order or memory order.

    dtype: the case's; a 0-d array may come as a bare value.
    """
    if dtype.kind == "O":
        parts = []
        for element in array.reshape(-1) if isinstance(array, np.ndarray) else [array]:
            data = element.encode() if isinstance(element, str) else bytes(element)
            parts.append(struct.pack("<I", len(data)) + data)
        return b"".join(parts)
    if not isinstance(array, np.ndarray):
        array = np.array(array, dtype)
    return np.ascontiguousarray(array.astype(little_endian(array.dtype), copy=False)).tobytes()
