"""Codecs of zarr-python and numcodecs, in v2 filters and compressors and in v3 chains."""

import numcodecs
import numpy as np
import zarr
import zarr.codecs.numcodecs as wrapped
from zarr.codecs import BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, ShardingCodec, TransposeCodec, ZstdCodec

from stores import V2, V3, edit

FLOATS = np.round(np.sin(np.arange(600).reshape(30, 20) / 7) * 100, 2).astype("f4")
INTS = (np.arange(600).reshape(30, 20) ** 2 % 1009).astype("i4")
BOOLS = np.arange(601) % 7 < 3
CHUNKS = (8, 8)
RAW = {"decodeCf": "false"}


def add_v2(stores, name, variant, codec, values=FLOATS, role="compressors", chunks=CHUNKS, **how):
    identifier = f"codec/v2-{name}-{variant}".rstrip("-").replace(" ", "_")
    how[role] = [codec]
    how.setdefault("compressors", None)
    stores.array(identifier, f"`{codec.codec_id}`", variant, values, V2, chunks=chunks, options=RAW, **how)


def add_v3(stores, name, variant, values=FLOATS, chunks=CHUNKS, **how):
    identifier = f"codec/v3-{name}-{variant}".rstrip("-").replace(" ", "_")
    how.setdefault("compressors", None)
    stores.array(identifier, f"`{name}`", variant, values, V3, chunks=chunks, options=RAW, **how)


def add_compressors(stores):
    for cname in "blosclz", "lz4", "lz4hc", "zlib", "zstd":
        for shuffle, word in enumerate(["noshuffle", "shuffle", "bitshuffle"]):
            variant = f"{cname} {word}"
            add_v2(stores, "blosc", variant, numcodecs.Blosc(cname, 5, shuffle))
            add_v3(stores, "blosc", variant, compressors=BloscCodec(cname=cname, clevel=5, shuffle=word, typesize=4))
    plain = [
        ("zstd", "", numcodecs.Zstd(1), wrapped.Zstd(level=1)),
        ("zstd", "checksum", numcodecs.Zstd(3, checksum=True), wrapped.Zstd(level=3, checksum=True)),
        ("gzip", "", numcodecs.GZip(1), wrapped.GZip(level=1)),
        ("zlib", "", numcodecs.Zlib(1), wrapped.Zlib(level=1)),
        ("lz4", "", numcodecs.LZ4(), wrapped.LZ4(acceleration=1)),
        ("bz2", "", numcodecs.BZ2(1), wrapped.BZ2(level=1)),
        ("lzma", "xz", numcodecs.LZMA(), wrapped.LZMA()),
        ("lzma", "alone", numcodecs.LZMA(format=2), wrapped.LZMA(format=2)),
        ("lzma", "raw", *(make(format=3, filters=[{"id": 33, "preset": 1}]) for make in (numcodecs.LZMA, wrapped.LZMA))),
        (
            "lzma", "raw with delta",
            *(make(format=3, filters=[{"id": 3, "dist": 4}, {"id": 33, "preset": 1}]) for make in (numcodecs.LZMA, wrapped.LZMA)),
        ),
        ("blosc", "", numcodecs.Blosc("lz4", 5, 1), wrapped.Blosc(cname="lz4", clevel=5, shuffle=1)),
    ]  # fmt: skip
    for name, variant, v2, v3 in plain:
        if name != "blosc":
            add_v2(stores, name, variant, v2)
        add_v3(stores, "numcodecs." + name, variant, compressors=v3)
    add_v3(stores, "gzip", "", compressors=GzipCodec(level=6))
    add_v3(stores, "zstd", "", compressors=ZstdCodec(level=0))
    add_v3(stores, "zstd", "checksum", compressors=ZstdCodec(level=3, checksum=True))
    add_v3(stores, "crc32c", "", compressors=Crc32cCodec())


def add_checksums_and_shuffle(stores):
    for name, v2, v3 in [
        ("crc32", numcodecs.CRC32, wrapped.CRC32),
        ("crc32c", numcodecs.CRC32C, wrapped.CRC32C),
        ("adler32", numcodecs.Adler32, wrapped.Adler32),
    ]:
        for location in "start", "end":
            add_v2(stores, name, location, v2(location=location))
            add_v3(stores, "numcodecs." + name, location, compressors=v3(location=location))
    for name, v2, v3 in [
        ("fletcher32", numcodecs.Fletcher32(), wrapped.Fletcher32()),
        ("jenkins_lookup3", numcodecs.JenkinsLookup3(initval=7), wrapped.JenkinsLookup3(initval=7)),
    ]:
        add_v2(stores, name, "", v2)
        add_v3(stores, "numcodecs." + name, "", compressors=v3)
    odd = np.arange(11, dtype="u1")
    add_v2(stores, "fletcher32", "odd length", numcodecs.Fletcher32(), values=odd, chunks=(5,))
    add_v2(stores, "shuffle", "", numcodecs.Shuffle(4), role="filters")
    add_v3(stores, "numcodecs.shuffle", "", compressors=[wrapped.Shuffle(elementsize=4), wrapped.Zlib(level=1)])
    add_v2(stores, "base64", "", numcodecs.Base64())


def add_filters(stores):
    for name, variant, values, v2, v3 in [
        ("delta", "integers", INTS, numcodecs.Delta("<i4"), wrapped.Delta(dtype="<i4")),
        ("delta", "narrower", INTS, numcodecs.Delta("<i4", "<i2"), wrapped.Delta(dtype="<i4", astype="<i2")),
        ("delta", "floats", FLOATS, numcodecs.Delta("<f4"), wrapped.Delta(dtype="<f4")),
        (
            "fixedscaleoffset", "", FLOATS, numcodecs.FixedScaleOffset(10, 50, "<f4", "<i2"),
            wrapped.FixedScaleOffset(offset=10, scale=50, dtype="<f4", astype="<i2"),
        ),
        ("quantize", "", FLOATS, numcodecs.Quantize(1, "<f4"), wrapped.Quantize(digits=1, dtype="<f4")),
        ("bitround", "", FLOATS, numcodecs.BitRound(5), wrapped.BitRound(keepbits=5)),
        ("astype", "", FLOATS, numcodecs.AsType("<f8", "<f4"), wrapped.AsType(encode_dtype="<f8", decode_dtype="<f4")),
    ]:  # fmt: skip
        dimensions = "" if name != "delta" else " F"
        add_v2(stores, name, variant, v2, values=values, role="filters")
        if dimensions:
            add_v2(stores, name, variant + dimensions, v2, values=values, role="filters", order="F")
        add_v3(stores, "numcodecs." + name, variant, values=values, filters=[v3])
    add_v2(stores, "packbits", "", numcodecs.PackBits(), values=BOOLS, role="filters", chunks=(100,))
    add_v3(stores, "numcodecs.packbits", "", values=BOOLS, filters=[wrapped.PackBits()], chunks=(100,))
    big = numcodecs.FixedScaleOffset(10, 50, ">f4", ">i2")
    add_v2(stores, "fixedscaleoffset", "big-endian", big, values=FLOATS.astype(">f4"), role="filters")


def add_chains(stores):
    add_v3(stores, "bytes", "little", serializer=BytesCodec(endian="little"))
    add_v3(stores, "bytes", "big", serializer=BytesCodec(endian="big"))
    cube = np.arange(5 * 6 * 7, dtype="i2").reshape(5, 6, 7)
    add_v3(stores, "transpose", "2,0,1", values=cube, chunks=(2, 3, 4), filters=[TransposeCodec(order=(2, 0, 1))])
    stores.array("codec/v2-order-F", "`order`", "F", cube, V2, chunks=(2, 3, 4), order="F", options=RAW)
    stores.array("codec/v2-order-C", "`order`", "C", cube, V2, chunks=(2, 3, 4), order="C", options=RAW)
    for location in "start", "end":
        sharding = ShardingCodec(
            chunk_shape=(4, 4), codecs=[BytesCodec(endian="little"), ZstdCodec(level=1)], index_location=location
        )
        add_v3(stores, "sharding_indexed", f"index at the {location}", chunks=(16, 8), serializer=sharding)
    big_index = ShardingCodec(
        chunk_shape=(4, 4), codecs=[BytesCodec(endian="big")], index_codecs=[BytesCodec(endian="big"), Crc32cCodec()]
    )
    add_v3(stores, "sharding_indexed", "big-endian index", chunks=(16, 8), serializer=big_index)
    nested = ShardingCodec(
        chunk_shape=(8, 8), codecs=[ShardingCodec(chunk_shape=(4, 2), codecs=[BytesCodec(endian="little"), GzipCodec(level=1)])]
    )
    add_v3(stores, "sharding_indexed", "nested", chunks=(16, 8), serializer=nested)
    after = ShardingCodec(chunk_shape=(4, 4), codecs=[BytesCodec(endian="little")])
    add_v3(stores, "sharding_indexed", "codecs after it", chunks=(16, 8), serializer=after, compressors=[ZstdCodec(level=1)])
    words = np.array([f"word {i}" * (i % 4) for i in range(40)], object)
    text = zarr.dtype.VariableLengthUTF8()
    stores.array(
        "codec/v3-sharding-strings", "`sharding_indexed`", "strings", words, V3, chunks=(4,), shards=(16,), dtype=text,
        fill_value="none", options=RAW,
    )  # fmt: skip


def add_other_names(stores):
    """Names that others give to the same bytes, written into the document by hand."""
    renamed = {
        "bitround": ("numcodecs.bitround", {"filters": [wrapped.BitRound(keepbits=5)]}),
        "lz4": ("numcodecs.lz4", {"compressors": wrapped.LZ4(acceleration=1)}),
        "zlib": ("numcodecs.zlib", {"compressors": wrapped.Zlib(level=1)}),
        "https://codec.zarrs.dev/bytes_to_bytes/bz2": ("numcodecs.bz2", {"compressors": wrapped.BZ2(level=1)}),
        "https://codec.zarrs.dev/bytes_to_bytes/fletcher32": ("numcodecs.fletcher32", {"compressors": wrapped.Fletcher32()}),
    }
    for name, (written, how) in renamed.items():
        how.setdefault("compressors", None)
        path = stores.array(
            f"codec/v3-name-{name.split('/')[-1]}-{len(name)}", f"`{name}`", f"the bytes of `{written}`", FLOATS, V3, chunks=CHUNKS,
            options=RAW, writer=stores.writer + ", document by hand", **how,
        )  # fmt: skip

        def rename(document, name=name, written=written):
            for codec in document["codecs"]:
                if codec["name"] == written:
                    codec["name"] = name

        edit(path, rename)


def add_vlen_v2(stores):
    """The name that zarrs gives to the bytes of vlen-utf8, vlen-bytes and vlen-array alike."""
    words = np.array(["", "a", "naïve", "日本", "x"], object)
    path = stores.array(
        "codec/v3-name-vlen_v2", "`zarrs.vlen_v2`", "the bytes of `vlen-utf8`", words, V3, chunks=(2,), options=RAW,
        dtype=zarr.dtype.VariableLengthUTF8(), fill_value="none", writer=stores.writer + ", document by hand",
    )  # fmt: skip
    edit(path, lambda document: document["codecs"][0].update(name="zarrs.vlen_v2"))


def add(stores):
    add_other_names(stores)
    add_vlen_v2(stores)
    add_compressors(stores)
    add_checksums_and_shuffle(stores)
    add_filters(stores)
    add_chains(stores)
