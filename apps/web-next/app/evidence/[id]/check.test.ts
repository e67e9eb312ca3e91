// @vitest-environment node
import { createHash } from "node:crypto";

import { describe, expect, it } from "vitest";

import { canonicalText, checkBytes, csvHead, manifestHash } from "./check";

// A manifest as `spark serve` 0.1.0 wrote it on 2026-11-21, byte for byte.
const manifest = `{
  "schema": "spark.manifest/1",
  "kind": "backtest",
  "id": "bt_01M7YRA5G1QHPWCMPP7354B601",
  "nonce": "20261121095200-692208",
  "created_at": "2026-11-21T09:52:00.037409108Z",
  "document": {
    "name": "bt_01M7YRA5G1QHPWCMPP7354B601.json",
    "size_bytes": 15001,
    "sha256": "79b09b579cca03aff6ed8b07a5a2a3325e986c3f31419e5580c24ee15c2deafd"
  },
  "attachments": [
    {
      "name": "equity_daily.csv",
      "size_bytes": 22784,
      "sha256": "2c81fc6eeea2cfbf904098e1a94319ca3d53411c836f885e8a77fe6af35281ee"
    },
    {
      "name": "strategy.txt",
      "size_bytes": 988,
      "sha256": "642ab0dfae18df66f671718b514bc5d8141bd666ca818720e30e8807f5e16ddb"
    },
    {
      "name": "trades.csv",
      "size_bytes": 48567,
      "sha256": "d8d36141a8f9d38dfa2fd67f0e9c24b33f30e22fb0151b03021d8d4e897e98cf"
    }
  ],
  "inputs": {
    "data_sets": [
      {
        "id": "ds_synth_BTCUSDT_1h@v1",
        "sha256": "533d64f07295e9778ba481c3366101a00fc40fe0f20e772abac8851fe8dd5a0c"
      }
    ],
    "strategy_sha256": "642ab0dfae18df66f671718b514bc5d8141bd666ca818720e30e8807f5e16ddb",
    "binary_sha256": "f587e8d932328c8bdf5d4d0e659fd27b0aee13e99f207693486944f6cfa42874",
    "commit": "a0fdee338a9975f976cbe183d1902fb3822975a3-dirty",
    "compiler": "Clang 19.1.7",
    "command": "spark backtest run smaCross --dataset ds_synth_BTCUSDT_1h --set fast=9 --set slow=21"
  },
  "hash": "54ef216e19d914606dc225aed3982fd4293c46b1417dcdb37f9be81c4014f5c3"
}
`;
const manifestSha256 = "34e7a034e15592cc269982a41717d38fbd276e9643e669a6c6ad95b589e2e6e0";
const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;

describe("evidence in the reader's browser", () => {
  it("makes a genuine manifest's hash and SHA-256 anew", async () => {
    const { said, made } = await manifestHash(manifest);

    expect(made).toBe(said);
    expect(await checkBytes(bytes(manifest), { sha256: manifestSha256, size_bytes: 1485 })).toEqual({
      state: "equal",
      found: manifestSha256,
    });
  });

  it("finds one changed letter", async () => {
    const changed = manifest.replace("fast=9", "fast=8");

    expect((await manifestHash(changed)).made).not.toBe((await manifestHash(changed)).said);
    expect((await checkBytes(bytes(changed), { sha256: manifestSha256 })).state).toBe("altered");
  });

  it("finds a file of another size, whatever its digest", async () => {
    const sha256 = createHash("sha256").update("abc").digest("hex");

    expect((await checkBytes(bytes("abc"), { sha256, size_bytes: 3 })).state).toBe("equal");
    expect(await checkBytes(bytes("abc"), { sha256, size_bytes: 4 })).toEqual({
      state: "altered",
      found: sha256,
      size: 3,
    });
  });

  it("writes canonical text with sorted members and no blanks", () => {
    expect(canonicalText({ b: [1, { d: null, c: "ş\n" }], a: true })).toBe('{"a":true,"b":[1,{"c":"ş\\n","d":null}]}');
  });

  it("reads the head of a CSV file", () => {
    expect(csvHead('a,b\n1,"x, ""y"""\n2,z\n3,w\n', 2)).toEqual({
      header: ["a", "b"],
      rows: [
        ["1", 'x, "y"'],
        ["2", "z"],
      ],
      count: 3,
    });
    expect(csvHead("", 5)).toEqual({ header: [""], rows: [], count: 0 });
  });
});
