"""Writes blosc-blocks.txt: how numcodecs 0.16.5 (c-blosc 1.21) divides bytes into blocks and streams.

A line is cname, clevel, typesize, then size:flags:blocksize (flags in hexadecimal) of zeros of several sizes.

    python blosc_blocks.py > ../resources/dev/sparkzarr/codec/blosc-blocks.txt
"""

import struct

import numcodecs
import numpy as np

for cname in ["blosclz", "lz4", "lz4hc", "zlib", "zstd"]:
    for clevel in range(10):
        for typesize in [1, 2, 3, 4, 8, 12, 16, 17, 32]:
            row = []
            for size in [100, 200, 3000, 40000, 700000, 5000000]:
                items = np.zeros(size // typesize * typesize, "u1").view(f"V{typesize}")
                encoded = numcodecs.Blosc(cname=cname, clevel=clevel, shuffle=1).encode(items)
                nbytes, blocksize = struct.unpack("<II", encoded[4:12])
                row.append(f"{nbytes}:{encoded[2]:02x}:{blocksize}")
            print(cname, clevel, typesize, *row)
