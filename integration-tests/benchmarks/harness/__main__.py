"""Asks several engines the same questions of the same data, with the same number of threads, and compares their answers.

    integration-tests/benchmarks/run [SUITE...] [--runs N] [--hours H] [--threads T] [--engines E,...] [--questions REGEX] [--jfr] [--write]

SUITE: some of reads, aggregates, writes, planning; all of them without. Each engine is a process of its own, one after the other; each
question is asked some times to warm up, then N times. Prints a table for each suite and puts its JSON into
integration-tests/target/benchmark/results; with --write also into docs/benchmarks, and makes charts and tables of docs/benchmarks.md, where
engines that were not asked keep what they said of the same data on the same machine. Fails where answers differ.
"""

import argparse
import datetime
import pathlib
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass

from harness import data, engines, machine, page, results, suites

TOP = pathlib.Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Settings:
    threads: int
    runs: int | None
    pattern: str

    def asks(self, question):
        return re.search(self.pattern, question["name"]) is not None


def main():
    parser = argparse.ArgumentParser(prog="run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", metavar="SUITE")
    parser.add_argument("--runs", type=int, help="those that count; the suite says how many without")
    parser.add_argument("--hours", type=int, default=2160, help="how much data: 65,160 rows an hour")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--engines", help="only these, by commas; rows is spark-zarr with aggregatePushdown=false")
    parser.add_argument("--questions", default="", help="only those whose name has this regular expression")
    parser.add_argument("--jfr", action="store_true", help="record a profile of each JVM, beside the results")
    parser.add_argument("--data", type=pathlib.Path, default=TOP / "integration-tests/target/benchmark", help="the absolute folder where data are, and are made")
    parser.add_argument("--write", action="store_true", help="publish: docs/benchmarks/SUITE.json and the page")
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--java", default="", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    only_known(parser, "suite", arguments.suites, suites.NAMES)
    only_known(parser, "engine", (arguments.engines or suites.OURS).split(","), suites.ENGINES)
    if arguments.write and (arguments.questions or arguments.jfr):
        parser.error("--write is for all questions, without profiles")
    try:
        same = [measured(suites.read(name), arguments) for name in arguments.suites or suites.NAMES]
    except (engines.EngineError, results.OtherSetting, subprocess.CalledProcessError) as e:
        sys.exit(str(e))
    sys.exit(0 if all(same) else 1)


def only_known(parser, kind, names, known):
    unknown = [name for name in names if name not in known]
    if unknown:
        parser.error(f"no {kind} {', '.join(unknown)}: known are {', '.join(known)}")


def measured(suite, arguments):
    """Whether the answers of all engines are the same."""
    folder = TOP / "integration-tests/target/benchmark/results"
    (folder / "written").mkdir(parents=True, exist_ok=True)
    asked = arguments.engines.split(",") if arguments.engines else suite.engines
    plain = engines.Java(tuple(shlex.split(arguments.java)), arguments.classpath)
    settings = Settings(arguments.threads, arguments.runs, arguments.questions)
    store = data.made(suite, arguments.hours, arguments.data, plain, asked, arguments.threads)
    document = {
        "suite": suite.name,
        "data": store.about,
        "threads": arguments.threads,
        "warmups": suite.warmups,
        "runs": arguments.runs or suite.runs,
        "machine": machine.about(),
        "asked": {},
        "engines": {},
    }
    path = TOP / "docs/benchmarks" / f"{suite.name}.json"
    published = results.earlier(path, document) if arguments.write and not set(suite.engines) <= set(asked) else None
    for engine in asked:
        recording = f"-XX:StartFlightRecording=filename={folder}/{suite.name}-{engine}.jfr,settings=profile"
        java = engines.Java((*plain.options, recording), plain.classpath) if arguments.jfr else plain
        others = machine.Others()
        document["engines"][engine], versions = engines.ask(java, suite, engine, store, folder, settings)
        document["asked"][engine] = {"date": datetime.date.today().isoformat(), "others": others.share(), "versions": versions}
    if published:
        results.keep(document, published)
    text = results.text(document)
    (folder / f"{suite.name}.json").write_text(text)
    print(f"{suite.name}: {folder / suite.name}.json")
    if suites.OURS not in document["engines"]:
        return True
    print(page.tables(document), flush=True)
    different = results.differences(document, suite.tolerance)
    for line in different:
        print(f"{suite.name}: answers differ: {line}", file=sys.stderr)
    if arguments.write and not different:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        page.write(TOP / "docs")
    return not different


if __name__ == "__main__":
    main()
