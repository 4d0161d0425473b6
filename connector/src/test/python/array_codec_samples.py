"""Writes dev/sparkzarr/codec/array-samples.json: arrays as numcodecs' filters encode and decode them.

Needs numcodecs 0.16 and numpy 2. Run from connector/src/test. Each sample has the filter's configuration, the
kind of the decoded elements and of the encoded ones, the array that was given, what numcodecs made of it, and
what numcodecs decodes from that, as hexadecimal little-endian bytes. "written" says whether the same bytes are
to be written here: where numcodecs wraps or overflows, they are not.
"""

import json

import numcodecs
import numpy as np

samples = []
rng = np.random.default_rng(5)


def hexed(array):
    array = np.ascontiguousarray(array)
    return array.astype(array.dtype.newbyteorder("<")).tobytes().hex()


def add(name, codec, array, written=True):
    array = np.asarray(array)
    with np.errstate(all="ignore"):
        encoded = codec.encode(array)
        decoded = codec.decode(encoded)
    configuration = codec.get_config()
    configuration.pop("id")
    samples.append({
        "name": name,
        "codec": "numcodecs." + codec.codec_id,
        "configuration": configuration,
        "kind": array.dtype.name.upper(),
        "stored_kind": encoded.dtype.name.upper(),
        "count": array.size,
        "array": hexed(array),
        "encoded": hexed(encoded),
        "decoded": hexed(decoded.astype(array.dtype, copy=False)),
        "written": written,
    })


def fits(array, codec):
    """Whether numcodecs stores finite numbers as what they are: nothing overflows its type."""
    with np.errstate(all="ignore"):
        if isinstance(codec, numcodecs.Quantize):
            return bool(np.isfinite(codec.encode(array))[np.isfinite(array)].all())
        exact = np.around((array - codec.offset) * codec.scale)
    if codec.astype.kind == "f":
        return True
    info = np.iinfo(codec.astype)
    return bool(np.isfinite(exact).all() and (exact >= info.min).all() and (exact <= info.max).all())


def floats(kind, count=40):
    return np.concatenate([rng.normal(0, 100, count), [0.0, -0.0, 0.5, 1.5, 2.5, -2.5, 1e-6, 12345.678]]).astype(kind)


def integers(kind, count=40):
    info = np.iinfo(kind)
    return np.concatenate([rng.integers(info.min, info.max, count, dtype=kind, endpoint=True),
                           np.array([0, 1, info.min, info.max, info.max // 2], kind)])


special = [np.nan, np.inf, -np.inf, 0.0, -0.0, 1.5, 2.5, -3.5]
signed = ["i1", "i2", "i4", "i8"]
unsigned = ["u1", "u2", "u4", "u8"]
real = ["f2", "f4", "f8"]

for kind in signed + unsigned:
    add(f"delta {kind}", numcodecs.Delta(kind), integers(kind))
add("delta u2 as i4", numcodecs.Delta("u2", "i4"), integers("u2"))
add("delta i4 as i2", numcodecs.Delta("i4", "i2"), np.cumsum(rng.integers(-9, 9, 700)).astype("i4"))
add("delta i8 as u1", numcodecs.Delta("i8", "u1"), np.arange(0, 500, 3))
add("delta i4 as f8", numcodecs.Delta("i4", "f8"), integers("i2").astype("i4"))
add("delta i4 as f8, out of range", numcodecs.Delta("i4", "f8"), integers("i4"), written=False)
add("delta i2 as f4", numcodecs.Delta("i2", "f4"), integers("i1").astype("i2"))
add("delta f4 as i2", numcodecs.Delta("f4", "i2"), np.cumsum(rng.integers(-9, 9, 700)).astype("f4"))
add("delta f4 as f8", numcodecs.Delta("f4", "f8"), floats("f4", 700))
add("delta i2 as i1, out of range", numcodecs.Delta("i2", "i1"), np.array([100, 300, 301], "i2"), written=False)
for kind in real:
    add(f"delta {kind}", numcodecs.Delta(kind), floats(kind, 700))
add("delta f8 as f4", numcodecs.Delta("f8", "f4"), floats("f8"))
add("delta f4 with NaN", numcodecs.Delta("f4"), np.array([1, 2, np.nan, 3], "f4"))
add("delta of false", numcodecs.Delta("?"), np.zeros(9, bool))
add("delta until true", numcodecs.Delta("?"), np.array([0, 0, 1, 1, 1], bool))

for kind in real:
    for stored, scale, offset in [("i2", 10, 3), ("i4", 8.0, -1.5), ("i8", 1000, 0.1), ("f4", 3.3, 7), ("f8", 0.3, 1e-3),
                                  ("i2", 0.01, 1000.5)]:
        codec, array = numcodecs.FixedScaleOffset(offset, scale, kind, stored), floats(kind)
        add(f"fixedscaleoffset {kind} as {stored} {scale} {offset}", codec, array, fits(array, codec))
add("fixedscaleoffset u1", numcodecs.FixedScaleOffset(1000, 10, "f8", "u1"), 1000 + np.arange(0, 25, 0.125))
add("fixedscaleoffset of i2", numcodecs.FixedScaleOffset(-3, 2, "i4", "i8"), integers("i2").astype("i4"))
add("fixedscaleoffset of u2 by half", numcodecs.FixedScaleOffset(0.5, 0.5, "u2", "u2"), np.arange(1, 300, dtype="u2"))
add("fixedscaleoffset to f4 with NaN", numcodecs.FixedScaleOffset(1, 2, "f4", "f4"), np.array(special, "f4"))
add("fixedscaleoffset out of range", numcodecs.FixedScaleOffset(0, 1, "f8", "i1"), np.array([1.0, 200.0]), written=False)

for kind in real:
    for digits in [-2, -1, 0, 1, 2, 3]:
        codec, array = numcodecs.Quantize(digits, kind), np.append(floats(kind), np.array(special, kind))
        add(f"quantize {kind} {digits}", codec, array, fits(array, codec))
add("quantize f8 as f4", numcodecs.Quantize(4, "f8", "f4"), floats("f8"))
add("quantize f4 as f8", numcodecs.Quantize(2, "f4", "f8"), floats("f4"))
add("quantize f8 12", numcodecs.Quantize(12, "f8"), floats("f8"))

for kind in real:
    for bits in [0, 1, 3, 6, 10, 23, 52]:
        if bits <= {"f2": 10, "f4": 23, "f8": 52}[kind]:
            add(f"bitround {kind} {bits}", numcodecs.BitRound(bits), np.append(floats(kind), np.array(special, kind)[1:]))

for kind in signed + unsigned:
    add(f"astype {kind} as f8", numcodecs.AsType("f8", kind), integers(kind))
    add(f"astype {kind} as f4", numcodecs.AsType("f4", kind), integers(kind))
    add(f"astype {kind} as bool", numcodecs.AsType("?", kind), integers(kind))
for kind in ["i1", "i2", "u1"]:
    add(f"astype {kind} as f2", numcodecs.AsType("f2", kind), integers(kind))
add("astype i8 as i2", numcodecs.AsType("i2", "i8"), integers("i2").astype("i8"))
add("astype u4 as u1", numcodecs.AsType("u1", "u4"), integers("u1").astype("u4"))
add("astype i4 as i2, out of range", numcodecs.AsType("i2", "i4"), integers("i4"), written=False)
add("astype u8 as i8, out of range", numcodecs.AsType("i8", "u8"), integers("u8"), written=False)
add("astype f8 as f4", numcodecs.AsType("f4", "f8"), np.append(floats("f8"), special))
add("astype f8 as f2", numcodecs.AsType("f2", "f8"), np.append(floats("f8"), special))
add("astype f4 as i2", numcodecs.AsType("i2", "f4"), floats("f4"))
add("astype f8 as i8", numcodecs.AsType("i8", "f8"), floats("f8"))
add("astype bool as f4", numcodecs.AsType("f4", "?"), np.array([True, False]))
for kind in ["i1", "u1", "i2", "u2", "i4", "i8", "u8"]:
    # Floats that are stored for integers: what does not fit is read as numpy reads it on x86-64.
    add(f"astype {kind} as f8, then cut off", numcodecs.AsType("f8", kind), integers(kind))
    codec = numcodecs.AsType("f8", kind)
    stored = np.array(special + [300.7, -300.7, 1e10, -1e10, 1e19, 1e20], "f8")
    with np.errstate(all="ignore"):
        decoded = codec.decode(stored)
    samples[-1].update(count=stored.size, encoded=hexed(stored), decoded=hexed(decoded), array="", written=False)

for count in [0, 1, 7, 8, 9, 64, 1001]:
    add(f"packbits {count}", numcodecs.PackBits(), rng.integers(0, 2, count).astype(bool))

with open("resources/dev/sparkzarr/codec/array-samples.json", "w") as out:
    out.write("[\n" + ",\n".join(json.dumps(sample) for sample in samples) + "\n]\n")
