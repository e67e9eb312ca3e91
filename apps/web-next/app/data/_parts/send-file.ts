import type { Problem, Upload } from "@spark/types";

import { Refusal, addressOf, getCsrfToken } from "@/lib/api";
import { getLanguage } from "@/lib/language";
import { queries } from "@/lib/query";

const unreachable = (instance: string): Refusal =>
  new Refusal({
    type: "about:blank",
    title: "",
    status: 0,
    code: "network",
    detail: "",
    instance,
    request_id: "",
    fix: [],
    errors: [],
    retry: "safe",
  });

/** Sends a file and tells how much has gone: `fetch` cannot, XMLHttpRequest can. */
export function sendFile(
  file: File,
  options: { signal: AbortSignal; idempotencyKey: string; onProgress: (ratio: number) => void },
): Promise<Upload> {
  const address = addressOf("/api/v1/uploads", {}, { name: file.name });
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("accept-language", getLanguage());
    request.setRequestHeader("content-type", /\.gz$/i.test(file.name) ? "application/gzip" : "text/csv");
    request.setRequestHeader("idempotency-key", options.idempotencyKey);
    const token = getCsrfToken();
    if (token !== null) request.setRequestHeader("x-csrf-token", token);
    request.upload.onprogress = (event) => options.onProgress(event.total > 0 ? event.loaded / event.total : 0);
    request.onabort = () => reject(new DOMException("aborted", "AbortError"));
    request.onerror = () => reject(unreachable(address));
    request.onload = () => {
      let answer: unknown = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Not from Spark itself: a proxy, say.
      }
      if (request.status >= 200 && request.status < 300 && answer !== null) return resolve(answer as Upload);
      if (request.status === 401) void queries.invalidateQueries({ queryKey: ["/api/v1/session"] });
      const problem = answer as Partial<Problem> | null;
      if (problem !== null && typeof problem.code === "string")
        return reject(new Refusal({ fix: [], errors: [], ...problem } as Problem));
      reject(
        new Refusal({
          ...unreachable(address).problem,
          title: `HTTP ${request.status}`,
          status: request.status,
          code: `http_${request.status}`,
        }),
      );
    };
    options.signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
