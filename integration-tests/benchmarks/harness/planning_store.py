"""Writes a store of 59 million chunks of which none is stored: python planning_store.py STORE

t2m(time 1,475,000, latitude 721, longitude 1440) of float32 in chunks of 1 x 181 x 144, and a coordinate for each dimension.
"""

import sys

import numpy as np
import zarr

COORDINATES = {
    "time": np.arange(1_475_000, dtype="f8"),
    "latitude": 90 - 0.25 * np.arange(721),
    "longitude": 0.25 * np.arange(1440),
}


def main():
    group = zarr.open_group(sys.argv[1], mode="w")
    for name, values in COORDINATES.items():
        array = group.create_array(name, data=values, chunks=values.shape, compressors=None, dimension_names=(name,))
        if name == "time":
            array.attrs["units"] = "hours since 1850-01-01"
    shape = tuple(len(values) for values in COORDINATES.values())
    group.create_array("t2m", shape=shape, chunks=(1, 181, 144), dtype="f4", fill_value=np.nan, compressors=None, dimension_names=tuple(COORDINATES))


if __name__ == "__main__":
    main()
