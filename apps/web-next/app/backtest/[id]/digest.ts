/** SHA-256 of bytes as lower-case hexadecimal digits, made by this browser. */
export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Browsers lend WebCrypto only to HTTPS and to the machine itself. */
export const canDigest = (): boolean => typeof crypto !== "undefined" && crypto.subtle !== undefined;

/** No blanks, the members of every object by ascending key (docs/reference/evidence_format.md). */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
    return `{${members.map(([key, one]) => `${JSON.stringify(key)}:${canonicalText(one)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

type Named = { name: string; size_bytes: number; sha256: string };
export type Manifest = {
  document: Named;
  attachments: Named[];
  hash: string;
  nonce: string;
  inputs: {
    data_sets: Array<{ id: string; sha256: string }>;
    strategy_sha256: string;
    binary_sha256: string;
    commit: string;
    compiler: string;
    command: string;
  };
};

export type FileCheck = { name: string; expected: string; found: string; bytes: number; isEqual: boolean };

/** The manifest against its own hash, then each file it names, in its order; told file by file. */
export async function checkFiles(
  manifestText: string,
  readFile: (name: string) => Promise<ArrayBuffer>,
  onFile: (check: FileCheck) => void,
): Promise<boolean> {
  const { hash, ...rest } = JSON.parse(manifestText) as Manifest;
  const own = new TextEncoder().encode(canonicalText(rest));
  const found = await sha256Of(own.buffer as ArrayBuffer);
  let isWhole = found === hash;
  onFile({
    name: "manifest",
    expected: hash,
    found,
    bytes: new TextEncoder().encode(manifestText).length,
    isEqual: isWhole,
  });
  for (const file of [rest.document, ...rest.attachments]) {
    const bytes = await readFile(file.name);
    const digest = await sha256Of(bytes);
    const isEqual = digest === file.sha256 && bytes.byteLength === file.size_bytes;
    isWhole &&= isEqual;
    onFile({ name: file.name, expected: file.sha256, found: digest, bytes: bytes.byteLength, isEqual });
  }
  return isWhole;
}
