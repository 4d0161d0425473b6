"""What a suite's JSON says: {suite, data, threads, warmups, runs, machine, asked, engines: {engine: {question: result}}}.

`asked` has of each engine the date, its versions, and what share of the processors other processes took meanwhile. A result is {seconds: of each run, processor: seconds of all its processors, answer, and what else the engine says}, or {failed: why}.
"""

import json
import re
import statistics

from harness import suites

# A peer is quicker than we are when its median is that part of ours.
QUICKER = 0.95


def text(document):
    """As JSON, numbers of a list in one line."""
    return re.sub(r"\[[^\[\]{}]*\]", lambda numbers: re.sub(r"\s+", " ", numbers[0]).replace("[ ", "[").replace(" ]", "]"), json.dumps(document, indent=1)) + "\n"


def median(result):
    return statistics.median(result["seconds"]) if result and "seconds" in result else None


class OtherSetting(Exception):
    """Engines were asked before, but not of the same."""


def earlier(path, document):
    """The published results, which have to be of the same data, on the same machine, as often."""
    if not path.exists():
        raise OtherSetting(f"Cannot ask some engines for {path.name}: there is none yet. Ask all of them.")
    published = json.loads(path.read_text())
    different = [name for name in ("data", "threads", "warmups", "runs", "machine") if document[name] != published[name]]
    if different:
        raise OtherSetting(f"Cannot ask some engines for {path.name}: it is of other {', '.join(different)}. Ask all of them.")
    return published


def keep(document, published):
    """Adds the engines that were asked before and not now."""
    for part in ("asked", "engines"):
        every = published[part] | document[part]
        document[part] = {engine: every[engine] for engine in suites.ENGINES if engine in every}


def questions(document):
    return list(document["engines"][suites.OURS])


def medians(document, question):
    """Engine -> seconds, of those that answered."""
    each = {engine: median(results.get(question)) for engine, results in document["engines"].items()}
    return {engine: seconds for engine, seconds in each.items() if seconds is not None}


def peers(document, question):
    return {engine: seconds for engine, seconds in medians(document, question).items() if engine not in (suites.OURS, suites.ROWS)}


def quicker(document, question):
    """The engines that are quicker than we are, the quickest first."""
    ours = medians(document, question)[suites.OURS]
    return [engine for engine, seconds in sorted(peers(document, question).items(), key=lambda peer: peer[1]) if seconds < QUICKER * ours]


def losses(document):
    return [question for question in questions(document) if quicker(document, question)]


def failures(document):
    """(engine, question, why) of all that failed."""
    return [
        (engine, question, result["failed"])
        for engine, results in document["engines"].items()
        for question, result in results.items()
        if "failed" in result
    ]


def differences(document, tolerance):
    """Answers that are not ours, as text."""
    found = []
    for question in questions(document):
        ours = document["engines"][suites.OURS][question].get("answer")
        for engine, results in document["engines"].items():
            theirs = results.get(question, {}).get("answer")
            if "failed" in results.get(question, {"failed": ""}) or (ours is None and theirs is None):
                continue
            if ours is None or theirs is None or not abs(theirs - ours) <= tolerance * abs(ours):
                found.append(f"{question}: spark-zarr says {ours}, {engine} {theirs}")
    return found


def spread(document):
    """The widest: (largest - smallest run) / median, engine, question. None of single runs."""
    widths = [
        ((max(result["seconds"]) - min(result["seconds"])) / median(result), engine, question)
        for engine, results in document["engines"].items()
        for question, result in results.items()
        if len(result.get("seconds", ())) > 1
    ]
    return max(widths, default=None)
