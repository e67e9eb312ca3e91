"""Strategy documents from outside: the verbs, bad input with its place, one identity for both syntaxes, the schema."""

import json
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from spark_case import ROOT, SparkCase  # noqa: E402

BUILT_INS = ["bollinger", "buyHold", "dca", "donchian", "emaCross", "macd", "momentum", "rsi", "smaCross", "supertrend",
             "volatilityBreakout", "zscore"]  # fmt: skip
RULE = 'name = "mine"\nversion = 1\n[long]\nenter = "{}"\n'


def type_fits(value, name):
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool}
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, kinds[name])


def violations(value, schema, root, path="$"):
    """The part of JSON Schema that ours uses: $ref, type, enum, const, required, properties, additionalProperties,
    items, anyOf."""
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return violations(value, target, root, path)
    found = []
    if "anyOf" in schema and all(violations(value, option, root, path) for option in schema["anyOf"]):
        found.append(f"{path}: fits no option")
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(type_fits(value, name) for name in names):
        return [f"{path}: is no {names}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{path}: {value} is not among {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        found.append(f"{path}: {value} is not {schema['const']}")
    if isinstance(value, dict):
        found += [f"{path}: no {name}" for name in schema.get("required", []) if name not in value]
        for name, inner in value.items():
            rule = schema.get("properties", {}).get(name, schema.get("additionalProperties", True))
            if rule is False:
                found.append(f"{path}: {name} is unknown")
            elif isinstance(rule, dict):
                found += violations(inner, rule, root, f"{path}.{name}")
    if isinstance(value, list) and "items" in schema:
        for item in value:
            found += violations(item, schema["items"], root, f"{path}[]")
    return found


class Documents(SparkCase):
    def synth(self, bars=200):
        self.spark("data", "synth", "--symbol", "TEST", "--timeframe", "1h", "--bars", bars, "--seed", 7)
        return self.spark_json("data", "ls")["datasets"][0]["id"]

    def refuse(self, text, place, *words, name="bad.toml", code=3):
        path = self.write(name, text)
        error = self.spark_json("strategy", "validate", path, code=code)["error"]
        self.assertEqual(error["place"], f"{path}{place}", error)
        for word in words:
            self.assertIn(word, f"{error['message']} {error['remedy']}")

    def test_every_built_in_runs_and_passes_its_checks(self):
        dataset = self.synth(3000)
        for name in BUILT_INS:
            document = self.spark_json("backtest", "run", name, "--dataset", dataset)
            self.assertEqual(document["strategy"]["name"], name)
            self.assertTrue(document["checks"]["look_ahead"]["passed"], name)

    def test_a_document_in_either_syntax_gives_one_identity_and_one_result(self):
        dataset = self.synth(2000)
        toml = self.write("copy.toml", self.spark("strategy", "show", "rsi").out)
        text = self.write("copy.json", self.spark("strategy", "show", "rsi", "--format", "json").out)
        runs = [self.spark_json("backtest", "run", each, "--dataset", dataset) for each in ("rsi", toml, text)]
        self.assertEqual(len({run["strategy"]["sha256"] for run in runs}), 1)
        self.assertEqual(len({run["result_hash"] for run in runs}), 1)
        listed = {row["name"]: row["sha256"] for row in self.spark_json("strategy", "ls")["strategies"]}
        self.assertEqual(listed["rsi"], runs[0]["strategy"]["sha256"])

    def test_new_validate_and_run_by_name(self):
        made = self.spark_json("strategy", "new", "myCross")
        self.assertTrue(self.spark_json("strategy", "validate", made["path"])["valid"])
        again = self.spark_json("strategy", "new", "myCross", code=10)
        self.assertEqual(again["error"]["fault"], "conflict")
        copy = self.spark_json("strategy", "new", "myRsi", "--from", "rsi")
        differing = self.spark_json("strategy", "diff", "rsi", copy["path"])
        self.assertEqual([row["field"] for row in differing["differences"]], ["name"])
        self.assertFalse(differing["same_behaviour"])
        self.assertIn("myCross", [row["name"] for row in self.spark_json("strategy", "ls")["strategies"]])
        self.assertIn("myCross", self.spark("__complete", "strategy", "my").out)
        document = self.spark_json("backtest", "run", "myCross", "--dataset", self.synth(), "--set", "fast=4")
        self.assertEqual(document["params"]["fast"], 4)
        self.assertIn("did you mean 'myCross'", self.spark("strategy", "show", "myCros", code=4).err)

    def test_two_documents_of_one_name_are_a_conflict_that_names_both(self):
        folder = self.data / "strategies"
        folder.mkdir(parents=True)
        for name in ("a.toml", "b.toml"):
            (folder / name).write_text(RULE.format("true"))
        error = self.spark_json("strategy", "ls", code=10)["error"]
        self.assertIn("a.toml", error["message"])
        self.assertIn("b.toml", error["message"])
        (folder / "b.toml").write_text(RULE.format("true").replace("mine", "rsi"))
        self.assertIn("b.toml", self.spark_json("strategy", "ls", code=10)["error"]["message"])

    def test_explain_speaks_both_languages(self):
        told = self.spark_json("strategy", "explain", "smaCross", "--set", "fast=5")
        self.assertIn("the 5-bar simple average of close crosses over", told["en"][0])
        self.assertIn("5 barlık basit ortalaması", told["tr"][0])
        self.assertIn("kapanış", self.spark("strategy", "explain", "smaCross", "--lang", "tr").out)
        self.spark("strategy", "explain", "smaCross", "--set", "fast=30", code=3)

    def test_bad_documents_are_refused_with_line_and_column(self):
        self.refuse(RULE.format("ta.smaa(close, 3) > 1"), ":4:10", "ta.sma")
        self.refuse(RULE.format("close + volume > 1"), ":4:18", "price")
        self.refuse(RULE.format("close[-1] > 1"), ":4:16", "look ahead")
        self.refuse(RULE.format("close[1e9] > 1"), ":4:16", "history")
        self.refuse(RULE.format("true") + "[stops]\n", ":5:2", "stop")
        self.refuse('name = "mine"\nversion = "one"\n', ":2:11", "whole number")
        self.refuse(RULE.format("a") + '[let]\na = "b"\nb = "a"\n', ":6:6", "a → b → a")
        self.refuse(RULE.format("true") + '[let]\nclose = "open"\n', ":6:1", "keeps")
        self.refuse('{"name": "mine",\n "version": 1, "version": 2}', ":2:16", "twice", name="bad.json")
        self.refuse('{"name": "mine", "version": 1,\n "long": {"enter": "opem > 1"}}', ":2:21", "open", name="bad.json")
        self.refuse("x" * 10_000_000, "", "1048576")
        self.refuse(RULE.format("(" * 5000), ":4:138", "128")
        many = "".join(f'p{index} = {{ type = "bool", default = true }}\n' for index in range(10_000))
        self.refuse(RULE.format("true") + "[parameters]\n" + many, ":262:1", "256")
        self.spark("strategy", "validate", self.folder / "absent.toml", code=4)

    def test_bad_values_and_too_little_data(self):
        path = self.write("mine.toml", RULE.format("close > close[500]"))
        dataset = self.synth(100)
        for strategy in (path, "smaCross"):
            flags = ("--to", "2020-01-01T01:00:00Z") if strategy == "smaCross" else ()
            self.spark("backtest", "run", strategy, "--dataset", dataset, *flags, code=3)
        error = self.spark_json("backtest", "run", "rsi", "--dataset", dataset, "--set", "low=80", code=3)["error"]
        self.assertIn("low 80", error["message"])
        self.spark("backtest", "run", "rsi", "--dataset", dataset, "--set", "length=1", code=3)
        self.spark("backtest", "run", "rsi", "--dataset", dataset, "--set", "low=30.05", code=3)
        longer = self.write("tf.toml", RULE.format('tf(\\"1m\\", close) > 1'))
        self.assertIn("tf.toml", self.spark("backtest", "run", longer, "--dataset", dataset, code=3).err)

    def test_every_built_in_fits_the_schema_and_bad_ones_do_not(self):
        schema = json.loads((ROOT / "docs/reference/strategy_document.schema.json").read_text(encoding="utf-8"))
        for name in BUILT_INS:
            for form in ("json", "canonical"):
                document = json.loads(self.spark("strategy", "show", name, "--format", form).out)
                self.assertEqual(violations(document, schema, schema), [], name)
        good = {"name": "a", "version": 1, "long": {"enter": "true"}}
        self.assertEqual(violations(good, schema, schema), [])
        for bad in ({**good, "stops": {}}, {"name": "a", "version": 1}, {**good, "version": "1"},
                    {**good, "long": {"exit": "true"}}, {**good, "entry": {"type": "later"}}):  # fmt: skip
            self.assertNotEqual(violations(bad, schema, schema), [], bad)


if __name__ == "__main__":
    unittest.main()
