"""Executes Jupyter notebooks by nbconvert, each with the checks of its answers as a last cell, and looks at their plots.

    python execute.py JAR ROOT [NAME...]
"""

import base64
import io
import json
import os
import pathlib
import subprocess
import sys
import time

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).resolve().parent
NOTEBOOKS = HERE.parents[1] / "examples" / "notebooks"


def with_checks(name):
    """The notebook, and a cell that fails where an answer is not what xarray gives."""
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text())
    check = (HERE / "checks" / f"{name}.py").read_text()
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = []
    notebook["cells"].append(
        {"cell_type": "code", "id": "check", "metadata": {}, "outputs": [], "execution_count": None, "source": [check]}
    )
    return notebook


def plots(notebook):
    """The images of the outputs, as arrays."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    found = [output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    return [np.asarray(Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")) for png in found]


def execute(name, jar, root):
    folder = pathlib.Path(root) / name
    folder.mkdir(parents=True)
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(with_checks(name)))
    command = [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", "--inplace", str(path)]
    environment = {**os.environ, "SPARK_ZARR_JAR": jar, "ZARR_ROOT": str(folder), "PYSPARK_PYTHON": sys.executable}
    environment.pop("MPLBACKEND", None)  # Jupyter's own keeps plots
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        return done.stderr
    kept = len(plots(json.loads((NOTEBOOKS / f"{name}.ipynb").read_text())))
    made = plots(json.loads(path.read_text()))
    # more than a frame: a plot has many colours, or at least many places that differ from its background
    empty = [number for number, plot in enumerate(made) if (plot != plot[0, 0]).any(axis=2).mean() < 0.05]
    if kept == 0 or len(made) != kept or empty:
        return f"{name} has {len(made)} plots, of which {empty} are empty; the kept notebook has {kept}"
    return None


def main():
    jar, root, *names = sys.argv[1:]
    failed = []
    for name in names or sorted(path.stem for path in NOTEBOOKS.glob("0*.ipynb")):
        begun = time.monotonic()
        error = execute(name, jar, root)
        if error:
            print(error)
            failed.append(name)
        else:
            print(f"{name}: executed, answers and plots as expected, {time.monotonic() - begun:.0f} s", flush=True)
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
