/**
 * The chain of the audit log, recomputed where the reader sits (docs/reference/audit.md, "A record"). Works on the very bytes
 * of the API's answer: a number or a text that was parsed and written again could differ from what was hashed.
 */

export const noHash = "0".repeat(64);

/** Why a record is the first that is wrong. */
export type ChainFault = "form" | "hash" | "previous" | "sequence" | "head" | "kept";
export type FirstBad = { sequence: number | null; what: ChainFault; expected: string; found: string };
export type ChainHead = { sequence: number; hash: string };

/** The exact text of each row of `{"data":[…]}`. Throws SyntaxError where it is no such answer. */
export function rowTexts(body: string): string[] {
  const begin = /^\s*\{\s*"data"\s*:\s*\[/.exec(body);
  if (begin === null) throw new SyntaxError("the answer does not begin with its rows");
  const rows: string[] = [];
  let depth = 0;
  let start = 0;
  let isText = false;
  for (let at = begin[0].length; at < body.length; ++at) {
    const letter = body[at];
    if (isText) {
      if (letter === "\\") ++at;
      else if (letter === '"') isText = false;
    } else if (letter === '"') isText = true;
    else if (letter === "{" || letter === "[") {
      if (depth === 0) start = at;
      ++depth;
    } else if (letter === "}" || (letter === "]" && depth > 0)) {
      --depth;
      if (depth === 0) rows.push(body.slice(start, at + 1));
    } else if (letter === "]") return rows;
  }
  throw new SyntaxError("the answer ends within its rows");
}

export type ChainRecord = {
  sequence: number;
  hash: string;
  previous: string;
  /** The line of the log's file, without its line feed. */
  line: string;
};

const beginning = /^\{"hash":"([0-9a-f]{64})","previous":"([0-9a-f]{64})","sequence":(\d+),"time":"([^"\\]+)",/;

/** The file's line of one row of the API: the same bytes but for `time`, which the file has as `time_ms`. Null: no such form. */
export function recordOf(row: string): ChainRecord | null {
  const found = beginning.exec(row);
  if (found === null) return null;
  const [whole, hash, previous, sequence, time] = found as unknown as [string, string, string, string, string];
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) return null;
  const line = `{"hash":"${hash}","previous":"${previous}","sequence":${sequence},"time_ms":${ms},${row.slice(whole.length)}`;
  return { sequence: Number(sequence), hash, previous, line };
}

export async function sha256Hex(bytes: BufferSource): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** SHA-256 over the line's bytes without its member `hash`: `{` and everything from `"previous"` on. */
export function hashOfLine(line: string): Promise<string> {
  const rest = line.slice(`{"hash":"${noHash}",`.length);
  return sha256Hex(new TextEncoder().encode(`{${rest}`));
}

/** Walks the chain from its head to its beginning, page by page as the API gives it. */
export class ChainWalk {
  /** Records whose hash was made anew and was right. */
  checked = 0;
  firstBad: FirstBad | null = null;
  /** What the next record, the one before, has to be called. */
  private next: ChainHead;
  private readonly kept: ChainHead | null;
  isKeptFound = false;

  /** `kept`: a head this reader saw earlier and that must still be in the chain. */
  constructor(
    readonly head: ChainHead,
    kept: ChainHead | null = null,
  ) {
    this.next = head;
    this.kept = kept;
    if (kept !== null && kept.sequence > head.sequence)
      this.firstBad = { sequence: head.sequence + 1, what: "kept", expected: kept.hash, found: "" };
  }

  /** The lowest sequence that was checked; above the head's while nothing was. */
  get lowest(): number {
    return this.next.sequence + 1;
  }

  /** Nothing is left before: the first record points to 64 zeros. */
  get isComplete(): boolean {
    return this.next.sequence === 0 && this.next.hash === noHash;
  }

  /** Rows newest first, following on those before. Stops at the first wrong one. */
  async take(rows: readonly string[]): Promise<void> {
    for (const row of rows) {
      if (this.firstBad !== null) return;
      const record = recordOf(row);
      if (record === null) return this.fail(null, "form", "", row.slice(0, 80));
      if (record.sequence > this.head.sequence) continue;
      if (record.sequence !== this.next.sequence)
        return this.fail(this.next.sequence, "sequence", String(this.next.sequence), String(record.sequence));
      const made = await hashOfLine(record.line);
      if (made !== record.hash) return this.fail(record.sequence, "hash", record.hash, made);
      // The record after says which hash stands here: another one means that this or that was put in later.
      if (record.hash !== this.next.hash)
        return this.fail(
          record.sequence,
          record.sequence === this.head.sequence ? "head" : "previous",
          this.next.hash,
          record.hash,
        );
      if (this.kept?.sequence === record.sequence) {
        if (this.kept.hash !== record.hash) return this.fail(record.sequence, "kept", this.kept.hash, record.hash);
        this.isKeptFound = true;
      }
      ++this.checked;
      this.next = { sequence: record.sequence - 1, hash: record.previous };
      if (this.next.sequence === 0 && record.previous !== noHash)
        return this.fail(1, "previous", noHash, record.previous);
    }
  }

  private fail(sequence: number | null, what: ChainFault, expected: string, found: string): void {
    this.firstBad = { sequence, what, expected, found };
  }
}

/** Records alone, where those between are not shown: each hash, no links. */
export async function checkRecords(rows: readonly string[]): Promise<{ checked: number; firstBad: FirstBad | null }> {
  let checked = 0;
  for (const row of rows) {
    const record = recordOf(row);
    if (record === null)
      return { checked, firstBad: { sequence: null, what: "form", expected: "", found: row.slice(0, 80) } };
    const made = await hashOfLine(record.line);
    if (made !== record.hash)
      return { checked, firstBad: { sequence: record.sequence, what: "hash", expected: record.hash, found: made } };
    ++checked;
  }
  return { checked, firstBad: null };
}
