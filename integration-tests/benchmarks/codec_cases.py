"""The data and the peers of the codec benchmark.

    python codec_cases.py generate DIRECTORY
    python codec_cases.py time DIRECTORY CASE

`generate` writes DIRECTORY/DATA.raw and one Zarr v3 array for each case, DIRECTORY/DATA/CODEC, by zarr-python: 16 chunks of
4 MiB. `time` prints MB/s (10^6 decoded bytes in a second of processor time, median of passes over all chunks) of decoding and of
encoding the same chunks with numcodecs (with numpy where the codec is no compressor, with zarr-python for shards).
"""

import pathlib
import statistics
import sys
import time
import warnings

import numcodecs
import numcodecs.blosc
import numpy as np
import zarr
from zarr.codecs import BloscCodec, BytesCodec, Crc32cCodec, GzipCodec, TransposeCodec, ZstdCodec
from zarr.codecs import numcodecs as registered

CHUNKS = 16
CHUNK_BYTES = 4 << 20
SECONDS = 1.0


def fields():
    """Like fields on a grid, 256 times: full mantissas; 12 bits of mantissa and noise; packed to 16 bits."""
    t, y, x = np.ogrid[0:256, 0:256, 0:256]
    smooth = 280 + 20 * np.sin(y / 40 + t / 90) + 8 * np.sin(x / 25 - t / 70) + 3 * np.sin(x * y / 4000 + t / 30)
    noise = np.random.default_rng(7).normal(0, 0.01, smooth.shape)
    bits = (smooth + noise).astype("f4").view("u4")
    rounded = ((bits + 0x400) & 0xFFFFF800).view("f4")
    packed = np.round((smooth + noise - 280) * 100).astype("i2")
    return {"smooth": smooth.astype("f4"), "rounded": rounded, "int16": packed}


def blosc(cname, shuffle):
    def peer(dtype):
        number = {"shuffle": 1, "bitshuffle": 2, "noshuffle": 0}[shuffle]
        return numcodecs.Blosc(cname=cname, clevel=5, shuffle=number)

    return dict(compressors=lambda dtype: BloscCodec(cname=cname, clevel=5, shuffle=shuffle)), peer


def plain(codec, peer=None):
    return dict(compressors=lambda dtype: codec), lambda dtype: peer


CODECS = {
    "little": (dict(), None),
    "big": (dict(serializer=lambda dtype: BytesCodec(endian="big")), None),
    "transpose-210": (dict(filters=lambda dtype: TransposeCodec(order=(2, 1, 0))), None),
    "transpose-021": (dict(filters=lambda dtype: TransposeCodec(order=(0, 2, 1))), None),
    "crc32c": plain(Crc32cCodec(), numcodecs.CRC32C()),
    "zstd-3": plain(ZstdCodec(level=3), numcodecs.Zstd(level=3)),
    "lz4": plain(registered.LZ4(acceleration=1), numcodecs.LZ4(acceleration=1)),
    "gzip-1": plain(GzipCodec(level=1), numcodecs.GZip(level=1)),
    "zlib-1": plain(registered.Zlib(level=1), numcodecs.Zlib(level=1)),
    "bz2-1": plain(registered.BZ2(level=1), numcodecs.BZ2(level=1)),
    "lzma-1": plain(registered.LZMA(preset=1), numcodecs.LZMA(preset=1)),
    "shuffle": (
        dict(compressors=lambda dtype: registered.Shuffle(elementsize=dtype.itemsize)),
        lambda dtype: numcodecs.Shuffle(elementsize=dtype.itemsize),
    ),
    "blosc-lz4-shuffle": blosc("lz4", "shuffle"),
    "blosc-lz4-bitshuffle": blosc("lz4", "bitshuffle"),
    "blosc-lz4-noshuffle": blosc("lz4", "noshuffle"),
    "blosc-lz4hc-shuffle": blosc("lz4hc", "shuffle"),
    "blosc-zstd-shuffle": blosc("zstd", "shuffle"),
    "blosc-zstd-bitshuffle": blosc("zstd", "bitshuffle"),
    "blosc-blosclz-shuffle": blosc("blosclz", "shuffle"),
    "blosc-zlib-shuffle": blosc("zlib", "shuffle"),
    "shards-zstd": (dict(shards=True, compressors=lambda dtype: ZstdCodec(level=3)), None),
}
# What takes long, or does not depend on the data, is measured on one field only.
ONE_FIELD = {"little", "big", "transpose-210", "transpose-021", "crc32c", "zlib-1", "bz2-1", "lzma-1", "shuffle"}
ONE_FIELD |= {"blosc-lz4-noshuffle", "blosc-lz4hc-shuffle", "blosc-zlib-shuffle", "shards-zstd"}


def chunk_shape(dtype):
    return (CHUNK_BYTES // (256 * 256 * dtype.itemsize), 256, 256)


def generate(directory):
    for data, values in fields().items():
        values = values[: CHUNKS * chunk_shape(values.dtype)[0]]
        if len(values) * 256 * 256 * values.dtype.itemsize < CHUNKS * CHUNK_BYTES:
            values = np.concatenate([values, values[::-1]])
        directory.mkdir(parents=True, exist_ok=True)
        values.tofile(directory / f"{data}.raw")
        for codec, (options, _) in CODECS.items():
            if codec not in ONE_FIELD or data == "rounded":
                write(directory / data / codec, values, options)


def write(path, values, options):
    options = {key: value(values.dtype) if callable(value) else value for key, value in options.items()}
    chunk = chunk_shape(values.dtype)
    if options.pop("shards", False):
        options["shards"] = chunk
        chunk = (chunk[0] // 2, 128, 128)
    options.setdefault("compressors", None)
    array = zarr.create_array(
        str(path), shape=values.shape, dtype=values.dtype, chunks=chunk, fill_value=0, overwrite=True, **options
    )
    array[:] = values


def peer_of(path, dtype):
    """Two functions of a chunk's number: decode and encode."""
    codec = path.name
    stored = [(path / "c" / str(i) / "0" / "0").read_bytes() for i in range(CHUNKS)]
    raw = np.fromfile(path.parent.with_suffix(".raw"), dtype).reshape(CHUNKS, *chunk_shape(dtype))
    out = np.empty(chunk_shape(dtype), dtype)
    make = CODECS[codec][1]
    if make is not None:
        peer = make(dtype)
        # Codecs that return what they have rather than fill `out` are taken as they are.
        return lambda i: peer.decode(stored[i], out=out), lambda i: peer.encode(raw[i])
    if codec.startswith("shards"):
        memory = zarr.storage.MemoryStore()
        source = zarr.open_array(str(path))
        copy = zarr.create_array(
            memory,
            shape=source.shape,
            dtype=dtype,
            chunks=source.chunks,
            shards=source.shards,
            compressors=source.compressors,
            fill_value=0,
        )
        copy[:] = source[:]
        rows = chunk_shape(dtype)[0]
        one = np.empty(raw[0].shape, dtype)

        def put(i):
            copy[i * rows : (i + 1) * rows] = raw[i]

        return lambda i: copy[i * rows : (i + 1) * rows], put
    views = {
        "little": lambda a: a,
        "big": lambda a: a.view(dtype.newbyteorder(">")),
        "transpose-210": lambda a: a.reshape(a.shape[::-1]).transpose(2, 1, 0),
        "transpose-021": lambda a: a.reshape(a.shape[0], a.shape[2], a.shape[1]).transpose(0, 2, 1),
    }
    arrays = [np.frombuffer(chunk, dtype).reshape(chunk_shape(dtype)) for chunk in stored]
    view = views[codec]
    return lambda i: np.copyto(out, view(arrays[i])), lambda i: np.copyto(view(out), raw[i])


def speed(work):
    passes = []
    end = time.perf_counter() + SECONDS * 1.25
    while len(passes) < 4 or time.perf_counter() < end:
        start = time.process_time()
        for i in range(CHUNKS):
            work(i)
        passes.append(time.process_time() - start)
        if passes[0] > SECONDS:
            break
    kept = passes[1:] or passes  # the first one warms up
    return CHUNKS * CHUNK_BYTES / statistics.median(kept) / 1e6


def main():
    warnings.simplefilter("ignore")
    numcodecs.blosc.use_threads = False
    zarr.config.set({"async.concurrency": 1, "threading.max_workers": 1, "codec_pipeline.batch_size": 1})
    if sys.argv[1] == "generate":
        generate(pathlib.Path(sys.argv[2]))
    else:
        path = pathlib.Path(sys.argv[2]) / sys.argv[3]
        decode, encode = peer_of(path, np.dtype("i2" if sys.argv[3].startswith("int16") else "f4"))
        print(f"{speed(decode):.0f} {speed(encode):.0f}")


if __name__ == "__main__":
    main()
