"""Asks an engine: one process for each, which is given a file and says what it measured line by line.

Where a peer's process dies (of memory, say), the question it was at has failed, and another process is asked the rest.
"""

import json
import subprocess
import sys
from dataclasses import dataclass

from harness import suites

JVM = ("zarr", "rows", "parquet")


class EngineError(Exception):
    """An engine that cannot go on, or ours failing a question."""


@dataclass(frozen=True)
class Java:
    """How a JVM with Spark and the connector is started."""

    options: tuple[str, ...]
    classpath: str

    def command(self, main, *arguments):
        return ["java", *self.options, "-cp", self.classpath, f"dev.sparkzarr.it.bench.{main}", *map(str, arguments)]


def ask(java, suite, engine, data, folder, settings):
    """Question -> result, and versions. `settings`: threads, runs, warmups."""
    rest = [
        question | {"path": data.path(question["table"], suite.reads_parquet(engine, question))}
        for question in suite.asked_of(engine)
        if settings.asks(question)
    ]
    results, versions = {}, {}
    while rest:
        request = folder / f"{suite.name}-{engine}.request.json"
        result = folder / f"{suite.name}-{engine}.result.jsonl"
        result.unlink(missing_ok=True)
        request.write_text(
            json.dumps(
                {
                    "suite": suite.name,
                    "engine": engine,
                    "table": suite.table,
                    "threads": settings.threads,
                    "warmups": suite.warmups,
                    "runs": settings.runs or suite.runs,
                    "folder": str(folder / "written"),
                    "appendFrom": data.append_from,
                    "result": str(result),
                    "questions": rest,
                }
            )
        )
        status = subprocess.run(command(java, engine, request)).returncode
        lines = [json.loads(line) for line in result.read_text().splitlines()] if result.exists() else []
        if not lines:
            raise EngineError(f"Cannot ask {engine}: its process ended with {status} before the first question.")
        versions |= lines[0]["versions"]
        results |= {line["question"]: line["result"] for line in lines[1:]}
        rest = [question for question in rest if question["name"] not in results]
        if rest:
            results[rest.pop(0)["name"]] = {"failed": f"the process ended with {status}"}
    failed = {name: result["failed"] for name, result in results.items() if "failed" in result}
    if failed and engine == suites.OURS:
        raise EngineError(f"Cannot measure spark-zarr: {failed}")
    for name, reason in failed.items():
        print(f"{engine}: {name}: {reason}", file=sys.stderr)
    return results, versions


def command(java, engine, request):
    if engine in JVM:
        return java.command("SparkEngine", request)
    return [sys.executable, "-m", "harness.peer", str(request)]
