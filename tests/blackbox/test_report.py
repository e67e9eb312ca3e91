"""Reports and comparisons from outside: whole HTML in both languages, the same PDF twice, the JSON's numbers."""

import html.parser
import re
import shutil
import subprocess
import sys
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from spark_case import SparkCase  # noqa: E402

VOID = {"meta", "link", "br", "img", "hr", "input", "path", "rect", "line"}
# Started by the page itself, so that its width is the reader's and not the window's least one.
PROBE = """<!DOCTYPE html><body><iframe src="{name}" width="360" height="800" style="border:0"></iframe>
<script>addEventListener("message", event => {{ document.body.textContent = "measured " + event.data; }});</script>"""
MEASURE = """<script>addEventListener("load", () => parent.postMessage(
 document.documentElement.scrollWidth + " of " + document.documentElement.clientWidth, "*"));</script>"""


class Page(html.parser.HTMLParser):
    """Refuses elements that do not close in order; keeps texts, attributes and table cells."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.attributes, self.words, self.cells = [], [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, self.open[-1] if self.open else ""))
        self.attributes += [(name, value or "") for name, value in attributes]
        if tag == "td":
            self.cells.append("")
        if tag not in VOID or not self.get_starttag_text().endswith("/>") and tag in ("path", "rect"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, self.open[-1] if self.open else ""))
        self.attributes += [(name, value or "") for name, value in attributes]

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.words.append(data)
        if self.open and self.open[-1] == "td":
            self.cells[-1] += data


class ReportCase(SparkCase):
    def synth(self, bars, timeframe="1h"):
        made = self.spark_json(
            "data", "synth", "--symbol", "BTCUSDT", "--timeframe", timeframe, "--bars", bars, "--seed", 7
        )
        return made["dataset"]

    def run_on(self, data_set, *flags, strategy="smaCross", code=0):
        if strategy == "smaCross":
            flags = ("--set", "fast=9", "--set", "slow=21", *flags)
        return self.spark_json("backtest", "run", strategy, "--dataset", data_set, *flags, code=code)

    def html_of(self, run, *flags):
        path = self.folder / "report.html"
        self.spark("backtest", "show", run["id"], "--html", path, *flags)
        text = path.read_text(encoding="utf-8")
        self.check_page(text)
        return text

    def check_page(self, text):
        page = Page(text)
        tags = [tag for tag, _ in page.tags]
        self.assertNotIn("script", tags)
        self.assertNotIn("img", tags)
        self.assertEqual(tags.count("svg"), tags.count("desc"), "every picture has a description")
        self.assertEqual(tags.count("svg"), sum(1 for tag, parent in page.tags if tag == "title" and parent == "svg"))
        self.assertNotRegex(text, r"https?:", "nothing is loaded")
        self.assertNotRegex(" ".join(page.words), r"(?i)(?<![a-z])(nan|inf|infinity)(?![a-z])")
        for name, value in page.attributes:
            if name in ("d", "x", "y", "width", "height", "viewbox"):
                self.assertRegex(value, r"^[-0-9. MLZ]*$|^device-width", f"{name} holds numbers")
        ids = [value for name, value in page.attributes if name == "id"]
        self.assertEqual(len(ids), len(set(ids)), "ids are there once")
        for name, value in page.attributes:
            if name == "href" and value.startswith("#"):
                self.assertIn(value[1:], ids)


class Html(ReportCase):
    def test_numbers_are_those_of_the_json(self):
        run = self.run_on(self.synth(3000))

        page = Page(self.html_of(run))

        for field, value in run["metrics"].items():
            at = page.cells.index(field)  # label, shown, as stored, field
            stored = page.cells[at - 1]
            if value is None:
                self.assertEqual(stored, "null", field)
            elif isinstance(value, str):
                self.assertEqual(stored, value, field)
            else:
                self.assertEqual(float(stored), value, field)
        self.assertIn(run["result_hash"], page.cells)
        self.assertIn(run["params"]["sl_pct"], page.cells)

    def test_every_trade_is_in_the_list_with_its_exact_net(self):
        trades = self.folder / "trades.csv"
        run = self.run_on(self.synth(3000), "--trades", trades)
        rows = [line.split(",") for line in trades.read_text().splitlines()]
        net = rows[0].index("net_pnl")

        page = Page(self.html_of(run))

        shown = [cell.replace("−", "-").replace(",", "") for cell in page.cells]
        self.assertGreater(len(rows), 20)
        for row in rows[1:]:
            self.assertIn(row[net], shown)

    def test_both_languages_are_whole_and_share_their_tokens(self):
        run = self.run_on(self.synth(3000))

        english = self.html_of(run, "--lang", "en")
        turkish = self.html_of(run, "--lang", "tr")

        self.assertIn('<html lang="en">', english)
        self.assertIn('<html lang="tr">', turkish)
        for words in ("Öz sermaye", "Geleceğe bakış yok", "En derin düşüş", "Çıkış nedeni", "İşlem"):
            self.assertIn(words, turkish)
            self.assertNotIn(words, english)
        titles = re.compile(r"<h[23][^>]*>([^<]+)<|<th[^>]*>([^<]+)<|<dt>([^<]+)<")
        same = {"Net", "Sharpe", "Sortino"} | {f"{month:02}" for month in range(1, 13)}
        both = {next(filter(None, found)) for found in titles.findall(english)} & {
            next(filter(None, found)) for found in titles.findall(turkish)
        }
        self.assertLessEqual(both, same, "a title is not translated")
        for token in (run["id"], run["result_hash"], "smaCross", "profit_factor"):
            self.assertIn(token, english)
            self.assertIn(token, turkish)

    def test_tiny_runs_have_whole_reports(self):
        data_set = self.synth(300)
        nothing = self.run_on(data_set, "--cash", "1")
        only_open = self.run_on(data_set, strategy="buyHold")
        shortest = self.run_on(data_set, "--to", "2024-01-01T23:00Z")

        self.assertEqual([run["metrics"]["trades"] for run in (nothing, only_open, shortest)], [0, 0, 0])
        self.assertIn("No trade was closed.", self.html_of(nothing))
        self.assertIn("Still open:", self.html_of(only_open))
        self.assertIn("No trade was closed.", self.html_of(shortest))

    def test_a_run_of_one_trade_has_a_whole_report(self):
        data_set = self.synth(300)
        for bars in range(30, 300, 10):
            day, hour = divmod(bars, 24)
            run = self.run_on(data_set, "--to", f"2024-01-{day + 1:02}T{hour:02}:00Z")
            if run["metrics"]["trades"] == 1:
                self.assertIn("All 1 closed trades.", self.html_of(run))
                return
        self.fail("no period with one trade")

    def test_a_report_without_its_data_set_says_why_it_has_no_candles(self):
        run = self.run_on(self.synth(3000))
        shutil.rmtree(self.data / "datasets")

        text = self.html_of(run)

        self.assertIn("No candles: the data set is not in this data folder.", text)

    def test_a_report_is_the_same_bytes_twice_and_replaces_the_file(self):
        run = self.run_on(self.synth(3000))

        first = self.html_of(run)
        (self.folder / "report.html").write_text("old")

        self.assertEqual(self.html_of(run), first)

    def test_a_file_that_cannot_be_written_leaves_nothing(self):
        run = self.run_on(self.synth(300))
        missing = self.folder / "absent" / "report.html"

        done = self.spark("backtest", "show", run["id"], "--html", missing, code=4)

        self.assertIn("absent", done.err)
        self.assertFalse(missing.parent.exists())

    def test_words_of_the_command_line_are_escaped(self):
        data_set = self.synth(300)
        path = self.folder / "<script>alert(1)</script>.csv".replace("/", "_")
        run = self.run_on(data_set, "--trades", path)

        text = self.html_of(run)

        self.assertIn("&lt;script&gt;alert(1)", text)

    def test_a_report_of_100_000_bars_takes_less_than_a_second_and_a_half(self):
        run = self.run_on(self.synth(100_000, "15m"))
        begun = time.monotonic()
        self.spark("backtest", "show", run["id"], "--html", self.folder / "big.html")
        took = time.monotonic() - begun

        size = (self.folder / "big.html").stat().st_size
        trades = run["metrics"]["trades"]
        print(f"report of 100,000 bars, {trades} trades: {took:.3f} s, {size:,} bytes", file=sys.stderr)
        self.assertLess(took, 1.5)
        self.assertLess(size, 3_000_000)


class Chromium(ReportCase):
    def setUp(self):
        super().setUp()
        self.browser = shutil.which("chromium") or shutil.which("google-chrome")
        if self.browser is None:
            self.skipTest("no chromium is installed")

    def browse(self, path):
        profile = self.folder / "profile"
        return subprocess.run(
            [self.browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
             "--enable-logging=stderr", "--v=0", f"--user-data-dir={profile}", "--virtual-time-budget=3000",
             "--dump-dom", path.as_uri()],
            capture_output=True, timeout=60, text=True,
        )

    def test_a_phone_of_360_pixels_needs_no_sideways_scroll_and_the_console_is_empty(self):
        run = self.run_on(self.synth(3000))
        for language in ("en", "tr"):
            text = self.html_of(run, "--lang", language)
            plain = self.browse(self.folder / "report.html")
            self.assertNotIn("CONSOLE", plain.stderr)
            self.assertIn(run["result_hash"], plain.stdout)

            text = re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", text)
            self.write("measured.html", text.replace("</body>", MEASURE + "</body>"))
            shown = self.browse(self.write("probe.html", PROBE.format(name="measured.html")))
            self.assertIn("measured 360 of 360", shown.stdout)


class Pdf(ReportCase):
    def pdf_of(self, run, *flags, name="report.pdf"):
        path = self.folder / name
        self.spark("backtest", "show", run["id"], "--pdf", path, *flags)
        return path

    def test_a_pdf_is_the_same_bytes_twice(self):
        run = self.run_on(self.synth(3000))

        first = self.pdf_of(run).read_bytes()
        time.sleep(1.1)  # past a second: a date of writing would show
        second = self.pdf_of(run, name="again.pdf").read_bytes()

        self.assertTrue(first.startswith(b"%PDF-"))
        self.assertEqual(first, second)

    def test_turkish_letters_are_text_in_the_pdf(self):
        if shutil.which("pdftotext") is None:
            self.skipTest("no pdftotext is installed")
        run = self.run_on(self.synth(3000))

        path = self.pdf_of(run, "--lang", "tr")
        text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode("utf-8")

        for word in ("Geriye dönük test raporu", "Öz sermaye", "Geleceğe bakış yok", "En derin düşüş", "Çıkış nedeni",
                     "İşlemler", "sıfır" if "zero_costs" in run["warnings"] else "kârlı", run["result_hash"][:24]):
            self.assertIn(word, text)


class Compare(ReportCase):
    def test_equal_runs_have_equal_hashes_and_no_differences(self):
        data_set = self.synth(3000)
        first, second = self.run_on(data_set), self.run_on(data_set)

        done = self.spark_json("backtest", "compare", first["id"], second["id"])

        self.assertEqual(done["schema"], "spark.backtest_compare/1")
        self.assertEqual(done["runs"], [first["id"], second["id"]])
        self.assertIs(done["same_result"], True)
        self.assertEqual((done["inputs"], done["cautions"]), ([], []))
        self.assertEqual(done["trades"][1]["common"], first["metrics"]["trades"])

    def test_differences_are_named_with_the_inputs_first(self):
        data_set = self.synth(3000)
        first = self.run_on(data_set)
        second = self.run_on(data_set, "--fee-bps", "0", "--from", "2024-02-01")

        done = self.spark_json("backtest", "compare", first["id"], second["id"])
        shown = self.spark("backtest", "compare", first["id"], second["id"]).out
        turkish = self.spark("backtest", "compare", first["id"], second["id"], "--lang", "tr").out

        self.assertIs(done["same_result"], False)
        self.assertEqual(done["cautions"], ["periods_differ", "costs_differ"])
        self.assertIn({"field": "costs.taker_bps", "values": ["10", "0"]}, done["inputs"])
        rows = {row["field"]: row for row in done["metrics"]}
        self.assertEqual(rows["net_pnl"]["values"], [run["metrics"]["net_pnl"] for run in (first, second)])
        self.assertLess(shown.index("costs.taker_bps"), shown.index("net_pnl"))
        self.assertIn("the periods differ: the figures do not compare", shown)
        self.assertIn("dönemler farklı", turkish)

    def test_one_run_or_a_strange_one_is_refused(self):
        run = self.run_on(self.synth(300))

        self.spark("backtest", "compare", run["id"], code=3)
        done = self.spark("backtest", "compare", run["id"], run["id"][:-1] + "!", code=4)

        self.assertIn(run["id"], done.err, "the nearest id is named")


if __name__ == "__main__":
    unittest.main()
