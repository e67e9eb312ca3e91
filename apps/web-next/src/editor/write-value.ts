import { Written, isTable, type Plain } from "@/editor/tree";

const escapes: Record<string, string> = {
  '"': '\\"',
  "\\": "\\\\",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
};
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const quoted = (text: string): string =>
  `"${text.replace(/["\\\u0000-\u001f\u007f]/g, (one) => escapes[one] ?? `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;

/** Without escapes where TOML allows it, so that the server can tell the very place of a fault inside an expression. */
function tomlText(text: string): string {
  if (!/["\\\n\r\t]/.test(text) && !controls.test(text)) return `"${text}"`;
  if (!/['\n\r]/.test(text) && !controls.test(text)) return `'${text}'`;
  const isLong =
    text.includes("\n") && !/[\r\\]/.test(text) && !text.includes('"""') && !text.endsWith('"') && !controls.test(text);
  return isLong ? `"""\n${text}"""` : quoted(text);
}

export const tomlKey = (name: string): string => (/^[A-Za-z0-9_-]+$/.test(name) ? name : quoted(name));

export function tomlValue(value: Plain): string {
  if (typeof value === "string") return tomlText(value);
  if (typeof value === "boolean") return String(value);
  if (value instanceof Written) return value.number;
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(", ")}]`;
  const parts = Object.entries(value).map(([name, one]) => `${tomlKey(name)} = ${tomlValue(one)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

/** A table under its own header, tables in it under theirs. */
export function tomlSection(path: readonly string[], table: { [name: string]: Plain }): string {
  const leaves = Object.entries(table).filter(([, one]) => !isTable(one));
  const inner = Object.entries(table).filter((pair): pair is [string, { [name: string]: Plain }] => isTable(pair[1]));
  const own = leaves.map(([name, one]) => `${tomlKey(name)} = ${tomlValue(one)}\n`).join("");
  const head = leaves.length > 0 || inner.length === 0 ? `[${path.map(tomlKey).join(".")}]\n${own}` : "";
  return [head, ...inner.map(([name, one]) => tomlSection([...path, name], one))]
    .filter((part) => part !== "")
    .join("\n");
}

export function jsonValue(value: Plain, indent: string): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "boolean") return String(value);
  if (value instanceof Written) return value.number.replace(/_/g, "").replace(/^\+/, "");
  const deeper = `${indent}  `;
  if (Array.isArray(value)) return `[${value.map((one) => jsonValue(one, deeper)).join(", ")}]`;
  const parts = Object.entries(value).map(
    ([name, one]) => `${deeper}${JSON.stringify(name)}: ${jsonValue(one, deeper)}`,
  );
  return parts.length === 0 ? "{}" : `{\n${parts.join(",\n")}\n${indent}}`;
}
