/** What /openapi.json of this server holds, as far as the page shows it. */

export type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
  description?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: boolean | Schema;
};
export type Parameter = { name: string; in: string; required?: boolean; schema?: Schema; description?: string };
type Content = Record<string, { schema?: Schema }>;
export type RawOperation = {
  operationId: string;
  summary: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
  "x-spark-summary-tr"?: string;
  "x-spark-right"?: string;
  "x-spark-rate"?: string;
  "x-spark-audited"?: boolean;
  "x-spark-example"?: string;
};
export type Document = {
  openapi: string;
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema> };
};

export type Operation = {
  id: string;
  method: string;
  path: string;
  group: string;
  summary: { en: string; tr: string };
  right: string;
  rate: string;
  isAudited: boolean;
  parameters: Parameter[];
  body: Content | null;
  answers: Array<{ status: string; description: string; content: Content }>;
  example: string | null;
};

const methods = ["get", "post", "put", "patch", "delete"];

export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod)
      .filter(([method]) => methods.includes(method))
      .map(([method, raw]): Operation => ({
        id: raw.operationId,
        method: method.toLocaleUpperCase("en"),
        path,
        group: raw.tags?.[0] ?? "other",
        summary: { en: raw.summary, tr: raw["x-spark-summary-tr"] ?? raw.summary },
        right: raw["x-spark-right"] ?? "",
        rate: raw["x-spark-rate"] ?? "",
        isAudited: raw["x-spark-audited"] ?? false,
        parameters: raw.parameters ?? [],
        body: raw.requestBody?.content ?? null,
        example: raw["x-spark-example"] ?? null,
        answers: Object.entries(raw.responses).map(([status, answer]) => ({
          status,
          description: answer.description,
          content: answer.content ?? {},
        })),
      })),
  );
}

export function matches(operation: Operation, wanted: string): boolean {
  const text =
    `${operation.id} ${operation.method} ${operation.path} ${operation.summary.en} ${operation.summary.tr} ${operation.right}`.toLocaleLowerCase(
      "en",
    );
  return wanted
    .toLocaleLowerCase("en")
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export const nameOf = (schema: Schema): string | null => schema.$ref?.split("/").at(-1) ?? null;

/** What a value may be, in a few words: `text ≤ 64`, `integer 1…200`, `"a" | "b"`. */
export function kindOf(schema: Schema): string {
  const name = nameOf(schema);
  if (name !== null) return name;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  const several = schema.anyOf ?? schema.oneOf;
  if (several !== undefined) return several.map(kindOf).join(" | ");
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : (schema.type ?? "any");
  if (type === "array") return `${kindOf(schema.items ?? {})}[]`;
  const span = (least?: number, most?: number) =>
    least === undefined && most === undefined
      ? ""
      : least === undefined
        ? ` ≤ ${most}`
        : most === undefined
          ? ` ≥ ${least}`
          : ` ${least}…${most}`;
  return `${type}${schema.format === undefined ? "" : ` (${schema.format})`}${span(
    schema.minimum ?? schema.minLength,
    schema.maximum ?? schema.maxLength,
  )}`;
}

/** A value of the schema's form, for the example's body: required members only. */
export function exampleOf(schema: Schema, schemas: Record<string, Schema>, depth = 0): unknown {
  const name = nameOf(schema);
  if (name !== null) return depth > 4 ? {} : exampleOf(schemas[name] ?? {}, schemas, depth + 1);
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  const first = (schema.anyOf ?? schema.oneOf)?.[0];
  if (first !== undefined) return exampleOf(first, schemas, depth + 1);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object")
    return Object.fromEntries(
      (schema.required ?? []).map((key) => [key, exampleOf(schema.properties?.[key] ?? {}, schemas, depth + 1)]),
    );
  if (type === "array") return [exampleOf(schema.items ?? {}, schemas, depth + 1)];
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "boolean") return true;
  return schema.format === "date-time" ? "2026-01-01T00:00:00Z" : type === "string" ? "…" : null;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The call as a line for a shell; the key comes from a variable. */
export function curlOf(operation: Operation, origin: string, schemas: Record<string, Schema>): string {
  const parts = ["curl"];
  if (operation.method !== "GET") parts.push("-X", operation.method);
  if (!["", "anybody"].includes(operation.right)) parts.push("-H", '"Authorization: Bearer $SPARK_API_KEY"');
  const json = operation.body?.["application/json"]?.schema;
  if (json !== undefined)
    parts.push("-H", quoted("content-type: application/json"), "-d", quoted(JSON.stringify(exampleOf(json, schemas))));
  else if (operation.body !== null) parts.push("--data-binary", "@FILE");
  parts.push(quoted(origin + operation.path));
  return parts.join(" ");
}
