"""Resampled bars and quality counts against the shared files' own answers (data/MANIFEST.md of the shared data)."""

import csv
import gzip
import sys
import unittest
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from spark_case import SparkCase  # noqa: E402

COLUMNS = ("open_time_ms", "open", "high", "low", "close", "volume")


class Resample(SparkCase):
    def exported(self, dataset):
        out = self.folder / "out.csv"
        self.spark("data", "export", dataset, "--format", "csv", "--out", out)
        with open(out, encoding="utf-8") as file:
            return [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(file)]

    def test_minutes_make_the_published_15m_30m_1h_and_1d_bars_exactly(self):
        path = self.shared("binance", "klines_1m", "BTCUSDT-1m-20250520-20250818.csv.gz")
        dataset = self.ingest(path, "BTCUSDT", "1m")["dataset"]
        for timeframe, buckets in (("15m", 8640), ("30m", 4320), ("1h", 2160), ("1d", 90)):
            answer = self.shared("binance", "resample_check", f"BTCUSDT-{timeframe}-20250520-20250817.csv.gz")
            with gzip.open(answer, "rt") as file:
                theirs = [(row[0], *map(Decimal, row[1:6])) for row in csv.reader(file)]
            made = self.spark_json("data", "resample", dataset, "--to", timeframe)
            mine = [(row[0], *map(Decimal, row[1:])) for row in self.exported(made["dataset"])]
            self.assertEqual(len(theirs), buckets)
            self.assertEqual(mine[:buckets], theirs, timeframe)
            # The minutes end at 18:27, so a day and an hour bucket at the end are not whole, and that is said.
            self.assertEqual(made["quality"]["partial_last"], 1, timeframe)

    def test_klines_go_in_and_come_out_with_every_digit(self):
        path = self.shared("binance", "klines_1h", "DOGEUSDT-1h-2024.csv.gz")
        dataset = self.ingest(path, "DOGEUSDT", "1h")["dataset"]
        with gzip.open(path, "rt") as file:
            theirs = [(row[0], *map(Decimal, row[1:6])) for row in csv.reader(file)]

        mine = self.exported(dataset)

        self.assertEqual([(row[0], *map(Decimal, row[1:])) for row in mine], theirs)
        self.assertFalse([row for row in mine if any("." in cell and cell.endswith("0") for cell in row)])


class Quality(SparkCase):
    def expect(self, parts, symbol, timeframe, rows, venue="binance", flags=(), **counts):
        path = self.shared(*parts)
        document = self.ingest(path, symbol, timeframe, *flags, venue=venue)
        self.assertEqual(document["rows"], rows, parts)
        for field, value in counts.items():
            self.assertEqual(document["quality"][field], value, (parts, field, document["quality"]))
        return document

    def test_the_halt_of_2023_is_counted_in_hours_and_minutes(self):
        for symbol in ("BTCUSDT", "ETHUSDT"):
            self.expect(
                ("binance", "klines_1h", f"{symbol}-1h-20220101-20241231.csv.gz"),
                symbol,
                "1h",
                26303,
                gaps=1,
                missing=1,
                zero_volume=1,
                truncated_close=1,
                duplicates=0,
                out_of_order=0,
                ohlc_violations=0,
                rounded_values=0,
                forming_last=False,
                clock_unit="ms",
            )
        self.expect(
            ("binance", "klines_1m", "ETHUSDT-1m-20230316-20230501-outage.csv.gz"),
            "ETHUSDT",
            "1m",
            66087,
            gaps=1,
            missing=80,
            zero_volume=72,
            zero_volume_runs=1,
        )

    def test_eighteen_outages_of_the_two_hour_history(self):
        self.expect(
            ("binance", "klines_2h", "BTCUSDT-2h-20170817-20211231.csv.gz"),
            "BTCUSDT",
            "2h",
            19121,
            gaps=18,
            missing=53,
            zero_volume=1,
            forming_last=False,
        )

    def test_years_without_a_fault_are_clean(self):
        for symbol in ("ADA", "AVAX", "BNB", "DOGE", "DOT", "LINK", "SOL", "XRP"):
            self.expect(
                ("binance", "klines_1h", f"{symbol}USDT-1h-2024.csv.gz"), f"{symbol}USDT", "1h", 8784, clean=True
            )
        self.expect(
            ("binance", "klines_1m", "BTCUSDT-1m-20250520-20250818.csv.gz"),
            "BTCUSDT",
            "1m",
            130708,
            gaps=0,
            zero_volume=0,
            forming_last=False,
        )

    def test_milliseconds_and_microseconds_in_one_call_come_to_one_scale(self):
        paths = [
            self.shared("binance", "vision_monthly", f"BTCUSDT-1h-{month}.csv")
            for month in ("2025-02", "2024-12", "2025-01")
        ]
        document = self.spark_json(
            "ingest", "csv", *paths, "--venue", "binance", "--symbol", "BTCUSDT", "--timeframe", "1h"
        )
        self.assertEqual(
            (document["rows"], document["quality"]["clock_unit"], document["quality"]["gaps"]), (2160, "mixed", 0)
        )
        self.assertEqual((document["first"], document["last"]), ("2024-12-01T00:00:00Z", "2025-02-28T23:00:00Z"))
        single = self.ingest(paths[2], "BTCUSDT", "1h", venue="alone")
        self.assertEqual(single["quality"]["clock_unit"], "us")

    def test_a_bar_that_was_still_forming_is_told_from_its_final_twin(self):
        self.expect(
            ("binance", "bad_specimens", "BTCUSDT-1d-incomplete-last-bar.csv"), "BTCUSDT", "1d", 40, forming_last=True
        )
        self.expect(
            ("binance", "bad_specimens", "BTCUSDT-1d-same-window-final.csv"), "BTCUSDT", "1d", 40, forming_last=False
        )

    def test_bist_files_of_yahoo_and_investing(self):
        thyao = self.expect(
            ("bist", "yahoo_daily", "THYAO.csv"),
            "THYAO",
            "1d",
            1253,
            venue="bist",
            zero_volume=3,
            ohlc_violations=0,
            holiday_ghosts=3,
            clock_unit="date",
        )
        self.assertGreater(thyao["quality"]["rounded_values"], 4000)
        self.expect(
            ("bist", "yahoo_daily", "BIOEN.csv"), "BIOEN", "1d", 1254, venue="bist", zero_volume=5, ohlc_violations=1
        )
        self.expect(("bist", "yahoo_daily", "SASA.csv"), "SASA", "1d", 1254, venue="bist", zero_volume=123)
        self.expect(
            ("bist", "investing_tr", "THYAO.csv"), "THYAOTR", "1d", 1287, venue="bist", out_of_order=0, duplicates=0
        )


if __name__ == "__main__":
    unittest.main()
