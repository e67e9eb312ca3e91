/** One server-sent event, as far as the stream uses the standard. */
export type Frame = { id: string; event: string; data: string };

/** Cuts the bytes of `text/event-stream` into events (HTML standard, "Server-sent events"). Comments count as life. */
export class FrameReader {
  private rest = "";
  private frame: Frame = { id: "", event: "", data: "" };

  constructor(
    private readonly onFrame: (frame: Frame) => void,
    private readonly onRetry: (ms: number) => void = () => undefined,
  ) {}

  push(text: string): void {
    this.rest += text;
    let begin = 0;
    for (;;) {
      const end = this.rest.indexOf("\n", begin);
      if (end < 0) break;
      this.line(this.rest.slice(begin, this.rest[end - 1] === "\r" ? end - 1 : end));
      begin = end + 1;
    }
    this.rest = this.rest.slice(begin);
  }

  private line(line: string): void {
    if (line === "") {
      if (this.frame.data !== "") this.onFrame(this.frame);
      this.frame = { id: this.frame.id, event: "", data: "" };
      return;
    }
    if (line.startsWith(":")) return;
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
    if (field === "data") this.frame.data = this.frame.data === "" ? value : `${this.frame.data}\n${value}`;
    else if (field === "event") this.frame.event = value;
    else if (field === "id") this.frame.id = value;
    else if (field === "retry" && /^\d+$/.test(value)) this.onRetry(Number(value));
  }
}
