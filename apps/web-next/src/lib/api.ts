import type { Operations, Problem } from "@spark/types";

import { getLanguage } from "@/lib/language";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Operation = Operations[keyof Operations];
export type UrlOf<M extends Method> = Extract<Operation, { method: M }>["url"];
export type OperationOf<M extends Method, U> = Extract<Operation, { method: M; url: U }>;
export type AnswerOf<M extends Method, U> = OperationOf<M, U>["answer"];
export type QueryValues = Record<string, string | number | boolean | undefined>;

type PathPart<P> = keyof P extends never ? { path?: undefined } : { path: P };
type BodyPart<B> = [B] extends [undefined] ? { body?: undefined } : { body: B };
export type CallOptions<M extends Method, U> = PathPart<OperationOf<M, U>["path"]> &
  BodyPart<OperationOf<M, U>["body"]> & {
    query?: Partial<OperationOf<M, U>["query"]>;
    headers?: Record<string, string>;
    signal?: AbortSignal;
    /** Minted when a dialog opens, so that sending twice does it once. */
    idempotencyKey?: string;
    /** Seconds to wait for a job's result instead of the job itself. */
    waitSeconds?: number;
  };

/** The server said no, or could not be reached (`code` is `network`, status 0). */
export class Refusal extends Error {
  /** `retryAfterSeconds`: as the header Retry-After says, where there is one. */
  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.title);
    this.name = "Refusal";
  }
  get code(): string {
    return this.problem.code;
  }
  get status(): number {
    return this.problem.status;
  }
}

let csrfToken: string | null = null;
const sessionListeners = new Set<(refusal: Refusal) => void>();

export const setCsrfToken = (token: string | null): void => void (csrfToken = token);
export const getCsrfToken = (): string | null => csrfToken;

/** Called when a call was answered 401: whoever shows the session asks for a new login. */
export function onSignedOut(listener: (refusal: Refusal) => void): () => void {
  sessionListeners.add(listener);
  return () => sessionListeners.delete(listener);
}

/** An address with its places filled in, each escaped. */
export function addressOf(url: string, path: Record<string, string> = {}, query: QueryValues = {}): string {
  const filled = url.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ""));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === "" ? filled : `${filled}?${text}`;
}

function unreachable(url: string): Refusal {
  return new Refusal({
    type: "about:blank",
    title: "The server cannot be reached",
    status: 0,
    code: "network",
    detail: "",
    instance: url,
    request_id: "",
    fix: [],
    errors: [],
    retry: "safe",
  });
}

async function refusalOf(response: Response, url: string): Promise<Refusal> {
  const text = await response.text();
  const wait = Number(response.headers.get("retry-after") ?? Number.NaN);
  try {
    const problem = JSON.parse(text) as Problem;
    if (typeof problem.code === "string")
      return new Refusal(
        { ...problem, fix: problem.fix ?? [], errors: problem.errors ?? [] },
        Number.isFinite(wait) ? wait : null,
      );
  } catch {
    // Not from Spark itself: a proxy, say.
  }
  return new Refusal({
    type: "about:blank",
    title: `HTTP ${response.status}`,
    status: response.status,
    code: `http_${response.status}`,
    detail: text.slice(0, 500),
    instance: url,
    request_id: response.headers.get("x-request-id") ?? "",
    fix: [],
    errors: [],
    retry: response.status >= 500 ? "safe" : "never",
  });
}

export type RawOptions = {
  path?: Record<string, string>;
  query?: QueryValues;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  idempotencyKey?: string;
  waitSeconds?: number;
};

/** The response itself, for answers that are no JSON. Throws Refusal. */
export async function fetchRaw(method: Method, url: string, options: RawOptions = {}): Promise<Response> {
  const headers: Record<string, string> = {
    accept: "application/json",
    "accept-language": getLanguage(),
    ...options.headers,
  };
  let body: BodyInit | undefined;
  if (options.body instanceof Blob || typeof options.body === "string") body = options.body;
  else if (options.body !== undefined) {
    body = JSON.stringify(options.body);
    headers["content-type"] = "application/json";
  }
  if (method !== "GET" && csrfToken !== null) headers["x-csrf-token"] = csrfToken;
  if (options.idempotencyKey !== undefined) headers["idempotency-key"] = options.idempotencyKey;
  if (options.waitSeconds !== undefined) headers.prefer = `wait=${options.waitSeconds}`;
  const address = addressOf(url, options.path, options.query);
  let response: Response;
  try {
    response = await fetch(address, { method, headers, body, signal: options.signal, credentials: "same-origin" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw unreachable(address);
  }
  if (response.ok || response.status === 304) return response;
  const refusal = await refusalOf(response, address);
  if (refusal.status === 401) sessionListeners.forEach((listener) => listener(refusal));
  throw refusal;
}

async function call<M extends Method, U extends UrlOf<M>>(
  method: M,
  url: U,
  options?: CallOptions<M, U>,
): Promise<AnswerOf<M, U>> {
  const response = await fetchRaw(method, url, options as RawOptions | undefined);
  if (response.status === 204) return undefined as AnswerOf<M, U>;
  return (await response.json()) as AnswerOf<M, U>;
}

type Rest<M extends Method, U> =
  Record<string, never> extends CallOptions<M, U> ? [CallOptions<M, U>?] : [CallOptions<M, U>];

/** Calls typed by the server's own route table: address, places, query, body and answer. */
export const api = {
  get: <U extends UrlOf<"GET">>(url: U, ...rest: Rest<"GET", U>) => call("GET", url, rest[0]),
  post: <U extends UrlOf<"POST">>(url: U, ...rest: Rest<"POST", U>) => call("POST", url, rest[0]),
  put: <U extends UrlOf<"PUT">>(url: U, ...rest: Rest<"PUT", U>) => call("PUT", url, rest[0]),
  patch: <U extends UrlOf<"PATCH">>(url: U, ...rest: Rest<"PATCH", U>) => call("PATCH", url, rest[0]),
  remove: <U extends UrlOf<"DELETE">>(url: U, ...rest: Rest<"DELETE", U>) => call("DELETE", url, rest[0]),
};

/** Random, for Idempotency-Key. */
export const newIdempotencyKey = (): string => crypto.randomUUID();

/** The same call as a line for a shell, without secrets. */
export function asCurl(method: Method, address: string, body?: unknown): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const parts = ["curl"];
  if (method !== "GET") parts.push("-X", method, "-H", quoted("Authorization: Bearer $SPARK_API_KEY"));
  if (body !== undefined)
    parts.push("-H", quoted("content-type: application/json"), "-d", quoted(JSON.stringify(body)));
  parts.push(quoted(new URL(address, location.origin).href));
  return parts.join(" ");
}
