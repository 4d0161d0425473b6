"""Runs the blocks of all pages: README.md, CONTRIBUTING.md and docs/, page by page, in one Spark session.

    python -m blocks JAR FOLDER TOP [PAGE ...]

Python and SQL run, in their order; Java and Scala compile; JSON and XML are parsed. Ends with an error when one fails, and
prints how many were run, and which were not and why.
"""

import collections
import contextlib
import io
import json
import pathlib
import sys
import time
import traceback
import xml.dom.minidom

import numpy as np
import pyspark
from pyspark.sql import SparkSession

from blocks import compilers, fixtures
from blocks.pages import PageError, steps_of, table_rows
from blocks.places import Places

SHOWN = {"text"}


class Page:
    """A page under way: its folder, its session, the names of its Python and what the last block said."""

    def __init__(self, name, spark, places):
        self.folder = places.folder / name.removesuffix(".md").replace("/", "-")
        self.folder.mkdir()
        self.spark, self.places = spark.newSession(), places
        SparkSession._instantiatedSession = self.spark
        self.spark._jvm.SparkSession.setActiveSession(self.spark._jsparkSession)
        self.names = {"__name__": "__main__", "spark": self.spark, "folder": self.folder, "rows": []}
        self.printed, self.raised = "", None

    def setup(self, step):
        for name in step.text.split(", "):
            self.names.update(getattr(fixtures, name)(self) or {})

    def python(self, step):
        text = "\n" * step.line + self.places.fitted(step.text, self.folder)
        exec(compile(text, step.page, "exec"), self.names)

    def sql(self, step):
        for statement in statements(self.places.fitted(step.text, self.folder)):
            answer = self.spark.sql(statement)
            self.names["rows"] = answer.collect()
            if answer.columns and not statement.split()[0].upper() == "SET":
                answer.show()

    def check(self, step):
        assert eval(step.text, self.names), f"{step.text} is not true; rows are {self.names['rows'][:5]}"

    def same_rows(self, step):
        for python, sql in table_rows(step.text):
            expected = numbers(eval(python, self.names))
            actual = sorted(float(row[-1]) for row in self.spark.sql(sql).collect() if row[-1] is not None)
            assert len(actual) == len(expected), f"{sql} gives {len(actual)} numbers, {python} {len(expected)}"
            np.testing.assert_allclose(actual, expected, rtol=1e-6, err_msg=f"{sql} and {python}")

    def output(self, step):
        assert squeezed(self.printed) == squeezed(step.text), f"printed was\n{self.printed}"

    def raises(self, step):
        assert self.raised is not None, "the block before it raises nothing"
        said = shortened(str(self.raised))
        assert " ".join(step.text.split()) in " ".join(said.split()), f"raised was {said}"
        self.raised = None


def shortened(error):
    return "\n".join(line for line in error.split("\n") if not line.startswith("\tat "))


def statements(text):
    lines = [line.split("--")[0] for line in text.split("\n")]
    return [statement for statement in "\n".join(lines).split(";") if statement.strip()]


def numbers(answer):
    values = np.atleast_1d(answer.values if hasattr(answer, "values") else answer).ravel().astype("f8")
    return sorted(values[~np.isnan(values)])


def squeezed(text):
    return [" ".join(line.split()) for line in text.strip().split("\n")]


class Run:
    def __init__(self, spark, folder, jars):
        self.spark, self.folder, self.jars = spark, folder, jars
        self.places = Places(folder)
        self.counts, self.failures = collections.Counter(), []
        self.not_run, self.compiled = [], {"java": [], "scala": []}
        self.seconds = {}

    def page(self, name, markdown):
        try:
            steps = steps_of(name, markdown)
        except PageError as error:
            self.failures.append(str(error))
            return
        began = time.monotonic()
        page = Page(name, self.spark, self.places)
        for i, step in enumerate(steps):
            self.step(page, step, i + 1 < len(steps) and steps[i + 1].raises)
        self.seconds[name] = time.monotonic() - began
        if page.raised:
            self.failures.append(f"{name}: a block raised an error that no block shows: {page.raised}")

    def step(self, page, step, raises):
        if step.not_run:
            self.not_run.append(step)
            return
        try:
            if step.output or step.raises:
                (page.output if step.output else page.raises)(step)
            elif step.kind in self.compiled:
                self.compiled[step.kind].append(step)
            elif step.kind == "json":
                json.loads(step.text)
            elif step.kind == "xml":
                xml.dom.minidom.parseString(step.text)
            elif step.kind in ("python", "sql"):
                self.executed(page, step, raises)
            elif step.kind in ("setup", "check", "same rows"):
                getattr(page, step.kind.replace(" ", "_"))(step)
            elif step.kind == "bash":
                raise AssertionError("commands are not run here: say why, with `not run`")
            elif step.kind not in SHOWN:
                raise AssertionError(f"the language {step.kind} is not known here")
            self.counts[step.kind] += 1
        except Exception:
            self.failures.append(f"{step}: {step.kind}\n{step.text}\n{shortened(traceback.format_exc(limit=-2))}")

    def executed(self, page, step, raises):
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                getattr(page, step.kind)(step)
        except Exception as error:
            if not raises:
                raise
            page.raised = error
        finally:
            page.printed = printed.getvalue()

    def compile(self):
        began = time.monotonic()
        for language, compiler in (("java", compilers.compile_java), ("scala", compilers.compile_scala)):
            try:
                if self.compiled[language]:
                    compiler(self.compiled[language], self.jars, self.folder)
            except AssertionError as error:
                self.failures.append(f"{language} does not compile:\n{error}")
        self.seconds["compilers"] = time.monotonic() - began

    def report(self):
        for name, seconds in self.seconds.items():
            if seconds >= 1:
                print(f"{seconds:.0f} s {name}")
        for kind, count in sorted(self.counts.items()):
            print(f"{count} {kind}")
        for step in self.not_run:
            print(f"not run: {step} {step.kind}: {step.not_run}")
        blocks = self.counts.total() - self.counts["setup"] + len(self.not_run)
        print(f"{blocks - len(self.not_run)} of {blocks} blocks, tables and checks were run, {len(self.failures)} failed")
        for failure in self.failures:
            print(f"FAILED {failure}", file=sys.stderr)


def main(jar, folder, top, *pages):
    folder, top = pathlib.Path(folder), pathlib.Path(top)
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.jars", jar)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    jars = [jar, *map(str, (pathlib.Path(pyspark.__file__).parent / "jars").glob("*.jar"))]
    run = Run(spark, folder, jars)
    names = pages or ["README.md", "CONTRIBUTING.md", *sorted(str(page.relative_to(top)) for page in (top / "docs").rglob("*.md"))]
    for name in names:
        run.page(name, (top / name).read_text(encoding="utf-8"))
    run.compile()
    run.report()
    spark.stop()
    return 1 if run.failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
