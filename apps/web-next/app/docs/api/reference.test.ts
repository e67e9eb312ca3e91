import { describe, expect, it } from "vitest";

import { curlOf, exampleOf, kindOf, matches, operationsOf, type Document } from "./reference";

const document: Document = {
  openapi: "3.1.0",
  info: { title: "Spark", version: "1" },
  paths: {
    "/api/v1/keys": {
      get: {
        operationId: "keys_list",
        summary: "Keys",
        "x-spark-summary-tr": "Anahtarlar",
        tags: ["identity"],
        responses: {},
        "x-spark-right": "somebody",
      },
      post: {
        operationId: "keys_create",
        summary: "Make a key",
        tags: ["identity"],
        responses: { 201: { description: "made" } },
        "x-spark-right": "somebody",
        "x-spark-audited": true,
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/KeyOrder" } } } },
      },
    },
  },
  components: {
    schemas: {
      KeyOrder: {
        type: "object",
        required: ["name", "scopes"],
        properties: {
          name: {
            type: "string",
            minLength: 1,
            maxLength: 64,
          },
          scopes: { type: "array", items: { enum: ["look", "trade"] } },
          note: { type: "string" },
        },
      },
    },
  },
};

describe("the API reference", () => {
  const operations = operationsOf(document);

  it("holds every operation of the document", () => {
    expect(operations.map((one) => `${one.method} ${one.path} ${one.id}`)).toEqual([
      "GET /api/v1/keys keys_list",
      "POST /api/v1/keys keys_create",
    ]);
    expect(operations[0]?.summary.tr).toBe("Anahtarlar");
    expect(operations[1]?.summary.tr).toBe("Make a key");
  });

  it("is searched in both languages, word by word", () => {
    expect(operations.filter((one) => matches(one, "anahtar")).map((one) => one.id)).toEqual(["keys_list"]);
    expect(operations.filter((one) => matches(one, "post key")).map((one) => one.id)).toEqual(["keys_create"]);
    expect(operations.some((one) => matches(one, "orders"))).toBe(false);
  });

  it("says kinds shortly", () => {
    expect(kindOf({ type: "string", minLength: 1, maxLength: 64 })).toBe("string 1…64");
    expect(kindOf({ enum: ["a", 1] })).toBe('"a" | 1');
    expect(kindOf({ type: "array", items: { $ref: "#/x/Key" } })).toBe("Key[]");
    expect(kindOf({ type: ["string", "null"] })).toBe("string | null");
    expect(kindOf({ type: "string", format: "date-time" })).toBe("string (date-time)");
  });

  it("makes an example of what is required, and a line that names no secret", () => {
    expect(exampleOf({ $ref: "#/components/schemas/KeyOrder" }, document.components.schemas)).toEqual({
      name: "…",
      scopes: ["look"],
    });
    expect(curlOf(operations[1] as never, "http://h", document.components.schemas)).toBe(
      `curl -X POST -H "Authorization: Bearer $SPARK_API_KEY" -H 'content-type: application/json' -d '{"name":"…","scopes":["look"]}' 'http://h/api/v1/keys'`,
    );
  });
});
