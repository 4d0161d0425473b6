"""The fenced blocks, checked tables and comments of a Markdown page, in their order.

    <!-- setup: era5, frames -->     what the page finds when its first block runs: functions of fixtures.py
    <!-- not run: REASON -->         the next block is shown only
    <!-- output -->                  the next block is what the block before it prints
    <!-- raises -->                  the next block is the message with which the block before it ends
    <!-- check: EXPRESSION -->       has to be true here; `rows` are the rows of the SQL before it
    <!-- same rows -->               in each row of the next table, the Python of the first column and the SQL of the second
                                     give the same numbers
"""

import re
from dataclasses import dataclass

COMMENT = re.compile(r"\s*<!-- (setup|not run|output|raises|check|same rows)(?:: (.*?))? -->\s*$")
FENCE = re.compile(r"(\s*)(```+)\s*([\w-]*)\s*(.*)$")


@dataclass
class Step:
    """A block (its kind is its language), a table (`same rows`) or a comment (`setup`, `check`)."""

    page: str
    line: int
    kind: str
    text: str
    not_run: str | None = None
    output: bool = False
    raises: bool = False

    def __str__(self):
        return f"{self.page}:{self.line}"


class PageError(Exception):
    """A page that this program does not understand."""


def steps_of(name, markdown):
    """All steps of a page. Code that is indented, not fenced, is an error: nobody would run it."""
    lines = markdown.split("\n")
    steps, marks, at = [], {}, 0
    while at < len(lines):
        line, number = lines[at], at + 1
        comment, fence = COMMENT.match(line), FENCE.match(line)
        if comment and comment[1] in ("setup", "check"):
            steps.append(Step(name, number, comment[1], comment[2]))
        elif comment:
            if comment[1] == "not run" and not comment[2]:
                raise PageError(f"{name}:{number}: a block that is not run needs a reason")
            marks[comment[1]] = comment[2]
        elif fence:
            at, text = fenced(name, lines, at, fence)
            steps.append(block(name, number, fence, text, marks))
            marks = {}
        elif "same rows" in marks and line.startswith("|"):
            end = next((i for i in range(at, len(lines)) if not lines[i].startswith("|")), len(lines))
            steps.append(Step(name, number, "same rows", "\n".join(lines[at:end])))
            at, marks = end - 1, {}
        elif marks and line.strip() and not line.startswith("<!--"):
            raise PageError(f"{name}:{number}: {next(iter(marks))} belongs to no block")
        elif indented(lines, at):
            raise PageError(f"{name}:{number}: code is indented, not fenced")
        at += 1
    return steps


def fenced(name, lines, start, fence):
    """Index of the closing line, and the text between."""
    for end in range(start + 1, len(lines)):
        if lines[end].strip() == fence[2]:
            depth = len(fence[1])
            return end, "\n".join(line[depth:] for line in lines[start + 1 : end])
    raise PageError(f"{name}:{start + 1}: a block without an end")


def block(name, number, fence, text, marks):
    if not fence[3]:
        raise PageError(f"{name}:{number}: a block without a language")
    return Step(name, number, fence[3], text, marks.get("not run"), "output" in marks, "raises" in marks)


def indented(lines, at):
    """Whether an indented block of code begins here: not below a list, a tab or a note."""
    if not re.match(r" {4}\S", lines[at]) or lines[at - 1].strip():
        return False
    above = next((line for line in reversed(lines[:at]) if line.strip() and not line.startswith(" ")), "")
    return not re.match(r"[-*] |\d+\. |===|!!!|\?\?\?", above)


def table_rows(text):
    """Of a checked table: the code spans of the first two cells of each row."""
    for row in text.split("\n")[2:]:
        cells = [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", row.strip("|"))]
        yield [cell.strip("`").strip() for cell in cells[:2]]
