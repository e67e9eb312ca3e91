import { QueryClient, keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";

import { Refusal, fetchRaw, type AnswerOf, type CallOptions, type RawOptions, type UrlOf } from "@/lib/api";
import { useLanguage } from "@/lib/language";

/** Nothing is polled: what changes is told by the stream, which marks queries as old (`queries.invalidateQueries`). */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (count, error) =>
        error instanceof Refusal && error.problem.retry === "safe" && error.status >= 500 && count < 2,
    },
    mutations: { retry: false },
  },
});

export type ApiOptions<U extends UrlOf<"GET">> = CallOptions<"GET", U> & {
  enabled?: boolean;
  staleTimeMs?: number;
  /** Show the last answer while another page or filter loads. */
  keepPrevious?: boolean;
  /** Tens of thousands of values: an answer is taken as it is instead of being compared with the last one. */
  isLarge?: boolean;
};

export const queryKey = (url: string, options: { path?: unknown; query?: unknown } = {}) =>
  [url, options.path ?? {}, options.query ?? {}] as const;

const isSameButLanguage = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  JSON.stringify(one.slice(0, 3)) === JSON.stringify(other.slice(0, 3));

/** One GET of the API, cached by address. Error is always a Refusal. */
export function useApi<U extends UrlOf<"GET">>(
  url: U,
  ...rest: Record<string, never> extends CallOptions<"GET", U> ? [ApiOptions<U>?] : [ApiOptions<U>]
): UseQueryResult<AnswerOf<"GET", U>, Refusal> {
  const options = (rest[0] ?? {}) as RawOptions & {
    enabled?: boolean;
    staleTimeMs?: number;
    keepPrevious?: boolean;
    isLarge?: boolean;
  };
  const language = useLanguage();
  const key = [...queryKey(url, options), language];
  return useQuery<AnswerOf<"GET", U>, Refusal>({
    queryKey: key,
    queryFn: async ({ signal }) =>
      (await (await fetchRaw("GET", url, { ...options, signal })).json()) as AnswerOf<"GET", U>,
    enabled: options.enabled,
    staleTime: options.staleTimeMs,
    structuralSharing: options.isLarge !== true,
    // A change of language alone leaves the old texts until the new ones are there.
    placeholderData: options.keepPrevious
      ? keepPreviousData
      : (before, query) => (query !== undefined && isSameButLanguage(query.queryKey, key) ? before : undefined),
  });
}
