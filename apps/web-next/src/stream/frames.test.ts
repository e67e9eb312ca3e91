import { expect, it } from "vitest";

import { FrameReader, type Frame } from "@/stream/frames";

const text =
  ': hb\n\nid: 7.1\nevent: batch\ndata: {"u":[]}\n\nretry: 2000\n\nid: 7.2\r\ndata: one\r\ndata:two\r\n\r\ndata: three\n\n';
const wanted: Frame[] = [
  { id: "7.1", event: "batch", data: '{"u":[]}' },
  { id: "7.2", event: "", data: "one\ntwo" },
  { id: "7.2", event: "", data: "three" },
];

it("reads the same events however the bytes are cut", () => {
  for (let size = 1; size <= text.length; ++size) {
    const frames: Frame[] = [];
    const retries: number[] = [];
    const reader = new FrameReader(
      (frame) => frames.push(frame),
      (ms) => retries.push(ms),
    );
    for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
    expect(frames, `pieces of ${size}`).toEqual(wanted);
    expect(retries).toEqual([2000]);
  }
});

it("keeps an unfinished event to itself", () => {
  const frames: Frame[] = [];
  new FrameReader((frame) => frames.push(frame)).push("id: 1.1\ndata: half");
  expect(frames).toEqual([]);
});
