"""Random arrays, each from (seed, number) alone: what is stored, what is written into it, what is read from it.

    python cases.py SEED NUMBER        prints that case
"""

import itertools
import json
import math
import sys

import numpy as np

import chains
import data_types
import peer

from data_types import pick

MOST_CHUNKS = 40

# What the report must have seen at least once.
FEATURES = [
    "rank 0", "rank 1", "rank 2", "rank 3", "rank 4", "zero length", "separator .", "separator /", "order F", "big-endian",
    "null fill", "NaN fill", "NaN payload fill", "written in parts", "missing objects", "bytes-to-bytes filter",
    "nested shards", "index at start", "index at end", "big-endian index", "codec after shards",
    "transpose before shards",
]  # fmt: skip


class Case:
    """One array.

    document: .zarray or zarr.json; values: all its elements; writes: boxes of them that are written, in order;
    deleted: keys of stored objects that are then removed; reads: regions; lossless: what is written is read again.
    """

    def __init__(self, seed, number, labels):
        self.number = number
        rng = np.random.default_rng([seed, number])
        self.rng = rng
        self.format = pick(rng, [2, 3, 3])
        self.kind = data_types.draw(rng, pick(rng, labels))
        self.order = pick(rng, "<<>")
        self.shape = draw_shape(rng)
        self.chunks = draw_chunks(rng, self.shape)
        rank = len(self.shape)
        self.features = set()
        self.grid = "regular"
        self.edges = [[c] * -(-n // c) for n, c in zip(self.shape, self.chunks)]
        if self.format == 2:
            self.chain = chains.draw_v2(rng, self.kind, self.order, rank)
            if self.order == ">" and self.kind.v2("<") != self.kind.v2(">"):
                self.features.add("big-endian")
        else:
            if peer.NEWEST and rank and rng.random() < 0.3:
                self.edges = draw_edges(rng, self.shape, self.chunks)
                self.grid = "rectilinear"
            common = [math.gcd(*lengths) for lengths in self.edges] if self.grid == "rectilinear" else self.chunks
            self.chain = chains.draw_v3(rng, self.kind, common)
        self.features |= self.chain.features
        self.separator = pick(rng, "./")
        self.prefixed = self.format == 3 and rng.random() < 0.8
        self.fill_json, self.fill = self.kind.fill(rng, self.format, self.order)
        if (self.chain.lossy or self.chain.small) and self.kind.label in data_types.NUMBERS:
            self.fill = data_types.small(rng, self.kind.dtype, 1)[0].round()  # also through an integer
            self.fill_json = self.fill.item()
        fill_text = json.dumps(self.fill_json)
        if "NaN" in fill_text:
            self.features.add("NaN fill")
        if self.kind.dtype.kind in "fcV" and data_types.has_payload(self.fill):
            self.features |= {"NaN fill", "NaN payload fill"}
            if self.kind.label == "float16":
                self.features.add("float16 payload fill")
        if isinstance(self.fill, bytes) and self.kind.variable and self.fill.endswith(b"\0"):
            self.features.add("fill ends in NUL")
        if self.kind.dtype.kind == "c" or self.kind.dtype.names:
            self.features.add("parts compared by value")
        if self.format == 2 and self.fill_json is None:
            self.features.add("null fill")
        self.document = self.v2() if self.format == 2 else self.v3()
        self.values = self.draw_values()
        self.keep_empty = bool(rng.integers(2))
        self.writes = self.draw_writes()
        self.deleted = self.draw_deleted()
        self.reads = [draw_region(rng, self.shape) for _ in range(2)]
        if 0 in self.shape:
            self.features.add("zero length")
        self.features.add(f"rank {rank}")
        self.features.add("separator " + self.separator)

    @property
    def lossless(self):
        return not self.chain.lossy

    @property
    def codec_names(self):
        return sorted(set(self.chain.names))

    def v2(self):
        return {
            "zarr_format": 2,
            "shape": self.shape,
            "chunks": self.chunks,
            "dtype": self.kind.v2(self.order),
            "compressor": self.chain.compressor,
            "fill_value": self.fill_json,
            "order": self.chain.order,
            "filters": self.chain.filters or None,
            "dimension_separator": self.separator,
        }

    def v3(self):
        return {
            "zarr_format": 3,
            "node_type": "array",
            "shape": self.shape,
            "data_type": self.kind.v3,
            "chunk_grid": self.grid_json(),
            "chunk_key_encoding": {
                "name": "default" if self.prefixed else "v2",
                "configuration": {"separator": self.separator},
            },
            "fill_value": self.fill_json,
            "codecs": self.chain.codecs,
            "attributes": {},
            "storage_transformers": [],
        }

    def grid_json(self):
        if self.grid == "regular":
            return {"name": "regular", "configuration": {"chunk_shape": self.chunks}}
        shapes = []
        for lengths in self.edges:
            how = self.rng.random()
            if how < 0.3 and len(set(lengths)) == 1:
                shapes.append(lengths[0])
            elif how < 0.7:
                shapes.append([[length, len(list(run))] for length, run in itertools.groupby(lengths)])
            else:
                shapes.append(lengths)
        return {"name": "rectilinear", "configuration": {"kind": "inline", "chunk_shapes": shapes}}

    def draw_values(self):
        rng, n = self.rng, math.prod(self.shape)
        if self.chain.small:
            values = data_types.small(rng, self.kind.dtype, n)
        else:
            values = self.kind.values(rng, n, self.fill)
            if self.chain.lossy and self.kind.dtype.kind == "f":  # differences must stay finite
                values[~(abs(values) < np.finfo(self.kind.dtype).max / 16)] = 1
        values = values.reshape(self.shape)
        if n and rng.random() < 0.5:
            values[box(draw_box(rng, self.shape))] = self.fill
        return values

    def draw_writes(self):
        rng, whole = self.rng, {"start": [0] * len(self.shape), "stop": list(self.shape)}
        if 0 in self.shape:
            return []
        if self.chain.lossy:
            return [whole]
        how = rng.random()
        if how < 0.5:
            return [whole]
        if how < 0.55:
            return []
        self.features.add("written in parts")
        return [draw_box(rng, self.shape) for _ in range(int(rng.integers(1, 4)))]

    def draw_deleted(self):
        rng = self.rng
        keys = [key for key, _ in self.objects()]
        if not keys or rng.random() < 0.7:
            return []
        self.features.add("missing objects")
        return [key for key in keys if rng.random() < 0.4]

    def objects(self):
        """Keys and boxes of the stored objects."""
        for index in itertools.product(*(range(len(lengths)) for lengths in self.edges)):
            parts = [str(i) for i in index]
            if self.prefixed:
                key = self.separator.join(["c"] + parts)
            else:
                key = self.separator.join(parts) or "0"
            starts = [sum(lengths[:i]) for i, lengths in zip(index, self.edges)]
            yield key, tuple(slice(s, s + lengths[i]) for s, i, lengths in zip(starts, index, self.edges))

    def model(self):
        """What the array holds when every codec gives back what it was given."""
        held = np.empty(self.shape, self.kind.dtype)
        held[...] = self.fill
        for write in self.writes:
            held[box(write)] = self.values[box(write)]
        boxes = dict(self.objects())
        for key in self.deleted:
            held[boxes[key]] = self.fill
        return held

    def left_out(self):
        """Cells that we store nothing for: those of innermost chunks of a shard that are written with nothing but the fill.

        They read as exactly that, whatever the filters inside the shard would make of it. None: there are no shards.
        """
        lengths = innermost(self.chain.codecs, len(self.shape)) if self.format == 3 else None
        if lengths is None:
            return None
        out = np.zeros(self.shape, bool)
        is_fill = bits(self.values) == bits(np.full(self.shape, self.fill, self.kind.dtype))
        for _, whole in self.objects():
            starts = [range(s.start, s.stop, n) for s, n in zip(whole, lengths)]
            for start in itertools.product(*starts):
                inner = tuple(slice(a, a + n) for a, n in zip(start, lengths))
                out[inner] = is_fill[inner].all()
        return out

    def to_json(self):
        return {
            "number": self.number,
            "format": self.format,
            "type": self.kind.label,
            "grid": self.grid,
            "codecs": self.codec_names,
            "features": sorted(self.features),
            "variable": self.kind.variable,
            "width": 0 if self.kind.variable else self.kind.dtype.itemsize,
            "keepEmpty": self.keep_empty,
            "lossless": self.lossless,
            "document": self.document,
            "writes": self.writes,
            "deleted": self.deleted,
            "reads": self.reads,
        }


def draw_shape(rng):
    rank = int(rng.choice(5, p=[0.06, 0.28, 0.32, 0.22, 0.12]))
    budget = 20000 if rng.random() < 0.04 else int(rng.integers(1, 1200))
    shape = []
    for left in range(rank, 0, -1):
        length = int(rng.integers(1, max(2, round(budget ** (1 / left) * 1.5))))
        shape.append(length)
        budget = max(1, budget // length)
    shape = [int(n) for n in rng.permutation(shape)]
    if rank and rng.random() < 0.05:
        shape[int(rng.integers(rank))] = 0
    return shape


def draw_chunks(rng, shape):
    chunks = [int(rng.integers(1, n + 4)) if n < 4 else int(rng.integers(max(1, n // 5), n + 4)) for n in shape]
    if rng.random() < 0.4:  # lengths with many divisors, for shards
        chunks = [c if c < 4 else c - c % 4 for c in chunks]
    while math.prod(max(1, -(-n // c)) for n, c in zip(shape, chunks)) > MOST_CHUNKS:
        worst = max(range(len(shape)), key=lambda i: shape[i] / chunks[i])
        chunks[worst] *= 2
    return chunks


def draw_edges(rng, shape, chunks):
    """Lengths of chunks along each dimension: at least as long as it together, about as long as chunks each."""
    edges = []
    for n, c in zip(shape, chunks):
        unit = int(pick(rng, [1, 1, 2, 3]))
        lengths = []
        while sum(lengths) < max(n, 1):
            lengths.append(unit * int(rng.integers(max(1, c // unit // 2), c // unit + 2)))
        edges.append(lengths)
    return edges


def draw_box(rng, shape):
    start = [int(rng.integers(n)) for n in shape]
    return {"start": start, "stop": [int(rng.integers(s + 1, n + 1)) for s, n in zip(start, shape)]}


def draw_region(rng, shape):
    """Start, count and step of each dimension; steps may run backwards."""
    start, count, step = [], [], []
    for n in shape:
        each = int(pick(rng, [1, 1, 1, 2, 3, -1, -2]))
        if n == 0:
            first, most = 0, 0
        else:
            first = int(rng.integers(n))
            most = (n - 1 - first) // each + 1 if each > 0 else first // -each + 1
        start.append(first)
        step.append(each)
        count.append(int(rng.integers(0 if rng.random() < 0.05 else min(1, most), most + 1)))
    return {"start": start, "count": count, "step": step}


def innermost(codecs, rank):
    """The shape of the chunks in the innermost shards, in the order of the array's dimensions; None without shards."""
    order, lengths = list(range(rank)), None
    while codecs:
        inside = []
        for codec in codecs:
            if codec["name"] == "transpose":
                order = [order[i] for i in codec["configuration"]["order"]]
            elif codec["name"] == "sharding_indexed":
                inner = codec["configuration"]["chunk_shape"]
                lengths = [inner[order.index(i)] for i in range(rank)]
                inside = codec["configuration"]["codecs"]
        codecs = inside
    return lengths


def bits(array):
    """Elements of fixed size as they stand in memory, to be compared bit for bit."""
    return np.ascontiguousarray(array).view(f"V{array.dtype.itemsize}").reshape(array.shape)


def box(bounds):
    return tuple(slice(a, b) for a, b in zip(bounds["start"], bounds["stop"]))


if __name__ == "__main__":
    print(json.dumps(Case(int(sys.argv[1]), int(sys.argv[2]), data_types.LABELS).to_json(), indent=1, default=str))
