"""Where the addresses of examples are when they run: each page has a folder of its own.

`s3a://bucket/`, `/data/`, `/Volumes/main/default/zarr/` and nothing before the name of a store, a table or a picture are that folder, and `/local_disk0/`
is one in it; `https://data.example.org/` is a web server on the loopback interface that shows it.
"""

import functools
import http.server
import re
import threading

ADDRESS = re.compile(
    r"""(?P<quote>["'`])(?P<place>s3a://bucket/|/data/|/Volumes/main/default/zarr/|https://data\.example\.org/|)"""
    r"""(?P<name>(?![/.])[\w./-]+\.(?:zarr|parquet|png|nc|zip|csv)(?:/[\w/]*)?)(?P=quote)"""
)
LOCAL_DISK = re.compile(r"""(?<=["'])/local_disk0(?=/)""")


class Places:
    def __init__(self, folder):
        self.folder = folder
        handler = functools.partial(QuietHandler, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def fitted(self, text, page):
        """The text of an example, its addresses those of the page's folder."""

        def place(found):
            if found["place"].startswith("https:"):
                root = f"http://127.0.0.1:{self.server.server_port}/{page.name}"
            else:
                root = str(page)
            return f"{found['quote']}{root}/{found['name']}{found['quote']}"

        return LOCAL_DISK.sub(str(page / "disk"), ADDRESS.sub(place, text))


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        pass
