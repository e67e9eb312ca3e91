import { useRef, useState } from "react";
import { useNavigate } from "react-router";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { useApi } from "@/lib/query";
import { useRight } from "@/lib/session";

/** What the newest finished run is, and how one is made from the data that come with Spark when there is none. */
export function useFirstRun() {
  const navigate = useNavigate();
  const runs = useApi("/api/v1/backtests", { query: { limit: 1 } });
  const sets = useApi("/api/v1/datasets");
  const mayRun = useRight("research");
  const newest = runs.data?.data.find((run) => !run.damaged)?.id;
  const bundled = sets.data?.data.find((set) => set.synthetic === true && !set.damaged)?.id;
  const isSent = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const see = async () => {
    if (newest !== undefined) return void navigate(`/backtest/${newest}`);
    if (isSent.current || bundled === undefined) return;
    isSent.current = true;
    setBusy(true);
    setRefusal(null);
    try {
      const made = await api.post("/api/v1/backtests", {
        body: { dataset: bundled, strategy: "smaCross", params: { fast: 9, slow: 21 } },
        waitSeconds: 60,
        idempotencyKey: newIdempotencyKey(),
      });
      void navigate(`/backtest/${String(made.id)}`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      isSent.current = false;
      setBusy(false);
    }
  };
  return {
    see,
    isBusy,
    refusal,
    isLoading: runs.data === undefined && runs.error === null,
    error: runs.error,
    newest,
    bundled,
    /** A run has to be made first, and nobody who may is logged in. */
    needsLogin: newest === undefined && !mayRun,
    mayRun,
  };
}
