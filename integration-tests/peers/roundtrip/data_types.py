"""The data types of random cases: how both formats spell them, their fill values and their values."""

import base64
import math
import struct
from dataclasses import dataclass
from typing import Any, Callable

import numpy as np

import peer
from cells import canonical, little_endian

TIME_UNITS = ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as"]
WORDS = ["", "a", "Zarr", "naïve", "日本", "party 🎉", "x" * 40, "tab\there", "\u0000nul", "𝄞"]


@dataclass
class Type:
    """One data type.

    label: what the report counts; dtype: numpy's, little-endian, object for variable sizes; v2, v3: spellings, v2 by
    byte order; fill: from (rng, format, order) its JSON and one element; values: from (rng, n, fill) an array.
    """

    label: str
    dtype: np.dtype
    v2: Callable[[str], Any]
    v3: Any
    fill: Callable[[np.random.Generator, int, str], tuple[Any, Any]]
    values: Callable[[np.random.Generator, int, Any], np.ndarray]

    @property
    def variable(self):
        return self.dtype.kind == "O"

    @property
    def ordered(self):
        """Whether there is a byte order to choose."""
        if self.dtype.names:
            return self.label == "struct" and any(self.dtype.fields[name][0].itemsize > 1 for name in self.dtype.names)
        return self.label in ORDERED or self.dtype.kind in "cUMm"


NUMBERS = {
    "bool": "b1", "int8": "i1", "int16": "i2", "int32": "i4", "int64": "i8", "uint8": "u1", "uint16": "u2",
    "uint32": "u4", "uint64": "u8", "float16": "f2", "float32": "f4", "float64": "f8",
}  # fmt: skip
ORDERED = {label for label, code in NUMBERS.items() if code[1] != "1"}
QUIET = {2: 0x7E00, 4: 0x7FC00000, 8: 0x7FF8000000000000}
NAN_PAYLOAD = {2: 0x3F, 4: 0x1234, 8: 0x123456789}


def pick(rng, choices):
    return choices[int(rng.integers(len(choices)))]


def specials(dtype):
    """Values at the limits of a type."""
    if dtype.kind == "b":
        return np.array([False, True])
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        return np.array([limits.min, limits.max, 0, 1], dtype)
    limits = np.finfo(dtype)
    quiet = QUIET[dtype.itemsize] | NAN_PAYLOAD[dtype.itemsize]
    payload = np.array([quiet], f"u{dtype.itemsize}").view(dtype)[0]
    return np.array(
        [0.0, -0.0, np.inf, -np.inf, np.nan, payload, limits.max, limits.min, limits.tiny, limits.smallest_subnormal], dtype
    )


def random_bits(rng, dtype, n):
    if dtype.kind == "b":
        return rng.integers(0, 2, n).astype(bool)
    return np.frombuffer(rng.bytes(n * dtype.itemsize), dtype).copy()


def numbers(dtype):
    """Values of a number: random bits, small ones, a ramp, limits, mostly fill."""

    def make(rng, n, fill):
        kind = pick(rng, ["bits", "small", "ramp", "limits", "fill", "fill"])
        if kind == "bits":
            return random_bits(rng, dtype, n)
        if kind == "small":
            return small(rng, dtype, n)
        if kind == "ramp":
            return np.arange(n).astype(dtype)
        if kind == "limits":
            return rng.choice(specials(dtype), n)
        values = np.full(n, fill, dtype)
        some = rng.random(n) < 0.1
        values[some] = small(rng, dtype, int(some.sum()))
        return values

    return make


def small(rng, dtype, n):
    """Finite values of ordinary size, exact in every number type."""
    if dtype.kind == "b":
        return rng.integers(0, 2, n).astype(bool)
    if dtype.kind == "u":
        return rng.integers(0, 100, n).astype(dtype)
    if dtype.kind == "i":
        return rng.integers(-50, 50, n).astype(dtype)
    return (rng.integers(-200, 200, n) / 4).astype(dtype)


def float_json(value, dtype, zarr_format):
    """A float as documents spell it; a NaN with payload only where format 3 can."""
    if np.isnan(value):
        bits = int(np.array([value], dtype).view(f"u{dtype.itemsize}")[0])
        if bits == QUIET[dtype.itemsize] or zarr_format == 2:
            return "NaN"
        return "0x" + format(bits, f"0{2 * dtype.itemsize}x")
    if np.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return float(value)


def has_payload(value):
    """Whether there is a NaN in an element whose bits are not those of plain NaN."""
    value = np.asarray(value)
    if value.dtype.names:
        return any(has_payload(value[name]) for name in value.dtype.names)
    if value.dtype.kind == "c":
        return has_payload(value.reshape(1).view(f"f{value.dtype.itemsize // 2}"))
    if value.dtype.kind != "f":
        return False
    bits = value.reshape(-1).view(f"u{value.dtype.itemsize}")
    return bool((np.isnan(value.reshape(-1)) & (bits != QUIET[value.dtype.itemsize])).any())


def number_fill(dtype):
    def make(rng, zarr_format, order):
        if zarr_format == 2 and rng.random() < 0.15:
            return None, np.zeros((), dtype)[()]
        choices = list(specials(dtype)) if rng.random() < 0.5 else [np.zeros((), dtype)[()], small(rng, dtype, 1)[0]]
        value = dtype.type(pick(rng, choices))
        if dtype.kind == "b":
            return bool(value), value
        if dtype.kind in "iu":
            return int(value), value
        json = float_json(value, dtype, zarr_format)
        return json, (dtype.type(np.nan) if json == "NaN" else value)

    return make


def number(label, code):
    dtype = np.dtype("<" + code)
    prefix = "|" if dtype.itemsize == 1 else None
    return Type(label, dtype, lambda order: (prefix or order) + code, label, number_fill(dtype), numbers(dtype))


def complex_number(label, code, part):
    dtype, half = np.dtype("<" + code), np.dtype("<" + part)

    def values(rng, n, fill):
        parts = numbers(half)(rng, 2 * n, half.type(fill.real))
        return np.ascontiguousarray(parts).view(dtype)

    def fill(rng, zarr_format, order):
        json, value = zip(*(number_fill(half)(rng, 3 if zarr_format == 3 else -2, order) for _ in range(2)))
        pair = np.array(value, half).view(dtype)[0]
        if zarr_format == 2:
            json = [float_json(v, half, 2) for v in value]
            pair = np.array([half.type(np.nan) if np.isnan(v) else v for v in value], half).view(dtype)[0]
        return list(json), pair

    return Type(label, dtype, lambda order: order + code, label, fill, values)


def time(kind, unit, multiplier):
    letter = "M8" if kind == "datetime64" else "m8"
    spelling = f"[{multiplier if multiplier > 1 else ''}{unit}]"
    dtype = np.dtype("<" + letter + spelling)
    nat = -(2**63)

    def values(rng, n, fill):
        ticks = numbers(np.dtype("<i8"))(rng, n, np.int64(fill.view("i8")))
        ticks[rng.random(n) < 0.1] = nat
        return ticks.view(dtype)

    def fill(rng, zarr_format, order):
        json = pick(rng, ["NaT", 0, nat, 2**63 - 1, int(rng.integers(-1000, 1000))])
        return json, np.array([nat if json == "NaT" else json], "<i8").view(dtype)[0]

    v3 = {"name": f"numpy.{kind}", "configuration": {"unit": unit, "scale_factor": multiplier}}
    return Type(kind, dtype, lambda order: order + letter + spelling, v3, fill, values)


def chunks_of_bytes(rng, n, width, fill):
    """Random bytes, some short (padded with zeros), some the fill."""
    rows = np.frombuffer(rng.bytes(n * width), "u1").reshape(n, width).copy()
    for row, short in enumerate(rng.random(n) < 0.5):
        if short:
            rows[row, int(rng.integers(0, width + 1)) :] = 0
    rows[rng.random(n) < 0.3] = np.frombuffer(fill, "u1")
    return rows


def encoded(data):
    return base64.standard_b64encode(data).decode()


def fixed_bytes(width):
    dtype = np.dtype(f"S{width}")

    def values(rng, n, fill):
        return chunks_of_bytes(rng, n, width, bytes(fill).ljust(width, b"\0")).view(dtype).reshape(n)

    def fill(rng, zarr_format, order):
        value = pick(rng, [b"", b"a", rng.bytes(width).replace(b"\0", b"\1")])[:width]
        return encoded(value), np.bytes_(value)

    v3 = {"name": "null_terminated_bytes", "configuration": {"length_bytes": width}}
    return Type("null_terminated_bytes", dtype, lambda order: f"|S{width}", v3, fill, values)


def raw(width):
    dtype = np.dtype(f"V{width}")

    def values(rng, n, fill):
        return chunks_of_bytes(rng, n, width, fill.tobytes()).view(dtype).reshape(n)

    def fill(rng, zarr_format, order):
        value = pick(rng, [bytes(width), rng.bytes(width)])
        return encoded(value), np.void(value)

    v3 = {"name": "raw_bytes", "configuration": {"length_bytes": width}}
    return Type("raw_bytes", dtype, lambda order: f"|V{width}", v3, fill, values)


def fixed_text(length):
    dtype = np.dtype(f"<U{length}")

    def word(rng):
        return pick(rng, WORDS)[:length].rstrip("\0")

    def values(rng, n, fill):
        values = np.array([word(rng) for _ in range(n)] + [""], dtype)[:n]
        values[rng.random(n) < 0.3] = fill
        return values

    def fill(rng, zarr_format, order):
        value = word(rng)
        return value, np.str_(value)

    v3 = {"name": "fixed_length_utf32", "configuration": {"length_bytes": 4 * length}}
    return Type("fixed_length_utf32", dtype, lambda order: f"{order}U{length}", v3, fill, values)


def text():
    def values(rng, n, fill):
        values = np.empty(n, object)
        for i in range(n):
            values[i] = fill if rng.random() < 0.3 else pick(rng, WORDS)
        return values

    def fill(rng, zarr_format, order):
        value = pick(rng, WORDS)
        return value, value

    return Type("string", np.dtype(object), lambda order: "|O", "string", fill, values)


def binary():
    def values(rng, n, fill):
        values = np.empty(n, object)
        for i in range(n):
            values[i] = fill if rng.random() < 0.3 else rng.bytes(int(rng.integers(0, 20)))
        return values

    def fill(rng, zarr_format, order):
        value = pick(rng, [b"", b"\0", rng.bytes(5)])
        return encoded(value), value

    return Type("variable_length_bytes", np.dtype(object), lambda order: "|O", "variable_length_bytes", fill, values)


def structured(label, fields):
    """label: structured or struct, which format 3 spells differently; fields: name and type of fixed size."""
    dtype = np.dtype([(name, field.dtype) for name, field in fields])

    def values(rng, n, fill):
        values = np.empty(n, dtype)
        for name, field in fields:
            values[name] = field.values(rng, n, fill[name])
        values[rng.random(n) < 0.2] = fill
        return values

    def fill(rng, zarr_format, order):
        value, by_field = np.zeros((), dtype), {}
        for name, field in fields:
            by_field[name], value[name] = field.fill(rng, 3, order)
        if zarr_format == 3 and label == "struct":
            return by_field, value[()]
        stored = value.astype([(name, field.dtype.newbyteorder(order if zarr_format == 2 else "<")) for name, field in fields])
        return encoded(stored.tobytes()), value[()]

    spelled = [[name, field.v3] for name, field in fields]
    if label == "struct":
        spelled = [{"name": name, "data_type": field.v3} for name, field in fields]
    v3 = {"name": label, "configuration": {"fields": spelled}}
    return Type(label, dtype, lambda order: [[name, field.v2(order)] for name, field in fields], v3, fill, values)


SIMPLE = [number(label, code) for label, code in NUMBERS.items()]
LABELS = list(NUMBERS) + [
    "complex64", "complex128", "datetime64", "timedelta64", "null_terminated_bytes", "raw_bytes", "fixed_length_utf32",
    "string", "variable_length_bytes", "structured",
] + ["struct"] * peer.NEWEST  # fmt: skip


def draw(rng, label):
    """A type of that label, with random parameters."""
    if label in NUMBERS:
        return number(label, NUMBERS[label])
    if label == "complex64":
        return complex_number(label, "c8", "f4")
    if label == "complex128":
        return complex_number(label, "c16", "f8")
    if label in ("datetime64", "timedelta64"):
        return time(label, pick(rng, TIME_UNITS), pick(rng, [1, 1, 1, 10, 25]))
    if label == "null_terminated_bytes":
        return fixed_bytes(int(rng.integers(1, 9)))
    if label == "raw_bytes":
        return raw(int(rng.integers(1, 20)))
    if label == "fixed_length_utf32":
        return fixed_text(int(rng.integers(1, 9)))
    if label == "string":
        return text()
    if label == "variable_length_bytes":
        return binary()
    parts = list(NUMBERS) + ["complex64", "datetime64", "null_terminated_bytes", "fixed_length_utf32", "raw_bytes"]
    return structured(label, [(f"f{i}" if i else "naïve", draw(rng, pick(rng, parts))) for i in range(int(rng.integers(1, 5)))])
