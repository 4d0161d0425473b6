"""What the programs that run the documentation make of a page. Without Spark: python -m unittest test_blocks"""

import pathlib
import unittest

from blocks.pages import PageError, steps_of, table_rows
from blocks.places import Places

PAGE = """# Title

<!-- setup: era5 -->

```python
df = 1
```

<!-- output -->

```text
1
```

=== "SQL"

    ```sql
    SELECT 1;
    ```

<!-- not run: needs a bucket -->
<!-- Name.java -->

```java
int x;
```

<!-- check: rows == 1 -->

<!-- same rows -->
| one | other |
|---|---|
| `a \\| b` | `SELECT 2` |
"""


class BlocksTest(unittest.TestCase):
    def test_blocks_come_in_their_order_with_their_marks(self):
        steps = steps_of("p.md", PAGE)
        kinds = ["setup", "python", "text", "sql", "java", "check", "same rows"]
        self.assertEqual(kinds, [step.kind for step in steps])
        self.assertEqual(["era5", "df = 1", "1", "SELECT 1;", "int x;", "rows == 1"], [step.text for step in steps[:-1]])
        self.assertEqual([2], [i for i, step in enumerate(steps) if step.output])
        self.assertEqual({4: "needs a bucket"}, {i: step.not_run for i, step in enumerate(steps) if step.not_run})
        self.assertEqual("p.md:5", str(steps[1]))

    def test_cells_of_checked_tables(self):
        self.assertEqual([["a | b", "SELECT 2"]], list(table_rows(steps_of("p.md", PAGE)[-1].text)))

    def test_what_nobody_would_run_is_an_error(self):
        for page in (
            "<!-- not run -->\n\n```python\nx\n```",  # no reason
            "```\nx\n```",  # no language
            "```python\nx",  # no end
            "Text.\n\n    code = 1\n",  # indented, not fenced
            "<!-- output -->\n\nText.",  # a mark without its block
        ):
            with self.subTest(page), self.assertRaises(PageError):
                steps_of("p.md", page)
        self.assertEqual([], steps_of("p.md", "- item\n\n    more of the item\n"))

    def test_addresses_become_those_of_the_page(self):
        places, page = Places(pathlib.Path("/w")), pathlib.Path("/w/p")
        port = places.server.server_port
        for text, expected in {
            'load("s3a://bucket/a.zarr")': 'load("/w/p/a.zarr")',
            "path '/data/b/a.zarr'": "path '/w/p/b/a.zarr'",
            'save("a.zarr")': 'save("/w/p/a.zarr")',
            'load("https://data.example.org/a.zarr")': f'load("http://127.0.0.1:{port}/p/a.zarr")',
            'option("x", "/local_disk0/cache")': 'option("x", "/w/p/disk/cache")',
            'load("/other/a.zarr")': 'load("/other/a.zarr")',
            'format("zarr")': 'format("zarr")',
        }.items():
            self.assertEqual(expected, places.fitted(text, page))


if __name__ == "__main__":
    unittest.main()
