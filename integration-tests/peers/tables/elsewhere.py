"""Arrays that this zarr-python does not know, read by another one: `python elsewhere.py ARRAY` prints the values as JSON."""

import json
import subprocess
import sys
from pathlib import Path

READERS = {3: ("zarr-newest", "zarr-python 3.4"), 2: ("zarr-2", "zarr-python 2")}


def read(array, zarr_format):
    """The values as nested lists, and who read them; None where that peer is not set up."""
    environment, name = READERS[zarr_format]
    python = Path(sys.prefix) / environment / "bin" / "python"
    if not python.exists():
        return None, f"not read: no {name}"
    done = subprocess.run([python, __file__, array], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), f"read by {name}"


def hide(store, name, zarr_format):
    """Takes an array out of the consolidated metadata, so that the others can be read beside it."""
    file = store / ("zarr.json" if zarr_format == 3 else ".zmetadata")
    document = json.loads(file.read_text())
    nodes = document["consolidated_metadata"]["metadata"] if zarr_format == 3 else document["metadata"]
    for key in [key for key in nodes if key.split("/")[0] == name]:
        del nodes[key]
    file.write_text(json.dumps(document))


def plain(value):
    return [plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def main(array):
    import numpy as np
    import zarr

    def listed(value):
        if isinstance(value, np.ndarray):
            return [listed(each) for each in value]
        return plain(value.item()) if isinstance(value, np.generic) else plain(value)

    print(json.dumps(listed(np.asarray(zarr.open_array(array, mode="r")[...]))))


if __name__ == "__main__":
    main(sys.argv[1])
