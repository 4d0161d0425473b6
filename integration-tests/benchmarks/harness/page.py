"""Makes charts and tables of docs/benchmarks.md from docs/benchmarks/*.json: integration-tests/benchmarks/page

Between the marks of a suite all is made; what stands below it, up to the next heading, is written by hand, and has to give the reason for
each question in which another engine is quicker: a list item that begins with the names of such questions, each in bold.
"""

import json
import math
import pathlib
import re
import sys

from harness import chart, results, suites

BEGIN = "<!-- made by integration-tests/benchmarks/page: {} -->\n"
END = "<!-- end of what is made -->\n"
SHORT = {"zarr": "spark-zarr", "rows": "rows alone", "parquet": "Parquet", "xarray": "xarray", "xarray-sql": "xarray-sql", "duckdb": "DuckDB"}


def main():
    docs = pathlib.Path(__file__).resolve().parents[3] / "docs"
    write(docs)
    problems = unexplained(docs)
    sys.exit("\n".join(problems) or 0)


def write(docs):
    for path, text in made(docs).items():
        path.write_text(text)


def stale(docs):
    """Files that are not what the JSON says."""
    return [path.name for path, text in made(docs).items() if not path.exists() or path.read_text() != text]


def documents(docs):
    return [json.loads(path.read_text()) for name in suites.NAMES if (path := docs / "benchmarks" / f"{name}.json").exists()]


def made(docs):
    """Path -> text of the page and its charts."""
    page = docs / "benchmarks.md"
    text, files = page.read_text(), {}
    for document in documents(docs):
        begin, end = span(text, document["suite"])
        text = text[:begin] + block(document) + text[end:]
        files[docs / "benchmarks" / f"{document['suite']}.svg"] = chart.svg(document)
    return {page: text} | files


def span(text, suite):
    """Of what is made, without its marks."""
    mark = BEGIN.format(suite)
    if text.count(mark) != 1:
        raise ValueError(f"Cannot make the page: it has {text.count(mark)} times {mark!r}.")
    begin = text.index(mark) + len(mark)
    return begin, text.index(END, begin)


def unexplained(docs):
    """Losses without a reason, and reasons without a loss, as text."""
    text, problems = (docs / "benchmarks.md").read_text(), []
    for document in documents(docs):
        suite = document["suite"]
        below = re.split(r"^## ", text[span(text, suite)[1] :], maxsplit=1, flags=re.M)[0]
        explained = {name for item in re.findall(r"^- ((?:\*\*.+?\*\*(?:, )?)+)", below, flags=re.M) for name in re.findall(r"\*\*(.+?)\*\*", item)}
        lost = set(results.losses(document))
        problems += [f"{suite}: no reason is given for the loss of {question!r}" for question in sorted(lost - explained)]
        problems += [f"{suite}: {question!r} is explained, and not lost" for question in sorted(explained - lost)]
    return problems


def block(document):
    suite = document["suite"]
    alt = f"Seconds of each engine for each question of {suite}"
    return f"\n![{alt}](benchmarks/{suite}.svg)\n\n{setting(document)}\n\n{tables(document)}{asked(document)}\n"


def setting(document):
    machine, data = document["machine"], document["data"]
    asked = document["asked"].values()
    versions = ", ".join(f"{name} {version}" for name, version in {pair: None for each in asked for pair in each["versions"].items()})
    dates = ", ".join(sorted({each["date"] for each in asked}))
    others = [each["others"] for each in asked if each["others"] is not None]
    alone = f" Other processes took at most {max(others):.0%} of the processors meanwhile." if others else ""
    cells = [f"{data['hours']:,} hours of a one-degree grid: {data['rows']:,} rows"] if "rows" in data else [f"{data['chunks']:,} chunks"]
    cells += [f"{megabytes(data[kind])} as {spelled}" for kind, spelled in (("zarr", "Zarr"), ("parquet", "Parquet")) if kind in data]
    runs = f"Medians of {document['runs']} runs after {document['warmups']} to warm up"
    return (
        f"{', '.join(cells)}. {runs}; {document['threads']} threads for each engine, on {machine['processors']} processors ({machine['processor']}) with "
        f"{machine['memory']} GB; {dates}.{alone} {versions}. [Every run, as JSON](benchmarks/{document['suite']}.json)."
    )


def megabytes(size):
    return f"{size / 1e6:,.0f} MB"


def tables(document):
    engines = [engine for engine in suites.ENGINES if engine in document["engines"]]
    partitions = any("partitions" in result for result in document["engines"][suites.OURS].values())
    heads = ["question", *(["partitions"] if partitions else []), *(f"{SHORT[engine]} s" for engine in engines), "quickest other / spark-zarr"]
    lines = [row(heads), row(["---"] * len(heads))]
    for question in results.questions(document):
        medians = results.medians(document, question)
        quicker = results.quicker(document, question)
        cells = [cell(document["engines"][engine].get(question), medians.get(engine), engine in quicker) for engine in engines]
        count = document["engines"][suites.OURS][question].get("partitions", "") if partitions else None
        lines.append(row([question, *([f"{count:,}" if count else ""] if partitions else []), *cells, verdict(document, question)]))
    return "".join(lines) + "\n" + notes(document)


def cell(result, seconds, quicker):
    if result is None:
        return "–"
    if seconds is None:
        return "fails"
    text = number(seconds) + (" (once)" if len(result["seconds"]) == 1 else "")
    return f"**{text}**" if quicker else text


def verdict(document, question):
    ours, peers = results.medians(document, question)[suites.OURS], results.peers(document, question)
    quicker = results.quicker(document, question)
    if quicker:
        return "**slower than** " + ", ".join(f"{SHORT[engine]} ({number(peers[engine] / ours)})" for engine in quicker)
    if not peers:
        return ""
    engine, seconds = min(peers.items(), key=lambda peer: peer[1])
    return f"{number(seconds / ours)} ({SHORT[engine]})"


def notes(document):
    lost, all_of = results.losses(document), results.questions(document)
    said = [f"Another engine is quicker in {len(lost)} of {len(all_of)} questions, in bold" if lost else "No other engine is quicker"]
    said[0] += f" (by {100 - 100 * results.QUICKER:.0f} % and more)."
    spread = results.spread(document)
    if spread:
        said.append(f"Runs of a cell are at most {spread[0]:.0%} of its median apart ({SHORT[spread[1]]}, {spread[2]}).")
    said += [f"{SHORT[engine]} fails in *{question}*: `{why.replace('`', '')}`." for engine, question, why in results.failures(document)]
    return " ".join(said) + "\n"


def asked(document):
    suite = suites.read(document["suite"])
    questions = [question for question in suite.questions if "sql" in question and question["table"] == suite.table]
    if not questions:
        return ""
    return "\n" + row(["question", "SQL"]) + row(["---"] * 2) + "".join(row([q["name"], f"`{q['sql']}`"]) for q in questions)


def row(cells):
    return "| " + " | ".join(cells) + " |\n"


def number(value):
    """Three digits, and thousandths at most."""
    return f"{value:.{min(3, max(0, 2 - math.floor(math.log10(value))))}f}" if value > 0 else "0"


if __name__ == "__main__":
    main()
