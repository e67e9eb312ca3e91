import type { OptimizationOrder, OptimizationPreview } from "@spark/types";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { api, type Refusal } from "@/lib/api";
import { useLanguage } from "@/lib/language";

/** Long enough that typing a number asks once. */
const settleMs = 350;

/** What the server says of an order that is not sent yet: sets, time, ranges, why it would be refused. */
export function usePreview(order: OptimizationOrder | null) {
  const language = useLanguage();
  const text = JSON.stringify(order);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), settleMs);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery<OptimizationPreview, Refusal>({
    queryKey: ["/api/v1/optimizations/preview", settled, language],
    queryFn: ({ signal }) =>
      api.post("/api/v1/optimizations/preview", { body: JSON.parse(settled) as OptimizationOrder, signal }),
    enabled: settled !== "null",
    placeholderData: keepPreviousData,
  });
  // What is shown belongs to an earlier order until the new answer is there.
  return { ...query, isOld: settled !== text || query.isPlaceholderData };
}
