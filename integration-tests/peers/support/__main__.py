"""Writes one small store for each feature of the format, with the cells that its writer reads from it.

    python support DIRECTORY

Which features are written depends on the zarr-python that runs: 3.1 writes most, 2.18 what later versions no longer
write, 3.2 and later what earlier ones cannot. Each run adds DIRECTORY/features-<zarr-python>.json.
"""

import importlib
import os
import sys
import warnings

import zarr

from stores import Stores

warnings.filterwarnings("ignore")


def rooms(version):
    if version.startswith("2."):
        return ["with_zarr2"]
    if version.startswith(("3.0", "3.1")):
        return ["of_types", "of_codecs", "of_documents", "of_refusals", "of_tensorstore", "of_zarrs"]
    return ["with_newest"]


def main(directory):
    version = zarr.__version__
    os.makedirs(directory, exist_ok=True)
    stores = Stores(directory, "zarr-python " + version)
    for room in rooms(version):
        importlib.import_module(room).add(stores)
    stores.save(f"features-{version}.json")
    print(f"zarr-python {version}: {len(stores.features)} features")


main(sys.argv[1])
