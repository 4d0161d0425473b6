"""Lets numcodecs decode what this project encoded, and compares with what it makes of the array itself.

    python decode_numcodecs.py FIXTURES ENCODED

FIXTURES holds folders of array.NN.npy with, below each, codec.NN/config.json. ENCODED has the same layout, with
our encoded.NN.dat for some of them; for each a line is printed: path, tab, "same" or what is wrong.
"""

import json
import os
import struct
import sys
import warnings

import numcodecs
import numpy as np
import pyarrow
from numcodecs.compat import ensure_bytes

warnings.simplefilter("ignore")


def snappy_in_blosc(encoded):
    """A container that numcodecs' own c-blosc cannot decode: unshuffled with its help, stored raw."""
    flags, typesize = encoded[2], encoded[3]
    nbytes, blocksize, cbytes = struct.unpack("<III", encoded[4:16])
    assert cbytes == len(encoded)
    if flags & 0x02:
        return encoded[16:]
    decoded = b""
    for block in range(-(-nbytes // blocksize)):
        length = min(blocksize, nbytes - block * blocksize)
        (at,) = struct.unpack("<i", encoded[16 + 4 * block :][:4])
        split = not flags & 0x10 and length == blocksize
        streams = typesize if split else 1
        shuffled = b""
        for _ in range(streams):
            (size,) = struct.unpack("<i", encoded[at:][:4])
            stream = encoded[at + 4 :][:size]
            whole = length // streams
            if size != whole:
                stream = pyarrow.decompress(stream, whole, codec="snappy", asbytes=True)
            shuffled += stream
            at += 4 + size
        # One block, its one stream stored as it is: c-blosc only undoes the shuffle.
        kept = flags & 0x05 | 0x10 | 1 << 5
        header = struct.pack("<BBBBIIIii", 2, 1, kept, typesize, length, length, 24 + length, 20, length)
        decoded += ensure_bytes(numcodecs.Blosc().decode(header + shuffled))
    return decoded


def flat(values):
    """The elements in the order in which they lie in memory."""
    values = np.asarray(values)
    return values.reshape(-1, order="A")


def same(found, expected):
    found, expected = flat(found), flat(expected)
    if expected.dtype.kind != "O" and found.dtype.kind != "O":
        return ensure_bytes(found) == ensure_bytes(expected)
    return len(found) == len(expected) and all(
        np.array_equal(a, b) if isinstance(b, np.ndarray) else type(a) is type(b) and (a == b or a != a and b != b)
        for a, b in zip(found.tolist(), expected.tolist())
    )


def as_text(value):
    """What an element of an array of objects is here: a text itself, or the JSON text of anything else."""
    if isinstance(value, bytes):
        return value.decode()
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def texts(values):
    return [as_text(value) for value in flat(values).tolist()]


def check(array, config, encoded):
    if config.get("cname") == "snappy":
        return same(np.frombuffer(snappy_in_blosc(encoded), "u1"), np.frombuffer(ensure_bytes(flat(array)), "u1"))
    codec = numcodecs.get_codec(dict(config))
    if config["id"] in ("json2", "msgpack2") and array.dtype == object:
        found = codec.decode(encoded)
        return found.shape == array.shape and flat(found).tolist() == texts(codec.decode(codec.encode(array)))
    return same(codec.decode(encoded), codec.decode(codec.encode(array)))


def main():
    fixtures, ours = sys.argv[1:]
    for folder, _, names in sorted(os.walk(ours)):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), ours)
            codec = os.path.join(fixtures, os.path.dirname(path))
            number = name.split(".")[1]
            try:
                array = np.load(os.path.join(codec, "..", f"array.{number}.npy"), allow_pickle=True)
                with open(os.path.join(codec, "config.json")) as file:
                    config = json.load(file)
                with open(os.path.join(folder, name), "rb") as file:
                    result = "same" if check(array, config, file.read()) else "other values"
            except Exception as e:
                result = repr(e)
            print(path, " ".join(result.split()), sep="\t")


if __name__ == "__main__":
    main()
