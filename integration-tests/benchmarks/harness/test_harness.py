"""What the harness makes of what engines say, and whether the page is what its JSON says: python -m unittest (without any engine)."""

import json
import pathlib
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from types import SimpleNamespace
from unittest import mock

from harness import chart, engines, machine, page, results, suites, timing

DOCS = pathlib.Path(__file__).resolve().parents[3] / "docs"


def result(*seconds, answer=1.0, **more):
    return {"seconds": list(seconds), "processor": list(seconds), "answer": answer, **more}


def document(**of_engines):
    return {
        "suite": "reads",
        "data": {"hours": 24, "rows": 1_000_000, "zarr": 2_000_000, "parquet": 3_400_000},
        "threads": 2,
        "warmups": 1,
        "runs": 3,
        "machine": {"processors": 2, "processor": "P", "memory": 8, "system": "Linux"},
        "asked": {engine: {"date": "2020-02-02", "others": 0.031, "versions": {"Spark": "3.5.9"}} for engine in of_engines},
        "engines": of_engines,
    }


LOST = document(
    zarr={"sum": result(1.1, 1.0, 5.0), "full scan": result(2.0, answer=None), "one point": result(0.5)},
    parquet={"sum": result(1.07), "full scan": result(1.0, answer=None), "one point": {"failed": "no `memory`"}},
    duckdb={"sum": result(1.2), "full scan": result(0.5, answer=None)},
)


class ResultsTest(unittest.TestCase):
    def test_medians_and_losses(self):
        self.assertEqual(1.1, results.median(result(1.1, 1.0, 5.0)))
        self.assertEqual(1.5, results.median(result(1.0, 2.0)))
        self.assertEqual(["full scan"], results.losses(LOST))  # 1.07 beside 1.1 is level
        self.assertEqual(["duckdb", "parquet"], results.quicker(LOST, "full scan"))
        self.assertEqual((4.0 / 1.1, "zarr", "sum"), results.spread(LOST))

    def test_answers_that_differ(self):
        def of(ours, theirs):
            return len(results.differences(document(zarr={"q": result(1, answer=ours)}, duckdb={"q": result(1, answer=theirs)}), 1e-6))

        self.assertEqual([0, 0, 0], [of(2.0, 2.000001), of(None, None), of(0.0, 0.0)])
        self.assertEqual([1, 1, 1, 1, 1], [of(2.0, 2.00001), of(-2.0, 2.0), of(None, 1.0), of(1.0, None), of(1.0, float("nan"))])
        self.assertEqual([], results.differences(LOST, 0))


    def test_lists_are_lines(self):
        text = results.text(LOST)
        self.assertEqual(LOST, json.loads(text))
        self.assertIn('"seconds": [1.1, 1.0, 5.0],\n', text)

    def test_engines_asked_before_are_kept(self):
        new = document(duckdb={"sum": result(9.0)})
        results.keep(new, LOST)
        self.assertEqual(["zarr", "parquet", "duckdb"], list(new["engines"]))
        self.assertEqual(["zarr", "parquet", "duckdb"], list(new["asked"]))
        self.assertEqual({"sum": result(9.0)}, new["engines"]["duckdb"])

    def test_and_only_where_nothing_else_differs(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "reads.json")
            with self.assertRaisesRegex(results.OtherSetting, "none yet"):
                results.earlier(path, LOST)
            path.write_text(json.dumps(LOST))
            self.assertEqual(LOST, results.earlier(path, document(duckdb={})))
            for name, other in (("threads", 3), ("warmups", 2), ("runs", 5), ("data", {}), ("machine", {})):
                with self.assertRaisesRegex(results.OtherSetting, name):
                    results.earlier(path, LOST | {name: other})


class MachineTest(unittest.TestCase):
    def test_own_work_is_not_that_of_others(self):
        with mock.patch("harness.machine.busy", side_effect=[100.0, 107.0]), mock.patch("harness.machine.own", side_effect=[10.0, 13.0]):
            with mock.patch("harness.machine.time.monotonic", side_effect=[0, 4]), mock.patch("os.cpu_count", return_value=2):
                self.assertEqual(0.5, machine.Others().share())

    def test_what_the_system_says(self):
        line = "cpu  100 20 30 4000 500 6 7 8 0 0\n"
        with mock.patch("pathlib.Path.exists", return_value=True), mock.patch("pathlib.Path.read_text", return_value=line):
            with mock.patch("os.sysconf", return_value=100):
                self.assertEqual(1.71, machine.busy())


class TimingTest(unittest.TestCase):
    def test_warm_ups_do_not_count(self):
        calls = []
        measured = timing.timed(lambda: calls.append("before"), lambda: calls.append("run") or 7, float, 2, 3)
        self.assertEqual(["before", "run"] * 5, calls)
        self.assertEqual((3, 3, 7.0), (len(measured["seconds"]), len(measured["processor"]), measured["answer"]))

    def test_a_slow_warm_up_is_the_only_run(self):
        with mock.patch("harness.timing.time") as clock:
            clock.perf_counter.side_effect = [0, 61]
            clock.process_time.side_effect = [0, 5]
            self.assertEqual({"seconds": [61], "processor": [5], "answer": 1}, timing.timed(timing.nothing, lambda: 1, int, 1, 3))

    def test_a_question_that_fails_is_said_and_the_next_is_asked(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder, "result")
            questions = [{"name": "bad"}, {"name": "unknown"}, {"name": "good"}]
            request = {"result": str(out), "warmups": 0, "runs": 1, "questions": questions}
            tasks = {"bad": (timing.nothing, lambda: 1 / 0, float), "good": (timing.nothing, lambda: 2, float)}
            timing.answer_all(request, tasks, {"p": "1"})
            lines = [json.loads(line) for line in out.read_text().splitlines()]
        self.assertEqual({"versions": {"p": "1"}}, lines[0])
        self.assertEqual(["bad", "unknown", "good"], [line["question"] for line in lines[1:]])
        self.assertEqual(["ZeroDivisionError: division by zero", "KeyError: 'unknown'"], [line["result"]["failed"] for line in lines[1:3]])
        self.assertEqual(2.0, lines[3]["result"]["answer"])


DIES = """
import json, os, sys
request = json.load(open(sys.argv[1]))
with open(request["result"], "a") as out:
    print(json.dumps({"versions": {"p": "1"}}), file=out, flush=True)
    for question in request["questions"]:
        if question["name"] == sys.argv[2]:
            os._exit(9)
        result = {"seconds": [1], "answer": request["threads"]}
        print(json.dumps({"question": question["name"], "result": result}), file=out, flush=True)
"""


class EnginesTest(unittest.TestCase):
    def ask(self, engine, dies_at):
        suite = suites.Suite("reads", "era5", "era5", ("zarr", "duckdb"), 1, 3, 0, tuple({"name": n, "table": "era5"} for n in "abc"))
        data = SimpleNamespace(path=lambda table, parquet: f"{table} {parquet}", append_from="")
        settings = SimpleNamespace(threads=2, runs=None, asks=lambda question: True)
        with tempfile.TemporaryDirectory() as folder, mock.patch("harness.engines.command") as command, mock.patch("sys.stderr"):
            command.side_effect = lambda java, engine, request: [sys.executable, "-c", DIES, str(request), dies_at]
            return engines.ask(None, suite, engine, data, pathlib.Path(folder), settings)

    def test_a_process_that_dies_fails_its_question_only(self):
        answers, versions = self.ask("duckdb", "b")
        self.assertEqual({"a": 2, "b": None, "c": 2}, {name: result.get("answer") for name, result in answers.items()})
        self.assertEqual("the process ended with 9", answers["b"]["failed"])
        self.assertEqual({"p": "1"}, versions)

    def test_ours_must_not_fail(self):
        self.assertEqual(3, len(self.ask("zarr", "none")[0]))
        with self.assertRaisesRegex(engines.EngineError, "Cannot measure spark-zarr.*'c'"):
            self.ask("zarr", "c")


class SuitesTest(unittest.TestCase):
    def test_every_suite_is_understood(self):
        for name in suites.NAMES:
            suite = suites.read(name)
            names = [question["name"] for question in suite.questions]
            self.assertEqual(len(names), len(set(names)))
            self.assertEqual(suites.OURS, suite.engines[0])
            self.assertEqual(list(suite.questions), suite.asked_of(suites.OURS))
            for question in suite.questions:
                self.assertLessEqual(set(question.get("engines", ())), set(suite.engines))

    def test_other_layouts_are_asked_of_those_that_read_zarr(self):
        suite = suites.read("aggregates")
        of_duckdb, of_xarray = suite.asked_of("duckdb"), suite.asked_of("xarray")
        self.assertEqual({"day"}, {question["table"] for question in of_duckdb})
        self.assertEqual({"day", "hour", "box", "sharded"}, {question["table"] for question in of_xarray})
        self.assertEqual((12, 24), (len(of_duckdb), len(of_xarray)))
        self.assertIn("zonal mean (box)", [question["name"] for question in of_xarray])


class PageTest(unittest.TestCase):
    def docs(self, below):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        docs = pathlib.Path(folder.name)
        (docs / "benchmarks").mkdir()
        (docs / "benchmarks" / "reads.json").write_text(json.dumps(LOST))
        (docs / "benchmarks.md").write_text(f"# B\n\n{page.BEGIN.format('reads')}what stood there\n{page.END}\n{below}\n## Next\n\n- **sum**: elsewhere\n")
        return docs

    def test_losses_are_marked(self):
        table = page.tables(LOST).splitlines()
        self.assertEqual("| question | spark-zarr s | Parquet s | DuckDB s | quickest other / spark-zarr |", table[0])
        self.assertEqual("| sum | 1.10 | 1.07 (once) | 1.20 (once) | 0.973 (Parquet) |", table[2])
        self.assertEqual("| full scan | 2.00 (once) | **1.00 (once)** | **0.500 (once)** | **slower than** DuckDB (0.250), Parquet (0.500) |", table[3])
        self.assertEqual("| one point | 0.500 (once) | fails | – |  |", table[4])
        self.assertIn("quicker in 1 of 3 questions", table[6])
        self.assertIn("Parquet fails in *one point*: `no memory`.", table[6])

    def test_what_is_stale_is_found_and_written(self):
        docs = self.docs("- **full scan**: because")
        self.assertEqual(["benchmarks.md", "reads.svg"], page.stale(docs))
        page.write(docs)
        self.assertEqual([], page.stale(docs))
        self.assertNotIn("what stood there", (docs / "benchmarks.md").read_text())
        self.assertIn("1,000,000 rows, 2 MB as Zarr, 3 MB as Parquet", (docs / "benchmarks.md").read_text())
        self.assertIn("2020-02-02. Other processes took at most 3% of the processors meanwhile. Spark 3.5.9. [", (docs / "benchmarks.md").read_text())
        (docs / "benchmarks" / "reads.svg").write_text("")
        self.assertEqual(["reads.svg"], page.stale(docs))

    def test_each_loss_has_a_reason_and_nothing_else(self):
        self.assertEqual([], page.unexplained(self.docs("- **full scan**: because")))
        self.assertEqual(["reads: no reason is given for the loss of 'full scan'"], page.unexplained(self.docs("Words on **full scan**.")))
        self.assertEqual(["reads: 'sum' is explained, and not lost"], page.unexplained(self.docs("- **full scan**, **sum**: because **all** is")))

    def test_digits(self):
        self.assertEqual(["0.012", "0.000", "0.123", "1.23", "12.3", "123", "1235", "0"], [page.number(v) for v in (0.0123, 0.0001, 0.1234, 1.234, 12.34, 123.4, 1234.6, 0)])

    def test_the_page_is_what_its_json_says(self):
        self.assertNotEqual([], page.documents(DOCS))
        self.assertEqual([], page.stale(DOCS), "integration-tests/benchmarks/page makes them")
        self.assertEqual([], page.unexplained(DOCS))


class ChartTest(unittest.TestCase):
    def test_marks_stand_where_seconds_are(self):
        drawn = xml.etree.ElementTree.fromstring(chart.svg(LOST))
        marks = [group for group in drawn.iter("{http://www.w3.org/2000/svg}g")]
        self.assertEqual(["zarr", "parquet", "duckdb", "zarr", "parquet", "duckdb", "zarr"], [group.get("class") for group in marks])

        def x(group):
            return float(group[2].get("transform").split("(")[1].split()[0])

        half, one, two = x(marks[5]), x(marks[4]), x(marks[3])
        self.assertEqual(chart.LEFT, half)  # 0.5 s, where the axis begins, which ends with 5 s
        self.assertEqual(chart.WIDTH - chart.RIGHT, float(marks[0][1].get("d").split("H")[1]))
        self.assertAlmostEqual(one - half, two - one, delta=0.2)
        self.assertAlmostEqual((one - half) / (chart.WIDTH - chart.RIGHT - half), 0.30103, delta=0.001)

    def test_axes_end_at_round_numbers(self):
        self.assertEqual((0.1, 5), chart.axis(0.13, 4.0))
        self.assertEqual([0.1, 0.2, 0.5, 1, 2, 5], chart.ticks(0.1, 5))


if __name__ == "__main__":
    unittest.main()
