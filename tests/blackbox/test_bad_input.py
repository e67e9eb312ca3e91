"""Bad input from outside: a clear message with place and remedy, the documented exit code, and nothing written."""

import array
import fcntl
import gzip
import io
import json
import os
import random
import resource
import select
import signal
import subprocess
import sys
import termios
import time
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from spark_case import SPARK, SparkCase  # noqa: E402

HOUR_MS = 3_600_000
START_MS = 1_704_067_200_000
HEADER = "open_time,open,high,low,close,volume\n"


def bars(count, first=0):
    """Rows of hourly bars whose closes rise and fall, so that averages cross."""
    rows = []
    for index in range(first, first + count):
        price = 100 + (index * 7) % 40
        rows.append(f"{START_MS + index * HOUR_MS},{price},{price + 2},{price - 2},{price + 1},{10 + index % 5}\n")
    return rows


def unread_bytes(pipe):
    """Bytes in the pipe that its reader has not taken yet."""
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


class BadFiles(SparkCase):
    def refuse(self, text, *words, code=3, timeframe="1h", name="bars.csv", flags=()):
        """The file is refused with these words in the error, and nothing is in the data folder afterwards."""
        path = text if isinstance(text, Path) else self.write(name, text)
        done = self.spark(
            "ingest",
            "csv",
            path,
            "--venue",
            "test",
            "--symbol",
            "TEST",
            "--timeframe",
            timeframe,
            "--json",
            *flags,
            code=code,
        )
        error = json.loads(done.out)["error"]
        self.assertEqual(error["exit_code"], code)
        said = f"{error['message']} {error['place']} {error['remedy']}"
        for word in words:
            self.assertIn(word, said)
        self.assertEqual(self.files_below_data(), [])
        return error

    def with_row(self, row, at=5):
        rows = bars(30)
        rows[at] = row
        return HEADER + "".join(rows)

    def test_text_in_a_number_names_file_and_line(self):
        self.refuse(self.with_row(f"{START_MS + 5 * HOUR_MS},100,one,99,100,1\n"), "bars.csv:7", "one")

    def test_numbers_in_other_clothes_are_refused(self):
        for text in ("nan", "inf", "-inf", "1e5", "1E5", "0x10", "1_000", "", " ", "+", "-", ".", "1.2.3", "١٢"):
            self.refuse(self.with_row(f"{START_MS + 5 * HOUR_MS},100,102,99,{text},1\n"), "bars.csv:7")

    def test_zero_and_negative_prices_are_refused(self):
        for price in ("0", "-1", "0.000000001"):
            self.refuse(self.with_row(f"{START_MS + 5 * HOUR_MS},100,102,{price},100,1\n"), "bars.csv:7")

    def test_high_below_low_is_refused(self):
        self.refuse(self.with_row(f"{START_MS + 5 * HOUR_MS},100,98,99,100,1\n"), "bars.csv:7")

    def test_prices_past_int64_are_refused_with_the_range(self):
        self.refuse(self.with_row(f"{START_MS + 5 * HOUR_MS},100,92233720369,99,100,1\n"), "bars.csv:7")

    def test_sixty_digit_decimals_are_rounded_and_counted(self):
        path = self.write("bars.csv", self.with_row(f"{START_MS + 5 * HOUR_MS},100,102.{'1' * 60},99,100,1\n"))
        document = self.ingest(path, "TEST", "1h", venue="test")
        self.assertEqual(document["quality"]["rounded_values"], 1)

    def test_missing_column_and_wrong_column_count(self):
        self.refuse("open_time,open,high,low,close\n" + "".join(bars(5)), "volume")
        self.refuse(self.with_row(f"{START_MS + 5 * HOUR_MS},100,102\n"), "bars.csv:7")
        self.refuse(self.with_row(f"{START_MS + 5 * HOUR_MS},100,102,99,100,1,7,7\n"), "bars.csv:7")

    def test_nul_bytes_and_text_that_is_not_utf8(self):
        self.refuse(self.with_row(f"{START_MS + 5 * HOUR_MS},10\x000,102,99,100,1\n"), "bars.csv:7")
        self.refuse((HEADER + "".join(bars(5))).encode() + b"\xff\xfe\xfd,1,1,1,1,1\n", "bars.csv:7")

    def test_two_candles_of_one_time_are_refused_with_both_places(self):
        text = HEADER + "".join(bars(30)) + f"{START_MS + 29 * HOUR_MS},100,102,99,100.5,1\n"
        self.refuse(text, "bars.csv:32", "31")

    def test_the_same_row_twice_is_dropped_and_counted(self):
        path = self.write("bars.csv", HEADER + "".join(bars(30)) + bars(30)[-1])
        document = self.ingest(path, "TEST", "1h", venue="test")
        self.assertEqual((document["rows"], document["quality"]["duplicates"]), (30, 1))

    def test_descending_times_are_sorted_and_counted(self):
        path = self.write("bars.csv", HEADER + "".join(reversed(bars(30))))
        document = self.ingest(path, "TEST", "1h", venue="test")
        self.assertEqual((document["rows"], document["quality"]["out_of_order"]), (30, 29))
        self.assertEqual(document["first"], "2024-01-01T00:00:00Z")

    def test_empty_files_and_headers_alone(self):
        self.refuse("", "bars.csv")
        self.refuse(HEADER, "bars.csv")
        self.refuse("\n\n\n", "bars.csv")

    def test_a_timeframe_that_is_not_that_of_the_rows(self):
        self.refuse(HEADER + "".join(bars(50)), "1h", timeframe="1m")
        self.refuse(HEADER + "".join(bars(50)), "1h", timeframe="4h")

    def test_an_unknown_timeframe_says_what_is_allowed(self):
        for timeframe in ("1x", "0h", "h", "1.5h", "-1h", "1M", "99999999999h"):
            self.refuse(HEADER + "".join(bars(50)), "timeframe", timeframe=timeframe)

    def test_a_missing_file_is_not_found(self):
        self.refuse(self.folder / "absent.csv", "absent.csv", code=4)

    def test_a_truncated_gzip_and_a_damaged_one(self):
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb") as file:
            file.write((HEADER + "".join(bars(3000))).encode())
        whole = packed.getvalue()
        self.refuse(whole[: len(whole) // 2], "bars.csv.gz", name="bars.csv.gz")
        self.refuse(whole[:-4], "bars.csv.gz", name="bars.csv.gz")
        damaged = bytearray(whole)
        damaged[-6] ^= 1
        self.refuse(bytes(damaged), "bars.csv.gz", name="bars.csv.gz")

    def test_a_gzip_bomb_stops_at_the_limit(self):
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as file:
            file.write(HEADER.encode())
            for _ in range(40):
                file.write(bars(1)[0].encode() * 4000)
        path = self.write("bomb.csv.gz", packed.getvalue())
        done = self.spark(
            "ingest",
            "csv",
            path,
            "--venue",
            "test",
            "--symbol",
            "TEST",
            "--timeframe",
            "1h",
            code=3,
            environment={"SPARK_INGEST_GZIP_OUTPUT_BYTES_MAX": "1048576"},
        )
        self.assertIn("ingest.gzip_output_bytes_max", done.err)
        self.assertEqual(self.files_below_data(), [])

    def test_a_line_without_end_takes_no_memory(self):
        path = self.folder / "long.csv"
        with open(path, "wb") as file:
            file.write(HEADER.encode())
            file.truncate(1 << 30)
        command = [
            SPARK,
            "ingest",
            "csv",
            str(path),
            "--venue",
            "test",
            "--symbol",
            "TEST",
            "--timeframe",
            "1h",
            "--data-dir",
            str(self.data),
        ]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        _, error = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 3, error)
        self.assertIn(b"long.csv:2", error)
        text = HEADER + "".join(bars(3)) + "1" * 200_000 + "\n"
        self.refuse(text, "bars.csv:5", "65536")

    def test_a_pipe_that_gives_the_header_alone_first_loses_no_row(self):
        pipe = self.folder / "pipe.csv"
        os.mkfifo(pipe)
        command = [SPARK, "ingest", "csv", str(pipe), "--venue", "test", "--symbol", "TEST", "--timeframe", "1h"]
        process = subprocess.Popen([*command, "--data-dir", str(self.data), "--json"], stdout=subprocess.PIPE)
        with open(pipe, "wb", buffering=0) as file:
            file.write(HEADER.encode())
            while process.poll() is None and select.select([], [file], [], 0)[1] and unread_bytes(file):
                pass
            file.write("".join(bars(30)).encode())
        out, _ = process.communicate(timeout=60)
        self.assertEqual(json.loads(out)["rows"], 30)

    def test_dirt_with_strict_exits_7_and_says_what(self):
        rows = bars(30)
        del rows[10]
        path = self.write("bars.csv", HEADER + "".join(rows))
        done = self.spark(
            "ingest", "csv", path, "--venue", "test", "--symbol", "TEST", "--timeframe", "1h", "--strict", code=7
        )
        self.assertIn("gaps 1", done.err)


class BadRuns(SparkCase):
    def setUp(self):
        super().setUp()
        path = self.write("bars.csv", HEADER + "".join(bars(200)))
        self.dataset = self.ingest(path, "TEST", "1h", venue="test")["dataset"]
        self.before = self.files_below_data()

    def refuse(self, *arguments, code=3, words=()):
        document = self.spark_json("backtest", "run", *arguments, code=code)
        said = " ".join(str(value) for value in document["error"].values())
        for word in words:
            self.assertIn(word, said)
        self.assertEqual(self.files_below_data(), self.before)

    def test_unknown_names_suggest_the_nearest(self):
        self.refuse("smacross", "--dataset", self.dataset, code=4, words=("smaCross",))
        self.refuse("smaCross", "--dataset", self.dataset, "--set", "fasst=9", code=4, words=("fast",))
        self.refuse("smaCross", "--dataset", "ds_test_TESS_1h", code=4, words=("ds_test_TEST_1h",))
        self.refuse("smaCross", "--dataset", self.dataset + "9", code=4)

    def test_parameters_out_of_range_off_step_and_against_each_other(self):
        for given in (
            "fast=0",
            "fast=100000",
            "fast=9.5",
            "fast=",
            "fast=1e1",
            "fast=nine",
            "sl_pct=-1",
            "sl_pct=100",
            "sl_pct=0.0001",
            "exit_on_cross=perhaps",
            "fast",
            "=9",
        ):
            self.refuse("smaCross", "--dataset", self.dataset, "--set", given)
        self.refuse(
            "smaCross", "--dataset", self.dataset, "--set", "fast=21", "--set", "slow=21", words=("fast", "slow")
        )
        self.refuse("smaCross", "--dataset", self.dataset, "--set", "fast=30", "--set", "slow=21")

    def test_periods_that_hold_nothing_or_too_little(self):
        self.refuse(
            "smaCross", "--dataset", self.dataset, "--from", "2024-02-01", "--to", "2024-01-01", words=("--from",)
        )
        self.refuse("smaCross", "--dataset", self.dataset, "--from", "2030-01-01", words=("2024-01-01",))
        self.refuse("smaCross", "--dataset", self.dataset, "--from", "yesterday", words=("--from",))
        self.refuse("smaCross", "--dataset", self.dataset, "--to", "2024-01-01T10:00:00Z", words=("23",))

    def test_costs_sizes_and_cash_out_of_bounds(self):
        for flags in (
            ("--fee-bps", "-1"),
            ("--fee-bps", "10001"),
            ("--fee-bps", "ten"),
            ("--slippage-bps", "-1"),
            ("--cash", "0"),
            ("--cash", "-5"),
            ("--cash", "1e6"),
            ("--size", "units:0"),
            ("--size", "lots:1"),
            ("--size", "equity:2"),
        ):
            self.refuse("smaCross", "--dataset", self.dataset, *(f"{flags[0]}={flags[1]}",))

    def test_orders_the_cash_does_not_cover_are_reported(self):
        document = self.spark_json(
            "backtest",
            "run",
            "smaCross",
            "--dataset",
            self.dataset,
            "--cash",
            "50",
            "--set",
            "fast=2",
            "--set",
            "slow=5",
        )
        self.assertGreater(document["rejected_orders"]["count"], 0)
        self.assertEqual(document["rejected_orders"]["first"][0]["rule"], "cash")
        self.assertIn("rejected_orders", document["warnings"])

    def test_usage_errors_exit_2_and_suggest(self):
        for arguments, word in (
            (("backtst", "run"), "backtest"),
            (("backtest", "runn"), "run"),
            (("backtest", "run", "smaCross", "--datset", "x"), "dataset"),
            (("backtest", "run"), "STRATEGY"),
        ):
            done = self.spark(*arguments, code=2)
            self.assertIn(word, done.err)
            self.assertEqual(done.out, "")

    def test_a_flipped_bit_stops_every_use_with_exit_7(self):
        path = next(self.data.rglob("v1.spark"))
        whole = path.read_bytes()
        os.chmod(path, 0o644)
        for offset in (0, 9, len(whole) // 3, len(whole) // 2, len(whole) - 1):
            changed = bytearray(whole)
            changed[offset] ^= 0x10
            path.write_bytes(changed)
            self.spark("data", "verify", self.dataset, code=7)
            self.spark("backtest", "run", "smaCross", "--dataset", self.dataset, code=7)
        path.write_bytes(whole[:-100])
        self.spark("data", "verify", self.dataset, code=7)
        path.write_bytes(whole)
        self.spark("data", "verify", self.dataset)

    def test_evidence_that_was_edited_exits_7_with_the_bad_file(self):
        run = self.spark_json("backtest", "run", "smaCross", "--dataset", self.dataset)
        self.spark("evidence", "verify", run["id"])
        trades = next(self.data.rglob("trades.csv"))
        os.chmod(trades, 0o644)
        trades.write_bytes(trades.read_bytes() + b"\n")
        document = self.spark_json("evidence", "verify", run["id"], code=7)
        self.assertIn("trades.csv", str(document["error"]))


class BadMachine(SparkCase):
    def csv(self, count=2000):
        return self.write("bars.csv", HEADER + "".join(bars(count)))

    def command(self, *arguments):
        return [SPARK, *map(str, arguments), "--data-dir", str(self.data)]

    def ingest_command(self, path):
        return self.command("ingest", "csv", path, "--venue", "test", "--symbol", "TEST", "--timeframe", "1h")

    def test_a_full_disk_leaves_nothing(self):
        path = self.csv(20_000)
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))  # noqa: E731
        done = subprocess.run(self.ingest_command(path), capture_output=True, preexec_fn=limit, timeout=60)
        self.assertEqual(done.returncode, 9, done.stderr)
        self.assertEqual(self.files_below_data(), [])
        self.spark("ingest", "csv", path, "--venue", "test", "--symbol", "TEST", "--timeframe", "1h")

    def test_a_read_only_folder_is_denied_with_the_path(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everywhere; store's own tests drop the right")
        self.data.mkdir()
        os.chmod(self.data, 0o555)
        done = self.spark(
            "ingest", "csv", self.csv(), "--venue", "test", "--symbol", "TEST", "--timeframe", "1h", code=5
        )
        self.assertIn(str(self.data), done.err)

    def test_a_data_folder_in_use_is_a_conflict_that_names_it(self):
        path = self.csv()
        self.ingest(path, "TEST", "1h", venue="test")
        lock = self.data / "datasets" / ".lock"
        with open(lock, "r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            other = self.write("other.csv", HEADER + "".join(bars(100)))
            done = self.spark(
                "ingest",
                "csv",
                other,
                "--venue",
                "test",
                "--symbol",
                "OTHER",
                "--timeframe",
                "1h",
                code=10,
                environment={"SPARK_STORE_LOCK_WAIT_MS": "50"},
            )
        self.assertIn(".lock", done.err)
        self.spark("ingest", "csv", other, "--venue", "test", "--symbol", "OTHER", "--timeframe", "1h")

    def kill_somewhere(self, command, span_s, rng):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.random() * span_s)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def test_kill_9_during_ingest_never_leaves_half_a_data_set(self):
        seed = random.randrange(1 << 30)
        rng = random.Random(seed)
        path = self.csv(60_000)
        begun = time.perf_counter()
        self.spark("ingest", "csv", path, "--venue", "warm", "--symbol", "TEST", "--timeframe", "1h")
        span = (time.perf_counter() - begun) * 1.2
        for _ in range(25):
            self.kill_somewhere(self.ingest_command(path), span, rng)
            for entry in self.spark_json("data", "ls")["datasets"]:
                self.assertFalse(entry["damaged"], f"seed {seed}: {entry}")
                self.spark("data", "verify", entry["id"])
        document = self.ingest(path, "TEST", "1h", venue="test")
        self.assertEqual(document["dataset"], "ds_test_TEST_1h@v1", f"seed {seed}")

    def test_kill_9_during_evidence_leaves_only_whole_runs(self):
        seed = random.randrange(1 << 30)
        rng = random.Random(seed)
        dataset = self.ingest(self.csv(), "TEST", "1h", venue="test")["dataset"]
        command = self.command(
            "backtest", "run", "smaCross", "--dataset", dataset, "--set", "fast=2", "--set", "slow=5"
        )
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        span = (time.perf_counter() - begun) * 1.2
        for _ in range(40):
            self.kill_somewhere(command, span, rng)
        listed = self.spark_json("evidence", "ls")["evidence"]
        self.assertGreaterEqual(len(listed), 1)
        for entry in listed:
            self.spark("evidence", "verify", entry["id"])
        subprocess.run(command, check=True, capture_output=True)
        self.assertEqual(len(self.spark_json("evidence", "ls")["evidence"]), len(listed) + 1, f"seed {seed}")


if __name__ == "__main__":
    unittest.main()
