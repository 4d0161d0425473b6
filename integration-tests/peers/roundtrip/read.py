"""Direction B: what zarr-python, and others for a second opinion, read from the arrays that were written here.

    python roundtrip read DIRECTORY

For each path in DIRECTORY/ours.jsonl, a line for each reader in DIRECTORY/read.jsonl: outcome is same, differs,
refused or excluded, with the reason.
"""

import json
import os
import re

import numpy as np
import zarr

try:
    import tensorstore
except ImportError:  # beside the newest zarr-python there is no second opinion
    tensorstore = None

import data_types
import exclusions
from cases import Case
from cells import canonical


def zarr_python(path, case):
    return zarr.open_array(path, mode="r")[...]


def zarrs(path, case):
    with zarr.config.set({"codec_pipeline.path": "zarrs.ZarrsCodecPipeline", "codec_pipeline.strict": True}):
        return zarr.open_array(path, mode="r")[...]


def tensor_store(path, case):
    driver = "zarr" if case.format == 2 else "zarr3"
    spec = {"driver": driver, "kvstore": {"driver": "file", "path": path + "/"}}
    return tensorstore.open(spec, open=True, read=True).result().read().result()


PEER = "zarr-python"
UNSUPPORTED = re.compile("is not registered|[Uu]nsupported|not supported|entire shard|extra members|not one of the supported|Expected|Must specify")
DIFFERS = re.compile(".* differ, first at .*|.* bytes instead of .*")
READERS = {"zarr-python": zarr_python}
if tensorstore:
    READERS |= {"zarrs": zarrs, "tensorstore": tensor_store}


def answer(name, path, case, expected):
    try:
        found = READERS[name](path, case)
    except Exception as e:
        return {"outcome": "refused", "reason": brief(e)}
    found = canonical(found, case.kind.dtype)
    if found == expected:
        return {"outcome": "same", "reason": ""}
    return {"outcome": "differs", "reason": difference(found, expected, case)}


def ask(name, path, case, expected, theirs, theirs_expected):
    """What a reader makes of an array; theirs: where zarr-python wrote the same one, None when it did not.

    One that fails at both arrays, or that says it does not support this, disagrees with both writers alike.
    """
    excluded = exclusions.reason(name, case, exclusions.EXCLUSIONS + exclusions.UNREAD)
    if excluded:
        return {"outcome": "excluded", "reason": excluded}
    given = answer(name, path, case, expected)
    if name != PEER and given["outcome"] != "same":
        unsupported = given["outcome"] == "refused" and UNSUPPORTED.search(given["reason"])
        if unsupported:
            return {**given, "outcome": "unsupported"}
        if theirs and answer(name, theirs, case, theirs_expected)["outcome"] == given["outcome"]:
            return {"outcome": "fails at zarr-python's too", "reason": given["outcome"] if DIFFERS.match(given["reason"]) else given["reason"]}
    return given


def brief(error):
    """A refusal in few words, the same for every case of its kind."""
    text = str(error) or type(error).__name__
    unknown = re.search(r'"(?:id|name|data_type|dtype)": (".*?" is not (?:registered|supported|one of)?)', text)
    if unknown:
        return unknown.group(1).strip()
    text = re.sub(r"Error (opening|reading|parsing) (\S+ )*?[^:]*: |\[tensorstore_spec=.*|'\S*/\S*'|\"\S*/\S*\"", "", text)
    text = re.sub(r"\{.*\}|\[.*\]", "...", text)
    return re.sub(r"\d+", "N", text).splitlines()[0][:120]


def difference(found, expected, case):
    if len(found) != len(expected):
        return f"{len(found)} bytes instead of {len(expected)}"
    width = 1 if case.kind.variable else case.kind.dtype.itemsize
    differing = np.flatnonzero(
        (np.frombuffer(found, f"V{width}") != np.frombuffer(expected, f"V{width}"))
    )
    at = int(differing[0]) * width
    return (
        f"{len(differing)} of {len(expected) // width} differ, first at {at // width}:"
        f" {found[at : at + width].hex()} instead of {expected[at : at + width].hex()}"
    )


def run(directory, seed):
    with open(os.path.join(directory, "cases.jsonl")) as lines:
        cases = {each["number"]: each for each in map(json.loads, lines)}
    with open(os.path.join(directory, "expected.bin"), "rb") as file:
        held = file.read()
    with open(os.path.join(directory, "ours.jsonl")) as lines, open(os.path.join(directory, "read.jsonl"), "w") as out:
        for ours in map(json.loads, lines):
            case = Case(seed, ours["number"], data_types.LABELS)
            line = cases[case.number]
            theirs = line["theirs"].get("path")
            expected, theirs_expected = (held[a : a + n] for a, n in (line["ours"]["expected"], line["expected"]))
            for reader in READERS:
                found = ask(reader, ours["path"], case, expected, theirs, theirs_expected)
                out.write(json.dumps({"number": case.number, "reader": reader, **found}) + "\n")
