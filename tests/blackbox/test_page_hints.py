"""The web page's hints for a shell are verbs that there are, with arguments and flags that they know."""

import re
import shlex
import subprocess

from spark_case import ROOT, SPARK, SparkCase

HINT = re.compile(r'cli=(?:"([^"]*)"|\{`([^`]*)`\})')


def hints():
    """(file, hint) of every `cli=` in the page's sources; what is filled in stands as X."""
    for folder in ("app", "src"):
        for path in sorted((ROOT / "apps/web-next" / folder).rglob("*.tsx")):
            for plain, filled in HINT.findall(path.read_text(encoding="utf-8")):
                yield str(path.relative_to(ROOT)), re.sub(r"\$\{[^}]*\}", "X", plain or filled)


class Hints(SparkCase):
    def test_every_hint_is_a_verb_with_arguments_and_flags_it_knows(self):
        found = [(path, hint) for path, hint in hints() if re.search(r"(^| )spark ", hint)]
        self.assertGreater(len(found), 10)
        for path, hint in found:
            with self.subTest(file=path, hint=hint):
                words = shlex.split(hint[hint.index("spark "):])[1:]
                is_name = [re.fullmatch(r"[a-z][a-z-]*", word) is not None for word in words]
                length = (is_name + [False]).index(False)
                usage = None
                while length and usage is None:
                    help_text = subprocess.run([SPARK, "help", *words[:length]], capture_output=True, text=True).stdout
                    usage = re.search(rf"^Usage\n  spark {' '.join(words[:length])}(.*)$", help_text, re.M)
                    length -= usage is None
                self.assertIsNotNone(usage, "there is no such verb")
                flags = [word for word in words if word.startswith("--")]
                for flag in flags:
                    self.assertIn(flag, help_text)
                takes_arguments = re.search(r" \[?[A-Z]", usage.group(1).split("--")[0]) is not None
                rest = words[length:]
                bare = [word for at, word in enumerate(rest)
                        if not word.startswith("--") and not (at and rest[at - 1].startswith("--"))]
                self.assertEqual(bool(bare), takes_arguments, "arguments")
                for flag in re.findall(r"^ (?:[^\[]*?)(--[a-z-]+) [A-Z]", usage.group(1)):
                    self.assertIn(flag, flags, "a flag is needed")
