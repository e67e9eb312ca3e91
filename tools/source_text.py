"""Reading C++ as text: comments and literals blanked, files of the tree listed. Used by check_layers.py and tidy.py."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKIPPED_FOLDERS = {".git", "build", "var", "__pycache__", "node_modules", ".cache"}
TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)"'
    r'|"(?:\\.|[^"\\\n])*"|(?<![0-9A-Za-z_])(?:u8|[uUL])?\'(?:\\.|[^\'\\\n])+\'',
    re.S,
)


def code_only(text):
    """The text with comments and literals blanked out, every character still on its line and column."""

    def blank(match):
        found = match.group(0)
        return re.sub(r"[^\n]", " ", found)

    return TOKEN.sub(blank, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def files_below(root, folders, suffixes):
    """Relative posix paths of files with one of the suffixes below the folders, sorted; build output is left out."""
    found = []
    for folder in folders:
        for path, names, files in os.walk(Path(root) / folder):
            names[:] = sorted(name for name in names if name not in SKIPPED_FOLDERS)
            for name in files:
                if name.endswith(suffixes):
                    found.append((Path(path) / name).relative_to(root).as_posix())
    return sorted(set(found))


class Report:
    """Findings of one tool: where, what, and what to do."""

    def __init__(self):
        self.lines = []

    def add(self, path, line, what, remedy):
        self.lines.append(f"{path}:{line}: {what}; {remedy}")

    def finish(self, tool, clean):
        """Prints the findings; the exit status."""
        for line in sorted(set(self.lines)):
            print(line)
        count = len(set(self.lines))
        print(f"{tool}: {count} to mend" if count else f"{tool}: {clean}")
        return 1 if count else 0
