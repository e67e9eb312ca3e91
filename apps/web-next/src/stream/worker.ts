// The shared worker: one line to the server for all tabs of a browser, which allows about six connections to one host.
import { Line } from "@/stream/line";
import { Switchboard, type ToWorker } from "@/stream/switchboard";

const board = new Switchboard((listener) => new Line(listener));

function connect(port: MessagePort): void {
  const id = board.join((message) => port.postMessage(message));
  port.onmessage = (event: MessageEvent<ToWorker>) => {
    const message = event.data;
    board.take(id, message);
    // Granted when the tab is gone, however it ended.
    if (message.kind === "lock") void navigator.locks.request(message.name, () => board.leave(id));
  };
}

addEventListener("connect", (event) => {
  for (const port of (event as MessageEvent).ports) connect(port);
});
setInterval(() => board.sweep(Date.now()), 30_000);
