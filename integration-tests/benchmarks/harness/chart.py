"""The chart of a suite: for each question a mark for each engine's median, and a line from its shortest to its longest run, on a logarithmic axis.

Plain SVG. It is dark where the page is: browsers tell an image the scheme of the element that shows it. Questions of other layouts are in the
table only.
"""

import math
from html import escape

from harness import results, suites

# Of each engine: colour in the light and in the dark, and the path of its mark around 0, 0.
MARKS = {
    "zarr": ("#c2410c", "#ff9d5c", "M-5-5h10v10h-10z"),
    "parquet": ("#1d62b0", "#7ab8ff", "M0-6L6 5H-6z"),
    "xarray": ("#0f7b55", "#4fd1a1", "M0-6L6 0L0 6L-6 0z"),
    "xarray-sql": ("#9d3f97", "#e39adf", "M-6-5H6L0 6z"),
    "duckdb": ("#7a6400", "#e6c84a", "M0-5.5A5.5 5.5 0 1 1 0 5.5A5.5 5.5 0 1 1 0-5.5z"),
}
WIDTH, LEFT, RIGHT, TOP, LANE = 860, 215, 24, 62, 11
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #222; }
.small { font-size: 12px; fill: #555; }
.paper { fill: #fff; }
.band { fill: #f4f5f7; }
.grid { stroke: #d5d8dd; }
"""
DARK = """
text { fill: #e6e6e6; }
.small { fill: #b4b8c0; }
.paper { fill: #1e2129; }
.band { fill: #272b35; }
.grid { stroke: #434856; }
"""


def svg(document):
    engines = [engine for engine in MARKS if engine in document["engines"]]
    questions = [name for name in results.questions(document) if not name.endswith(")")]
    runs = [seconds for engine in engines for name in questions for seconds in document["engines"][engine].get(name, {}).get("seconds", ())]
    low, high = axis(min(runs), max(runs))
    height_of = LANE * len(engines) + 14
    height = TOP + height_of * len(questions) + 44

    def x(seconds):
        return round(LEFT + (math.log10(seconds) - math.log10(low)) / (math.log10(high) - math.log10(low)) * (WIDTH - LEFT - RIGHT), 1)

    parts = [f'<rect class="paper" width="{WIDTH}" height="{height}" rx="4"/>', *legend(engines)]
    for i, name in enumerate(questions):
        top = TOP + i * height_of
        if i % 2 == 0:
            parts.append(f'<rect class="band" x="8" y="{top}" width="{WIDTH - 16}" height="{height_of}"/>')
    bottom = TOP + len(questions) * height_of
    for tick in ticks(low, high):
        parts.append(f'<path class="grid" d="M{x(tick)} {TOP}V{bottom}"/>')
        parts.append(f'<text class="small" x="{x(tick)}" y="{bottom + 17}" text-anchor="middle">{tick:g}</text>')
    parts.append(f'<text class="small" x="{(LEFT + WIDTH - RIGHT) / 2}" y="{bottom + 36}" text-anchor="middle">seconds, logarithmic: left is quicker</text>')
    for i, name in enumerate(questions):
        top = TOP + i * height_of
        parts.append(f'<text x="{LEFT - 12}" y="{top + height_of / 2 + 4.5}" text-anchor="end">{escape(name)}</text>')
        for lane, engine in enumerate(engines):
            result = document["engines"][engine].get(name)
            if results.median(result) is not None:
                parts.append(mark(engine, result, x, top + 7 + LANE * (lane + 0.5)))
    styles = STYLE + "".join(f".{engine} {{ fill: {MARKS[engine][0]}; stroke: {MARKS[engine][0]}; }}\n" for engine in engines)
    styles += "@media (prefers-color-scheme: dark) {" + DARK
    styles += "".join(f".{engine} {{ fill: {MARKS[engine][1]}; stroke: {MARKS[engine][1]}; }}\n" for engine in engines) + "}\n"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">'
    title = f"<title>{escape(document['suite'])}: seconds of each engine</title>"
    return "\n".join([head, title, f"<style>{styles}</style>", *parts, "</svg>"]) + "\n"


def mark(engine, result, x, y):
    line = f'<path d="M{x(min(result["seconds"]))} {y}H{x(max(result["seconds"]))}" stroke-width="2"/>'
    what = f"<title>{escape(suites.ENGINES[engine])}: {results.median(result):.3g} s</title>"
    return f'<g class="{engine}">{what}{line}<path d="{MARKS[engine][2]}" transform="translate({x(results.median(result))} {y}) scale(.85)" stroke="none"/></g>'


def legend(engines):
    parts, left = [], 20
    for engine in engines:
        parts.append(f'<path class="{engine}" d="{MARKS[engine][2]}" transform="translate({left} 30)" stroke="none"/>')
        parts.append(f'<text x="{left + 12}" y="34.5">{escape(suites.ENGINES[engine])}</text>')
        left += 40 + 7.2 * len(suites.ENGINES[engine])
    return parts


def axis(smallest, largest):
    """From a 1, 2 or 5 below all to one above all."""
    steps = [digit * 10.0**power for power in range(-4, 6) for digit in (1, 2, 5)]
    return max(step for step in steps if step <= smallest), min(step for step in steps if step >= largest)


def ticks(low, high):
    return [float(f"{digit}e{power}") for power in range(-4, 6) for digit in (1, 2, 5) if low * 0.999 <= float(f"{digit}e{power}") <= high * 1.001]
