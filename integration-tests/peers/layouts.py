"""Prints as JSON what xarray finds in stores, without reading their cells.

    python layouts.py STORE...

For each store: its dimensions, attributes, and of each variable its dimensions, data type, attributes, stored data
type, chunks, shards and, of index coordinates, the values as text. One line of JSON.
"""

import json
import sys
import warnings

import numpy as np
import xarray as xr
import zarr

warnings.filterwarnings("ignore")


def plain(value):
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and value != value:
        return "NaN"
    return value if isinstance(value, (int, float, str, bool, type(None))) else str(value)


def described(path):
    group = zarr.open_group(path, mode="r")
    dataset = xr.open_zarr(path, consolidated=False, chunks=None)
    variables = {}
    for name, variable in dataset.variables.items():
        array = group[name]
        found = {
            "dims": list(variable.dims),
            "dtype": str(variable.dtype),
            "stored": str(array.dtype),
            "attrs": plain(variable.attrs),
            "units": variable.encoding.get("units"),
            "calendar": variable.encoding.get("calendar"),
            "chunks": list(array.chunks),
            "shards": list(array.shards) if array.shards else None,
            "coordinate": name in dataset.coords,
            "compressors": [type(c).__name__ + ":" + codec_name(c) for c in array.compressors],
        }
        if name in dataset.indexes:
            found["values"] = [str(v) for v in variable.values]
        variables[name] = found
    return {
        "format": group.metadata.zarr_format,
        "sizes": {str(k): v for k, v in dataset.sizes.items()},
        "attrs": plain(dataset.attrs),
        "variables": variables,
    }


def codec_name(codec):
    config = codec.to_dict() if hasattr(codec, "to_dict") else codec.get_config()
    return str(config.get("name", config.get("id")))


print(json.dumps({path: described(path) for path in sys.argv[1:]}))
