"""Which zarr-python this is: what is drawn depends on it."""

import zarr

# Whether it has rectilinear grids, the data type struct and the codecs scale_offset and cast_value.
NEWEST = tuple(int(part) for part in zarr.__version__.split(".")[:2]) >= (3, 2)
if NEWEST:
    zarr.config.set({"array.rectilinear_chunks": True})
