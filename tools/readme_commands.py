#!/usr/bin/env python3
"""Runs every command of README.md's ```sh blocks, in order, and refuses a README.tr.md that shows other ones.

readme_commands.py [--already COMMAND]... [--root DIR] [--list]

Blocks fenced ```text are shown, not run. `--already` names a command that the caller has run itself. Commands run
in the project's folder with SPARK_DATA_DIR in a temporary folder, so that nothing of the reader's is touched.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from source_text import ROOT

FENCE = re.compile(r"^```sh\n(.*?)^```", re.S | re.M)
SECONDS_MAX = 900


def commands_of(text):
    """Commands of the sh blocks: comments and blank lines left out, lines that end in a backslash joined."""
    found = []
    for block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").split("\n"):
            line = re.sub(r"\s+#\s.*$", "", line).strip()
            if line and not line.startswith("#"):
                found.append(" ".join(line.split()))
    return found


def run(command, root, environment):
    """0 when the command ends well; prints its output where it does not."""
    try:
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", command], cwd=root, env=environment, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS_MAX)
    except subprocess.TimeoutExpired:
        print(f"readme_commands: '{command}' still runs after {SECONDS_MAX} s")
        return 1
    if done.returncode != 0:
        print(f"readme_commands: '{command}' ends with {done.returncode}\n{done.stdout}")
        return 1
    print(f"readme_commands: ran '{command}'")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--already", action="append", default=[], metavar="COMMAND")
    parser.add_argument("--root", default=ROOT, type=Path)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()

    commands = commands_of((arguments.root / "README.md").read_text(encoding="utf-8"))
    other = arguments.root / "README.tr.md"
    if other.exists() and commands_of(other.read_text(encoding="utf-8")) != commands:
        print("readme_commands: README.tr.md shows other commands than README.md; make them equal")
        return 1
    if not commands:
        print("readme_commands: README.md has no ```sh block")
        return 1
    if arguments.list:
        print("\n".join(commands))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SPARK_DATA_DIR": folder}
        left = [command for command in commands if command not in arguments.already]
        return max((run(command, arguments.root, environment) for command in left), default=0)


if __name__ == "__main__":
    sys.exit(main())
