"""What the pages of the site need that plain Markdown on a code host does not.

Pages of the top folder (CONTRIBUTING.md, CHANGELOG.md) are pages of the site too, and links between them and docs/ are
made to fit. A link to a file of the sources, which the site does not have, becomes its text. Markdown that code hosts
show as a list or a table and this site would show as text is an error of the strict build.
"""

import logging
import posixpath
import re

from mkdocs.structure.files import File

# The page of the site for a page of the top folder.
TOP = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}

LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
LOG = logging.getLogger("mkdocs.hooks.site_pages")


def on_files(files, config):
    top = posixpath.dirname(config.config_file_path.replace("\\", "/"))
    for source, page in TOP.items():
        if source != "README.md":
            with open(posixpath.join(top, source), encoding="utf-8") as opened:
                files.append(File.generated(config, page, content=fitted(opened.read(), source)))
    return files


def on_page_markdown(markdown, page, config, files):
    if page.file.src_uri in TOP.values() and page.file.src_uri != "index.md":
        return markdown
    return fitted(markdown, posixpath.join("docs", page.file.src_uri))


def fitted(markdown, source):
    """The Markdown of a file, links made those of the site. A fenced block is left alone."""
    parts = re.split(r"(^ *```.*?^ *```[^\n]*$)", markdown, flags=re.M | re.S)
    return "".join(part if i % 2 else LINK.sub(lambda link: link_of_site(link, source), part) for i, part in enumerate(parts))


def link_of_site(link, source):
    text, target = link.groups()
    if re.match(r"[a-z]+:|#", target):
        return link[0]
    path, _, anchor = target.partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    if path in TOP:
        path = posixpath.join("docs", TOP[path])
    if path == "docs/decisions":
        path = "docs/decisions/README.md"
    if not path.startswith("docs/"):
        return text
    page = posixpath.relpath(path, posixpath.dirname(source) if source.startswith("docs/") else "docs")
    return f"[{text}]({page}{'#' + anchor if anchor else ''})"


def on_page_content(html, page, config, files):
    text = re.sub(r"<(pre|code)\b.*?</\1>", "", html, flags=re.S)
    for line in re.findall(r"^(?:[-*] |\d+\. |\|.*\||```).*$", text, flags=re.M):
        LOG.warning("%s: a list or a table is shown as text: %s", page.file.src_uri, line)
