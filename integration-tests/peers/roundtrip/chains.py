"""Random codec chains: filters, array-to-bytes, shards and bytes-to-bytes codecs, as both formats spell them."""

from dataclasses import dataclass, field

import numpy as np

import peer

from data_types import NUMBERS, pick

FLOATS = ["float16", "float32", "float64"]
FILTERS = ["delta", "fixedscaleoffset", "quantize", "bitround", "astype", "packbits"]
NUMCODECS_BYTES = [
    "blosc", "lz4", "zstd", "zlib", "gzip", "bz2", "lzma", "shuffle", "crc32", "crc32c", "adler32", "fletcher32",
    "jenkins_lookup3",
]  # fmt: skip
V3_FILTERS = ["scale_offset", "cast_value"] * peer.NEWEST
V3_BYTES = ["blosc", "zstd", "gzip", "crc32c"]
V2_ONLY = ["base64"]

# What the report must have seen at least once, by the name that documents have.
V2_NAMES = FILTERS + NUMCODECS_BYTES + V2_ONLY + ["vlen-utf8", "vlen-bytes"]
V3_NAMES = (
    ["bytes", "transpose", "sharding_indexed", "vlen-utf8", "vlen-bytes"]
    + V3_FILTERS
    + V3_BYTES
    + ["numcodecs." + name for name in FILTERS + NUMCODECS_BYTES]
)


@dataclass
class Chain:
    """filters and compressor in v2's words (dicts with id), codecs in v3's."""

    filters: list = field(default_factory=list)
    compressor: dict | None = None
    order: str = "C"
    codecs: list = field(default_factory=list)
    names: list = field(default_factory=list)
    features: set = field(default_factory=set)
    lossy: bool = False
    small: bool = False


def array_filter(rng, name, label, order):
    """An array-to-array codec of numcodecs: its configuration and the label it leaves; None where it does not fit.

    order: the byte order that its data have: of v2 typestrs; v3 has '<' in memory.
    """
    code = NUMBERS.get(label)
    if code is None:
        return None
    one = code[1] == "1"

    def typestr(target, free=False):
        width_one = NUMBERS[target][1] == "1"
        mark = "|" if width_one else pick(rng, "<>") if free else order
        return mark + NUMBERS[target]

    free = order == ">"  # a big-endian v2 array: intermediate orders may differ
    own = typestr(label)
    if name == "packbits":
        return ({}, "uint8") if label == "bool" else None
    if label == "bool":
        return None
    if name == "delta":
        return {"dtype": own, "astype": own}, label
    if name == "astype":
        targets = {
            "int64": ["int32", "int8", "float64"], "int32": ["int16", "int64", "float32"], "int16": ["int8", "float32"],
            "uint32": ["uint8", "uint64"], "uint16": ["uint8", "int32"], "uint64": ["uint16", "int64"],
            "float64": ["float32", "float16", "int32"], "float32": ["float64", "int16"], "float16": ["float32"],
            "int8": ["int64"], "uint8": ["uint64", "float64"],
        }[label]  # fmt: skip
        target = pick(rng, targets)
        return {"encode_dtype": typestr(target, free), "decode_dtype": own}, target
    if label not in FLOATS:
        return None
    if name == "bitround":
        return {"keepbits": int(rng.integers(1, {"float16": 10, "float32": 23, "float64": 52}[label]))}, label
    if name == "quantize":
        return {"digits": int(rng.integers(0, 3)), "dtype": own, "astype": own}, label
    if name == "fixedscaleoffset":
        if one or label == "float16":
            return None
        target = pick(rng, ["int16", "int32", "int64", "uint16", "uint8"])
        offset = -60.0 if target.startswith("u") else pick(rng, [0.0, 10.5, -3.0])
        scale = pick(rng, [1.0, 2.0]) if target in ("uint8",) else pick(rng, [1.0, 10.0, 100.0])
        return {"offset": offset, "scale": scale, "dtype": own, "astype": typestr(target, free)}, target
    return None


def numcodecs_bytes(rng, name, width, first):
    """A bytes-to-bytes codec's configuration; None where it does not fit."""
    if name == "blosc":
        config = {
            "cname": pick(rng, ["lz4", "lz4hc", "blosclz", "zstd", "zlib"]),
            "clevel": int(rng.integers(0, 10)),
            "shuffle": pick(rng, [-1, 0, 1, 2]),
            "blocksize": pick(rng, [0, 0, 0, 256, 4096]),
        }
        return config
    if name == "lz4":
        return {"acceleration": int(rng.integers(1, 6))}
    if name == "zstd":
        return {"level": int(rng.integers(-7, 12)), "checksum": bool(rng.integers(2))}
    if name == "zlib":
        return {"level": int(rng.integers(-1, 10))}
    if name in ("gzip", "bz2"):
        return {"level": int(rng.integers(1, 10))}
    if name == "lzma":
        return lzma(rng)
    if name == "shuffle":
        return {"elementsize": int(pick(rng, [width, 1] if width < 20 else [1]))} if first else None
    if name in ("crc32", "crc32c", "adler32"):
        return pick(rng, [{}, {"location": "start"}, {"location": "end"}])
    if name == "jenkins_lookup3":
        return {"initval": int(pick(rng, [0, 1, 2**32 - 1]))}
    return {}


def lzma(rng):
    kind = int(rng.integers(3))
    preset = int(rng.integers(0, 7))
    if kind == 0:
        return {"format": 1, "check": pick(rng, [-1, 0, 1, 4]), "preset": preset, "filters": None}
    if kind == 1:
        return {"format": 2, "check": -1, "preset": preset, "filters": None}
    filters = [{"id": 33, "preset": preset}]
    if rng.random() < 0.5:
        filters.insert(0, {"id": 3, "dist": int(rng.integers(1, 9))})
    return {"format": 3, "check": -1, "preset": None, "filters": filters}


def v3_bytes(rng, name, width):
    """One of format 3's own bytes-to-bytes codecs."""
    if name == "blosc":
        shuffle = pick(rng, ["noshuffle", "shuffle", "bitshuffle"])
        return {
            "cname": pick(rng, ["lz4", "lz4hc", "blosclz", "zstd", "zlib"]),
            "clevel": int(rng.integers(0, 10)),
            "shuffle": shuffle,
            "typesize": int(min(width, 255)),
            "blocksize": pick(rng, [0, 0, 0, 256, 4096]),
        }
    if name == "zstd":
        return {"level": int(rng.integers(-7, 12)), "checksum": bool(rng.integers(2))}
    if name == "gzip":
        return {"level": int(rng.integers(0, 10))}
    return {}


def draw_v2(rng, kind, order, rank):
    """A chain for format 2. kind: the data type; order: its byte order."""
    chain = Chain(order=pick(rng, ["C", "C", "F"]))
    if chain.order == "F":
        chain.features.add("order F")
    label, width = kind.label, max(kind.dtype.itemsize, 1)
    if kind.label == "string":
        chain.filters.append({"id": "vlen-utf8"})
    elif kind.label == "variable_length_bytes":
        chain.filters.append({"id": "vlen-bytes"})
    else:
        label, width = add_filters(rng, chain, label, order, width, chain.filters, lambda n, c: {"id": n, **c})
    first = not kind.variable
    if rng.random() < 0.15:
        name = pick(rng, NUMCODECS_BYTES + V2_ONLY)
        config = numcodecs_bytes(rng, name, width, first)
        if config is not None:
            chain.filters.append({"id": name, **config})
            chain.features.add("bytes-to-bytes filter")
            first = False
    if rng.random() < 0.85:
        name = pick(rng, NUMCODECS_BYTES + V2_ONLY)
        config = numcodecs_bytes(rng, name, width, first)
        if config is not None:
            chain.compressor = {"id": name, **config}
    chain.names = [f["id"] for f in chain.filters] + ([chain.compressor["id"]] if chain.compressor else [])
    return chain


def add_filters(rng, chain, label, order, width, target, spell):
    """Up to two filters that fit the type; returns what their output is."""
    while rng.random() < 0.3 and len(target) < 3:
        fitting = {name: array_filter(rng, name, label, order) for name in FILTERS}
        if target:
            fitting["astype"] = fitting["fixedscaleoffset"] = None  # differences may not fit
        name = pick(rng, [name for name, made in fitting.items() if made] or [None])
        if name is None:
            break
        before = label
        config, label = fitting[name]
        target.append(spell(name, config))
        chain.names.append(target[-1].get("name", name))
        width = np.dtype(NUMBERS[label]).itemsize
        whole = label not in FLOATS and before not in FLOATS
        chain.lossy |= name != "packbits" and not whole
        chain.small |= name not in ("packbits", "delta", "bitround")
        chain.features.add("filter")
        if name == "bitround" and chain.order == "F":
            chain.features.add("bitround in order F")
        if name == "bitround" and order == ">":
            chain.features.add("big-endian bitround")
        if name != "delta":  # what numcodecs passes on from bitround are integers
            break
    return label, width


def draw_v3(rng, kind, shape):
    """A chain for format 3, for chunks of a shape; shards inside it are made here."""
    chain = Chain()
    codecs_v3(rng, chain, kind, list(shape), 0)
    return chain


def v3_filters(rng, chain, label, target, width):
    """Format 3's own filters, for ordinary numbers; returns what their output is."""
    if label not in NUMBERS or label == "bool":
        return label, width
    if rng.random() < 0.7:
        floating = label in FLOATS
        offset, scale = pick(rng, [0.5, -20.25]) if floating else 0, pick(rng, [2, 4, 0.5] if floating else [1, 2])
        if label in ("int16", "int32", "int64"):
            offset = int(pick(rng, [0, 7, -100]))
        target.append({"name": "scale_offset", "configuration": {"offset": offset, "scale": scale}})
    else:
        offset = 0
    if rng.random() < 0.6 and offset in (0, 0.5):
        label = pick(rng, ["int16", "int32", "float32", "float64"] if label != "uint8" else ["uint16", "float64"])
        configuration = {"data_type": label}
        if rng.random() < 0.5:
            configuration["rounding"] = pick(rng, ["nearest-even", "towards-zero", "towards-positive", "nearest-away"])
        if rng.random() < 0.3:
            configuration["out_of_range"] = "clamp"
        target.append({"name": "cast_value", "configuration": configuration})
    chain.lossy |= bool(target)
    chain.small |= bool(target)
    return label, np.dtype(NUMBERS[label]).itemsize


def codecs_v3(rng, chain, kind, shape, depth):
    """Appends to chain.codecs; returns nothing. depth: how many shards are around."""
    codecs = []
    rank = len(shape)
    sharded = depth < 2 and rng.random() < (0.35 if depth == 0 else 0.2)
    transposed = rank > 0 and rng.random() < (0.08 if sharded else 0.25)
    if transposed:
        order = [int(i) for i in rng.permutation(rank)]
        codecs.append({"name": "transpose", "configuration": {"order": order}})
        untransposed, shape = shape, [shape[i] for i in order]
        if sharded:
            chain.features.add("transpose before shards")
    width = max(kind.dtype.itemsize, 1)
    label = kind.label
    if sharded:
        codecs.append(shard(rng, chain, kind, shape, depth))
        inner = codecs[-1]["configuration"]["chunk_shape"]
        if transposed and any(n % i for n, i in zip(untransposed, inner)):
            chain.features.add("shards fit after transpose")
        if depth > 0:
            chain.features.add("nested shards")
    elif kind.label == "string":
        codecs.append({"name": "vlen-utf8"})
    elif kind.label == "variable_length_bytes":
        codecs.append({"name": "vlen-bytes"})
    else:
        filters = []
        label, width = add_filters(
            rng, chain, label, "<", width, filters, lambda n, c: {"name": "numcodecs." + n, "configuration": c}
        )
        if not filters and V3_FILTERS and rng.random() < 0.3:
            label, width = v3_filters(rng, chain, label, filters, width)
        codecs += filters
        codecs.append(bytes_codec(rng, chain, kind, label))
        if filters and NUMBERS[kind.label][1] == "1" and width > 1:
            chain.features.add("one-byte type widened")
        big = codecs[-1].get("configuration", {}).get("endian") == "big"
        if big and any(each["name"].startswith("numcodecs.") for each in filters):
            chain.features.add("numcodecs before big-endian bytes")
    if transposed and (kind.variable or not sharded and filters) and f_contiguous(order, shape):
        chain.features.add("reversed before numcodecs")
    first = not sharded and not kind.variable
    count = pick(rng, [0, 1, 1, 1, 2, 3]) if not sharded else pick(rng, [0, 0, 0, 0, 0, 0, 1])
    for _ in range(count):
        if rng.random() < 0.5:
            name = pick(rng, V3_BYTES)
            config = v3_bytes(rng, name, width)
        else:
            name = pick(rng, NUMCODECS_BYTES)
            config = numcodecs_bytes(rng, name, width, first)
            name = "numcodecs." + name
        if config is None:
            continue
        codecs.append({"name": name, "configuration": config} if config or rng.random() < 0.5 else {"name": name})
        if name.endswith("blosc") and not first:
            chain.features.add("blosc of any bytes")
        if name.startswith("numcodecs."):
            codecs[-1].setdefault("configuration", {})
        first = False
        if sharded:
            chain.features.add("codec after shards")
    chain.names += [c["name"] for c in codecs]
    chain.codecs = codecs
    return codecs


def f_contiguous(order, shape):
    """Whether numpy takes the transposed view for one in Fortran order, and not in C order."""
    flags = np.empty([shape[order.index(i)] for i in range(len(order))], "u1").transpose(order).flags
    return flags.f_contiguous and not flags.c_contiguous


def bytes_codec(rng, chain, kind, label):
    ordered = kind.ordered if label == kind.label else np.dtype(NUMBERS[label]).itemsize > 1
    if not ordered:
        return {"name": "bytes"}
    endian = pick(rng, ["little", "little", "big"])
    if endian == "big":
        chain.features.add("big-endian")
    return {"name": "bytes", "configuration": {"endian": endian}}


def shard(rng, chain, kind, shape, depth):
    """A shard of that shape; its inner shape divides it."""
    inner = [int(pick(rng, [d for d in range(1, n + 1) if n % d == 0])) for n in shape]
    while np.prod([n // i for n, i in zip(shape, inner)], dtype=int) > 24:
        worst = int(np.argmax([n // i for n, i in zip(shape, inner)]))
        inner[worst] = shape[worst]
    index = [{"name": "bytes", "configuration": {"endian": pick(rng, ["little", "little", "little", "big"])}}]
    if rng.random() < 0.75:
        index.append({"name": "crc32c"})
    location = pick(rng, ["start", "end"])
    chain.features.add("index at " + location)
    if index[0]["configuration"]["endian"] == "big":
        chain.features.add("big-endian index")
    return {
        "name": "sharding_indexed",
        "configuration": {
            "chunk_shape": inner,
            "codecs": codecs_v3(rng, chain, kind, inner, depth + 1),
            "index_codecs": index,
            "index_location": location,
        },
    }
