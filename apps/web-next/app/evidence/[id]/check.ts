import { fetchRaw } from "@/lib/api";
import { sha256Hex } from "@/lib/audit-chain";

export type FileEntry = { name: string; size_bytes: number; sha256: string };
/** `equal`, or what is wrong with the bytes that came. */
export type FileCheck =
  | { state: "equal"; found: string }
  | { state: "altered"; found: string; size: number }
  | { state: "missing" }
  | { state: "unread"; reason: string };

/** SHA-256 and size of a file's bytes against what the manifest says. */
export async function checkBytes(
  bytes: ArrayBuffer,
  entry: Pick<FileEntry, "sha256"> & {
    size_bytes?: number;
  },
): Promise<FileCheck> {
  const found = await sha256Hex(bytes);
  const isSize = entry.size_bytes === undefined || entry.size_bytes === bytes.byteLength;
  return found === entry.sha256 && isSize
    ? { state: "equal", found }
    : { state: "altered", found, size: bytes.byteLength };
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** No blanks, the members of every object by ascending key: what a manifest's own hash is made over. Integers only. */
export function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key] as Json)}`);
  return `{${members.join(",")}}`;
}

/** The manifest's `hash` made anew over the rest of it. */
export async function manifestHash(text: string): Promise<{ said: string; made: string }> {
  const { hash, ...rest } = JSON.parse(text) as { hash: string } & { [name: string]: Json };
  return { said: hash, made: await sha256Hex(new TextEncoder().encode(canonicalText(rest))) };
}

export type Manifest = {
  schema: string;
  kind: string;
  id: string;
  nonce: string;
  created_at: string;
  hash: string;
  document: FileEntry;
  attachments: FileEntry[];
  inputs: {
    data_sets: Array<{ id: string; sha256: string }>;
    strategy_sha256: string;
    binary_sha256: string;
    commit: string;
    compiler: string;
    command: string;
  };
};

export const fileUrl = "/api/v1/evidence/{id}/files/{name}";

export async function fetchFile(id: string, name: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  return (await fetchRaw("GET", fileUrl, { path: { id, name }, headers: { accept: "*/*" }, signal })).arrayBuffer();
}

export async function fetchManifest(id: string, signal?: AbortSignal): Promise<ArrayBuffer> {
  return (await fetchRaw("GET", "/api/v1/evidence/{id}/manifest", { path: { id }, signal })).arrayBuffer();
}

/** The first rows of a CSV file, quotes taken away. */
export function csvHead(text: string, rowsMax: number): { header: string[]; rows: string[][]; count: number } {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const cells = (line: string): string[] => {
    const found: string[] = [];
    let cell = "";
    let isQuoted = false;
    for (let at = 0; at < line.length; ++at) {
      const letter = line[at] as string;
      if (isQuoted && letter === '"' && line[at + 1] === '"') cell += line[++at];
      else if (letter === '"') isQuoted = !isQuoted;
      else if (letter === "," && !isQuoted) {
        found.push(cell);
        cell = "";
      } else cell += letter;
    }
    return [...found, cell];
  };
  return {
    header: cells(lines[0] ?? ""),
    rows: lines.slice(1, rowsMax + 1).map(cells),
    count: Math.max(0, lines.length - 1),
  };
}
