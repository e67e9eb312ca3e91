import type { Job } from "@spark/types";
import { useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { queries, useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { JobProgress } from "@/ui/job-progress";
import { Button } from "@/ui/button";
import { Loaded, Panel, Skeleton } from "@/ui/panel";
import type { Generation } from "../_parts/types";
import { GenerationView } from "./generation-view";
import { PromptForm } from "./prompt-form";
import { orderOf, useSentence, type Sentence } from "./sentence";

const words = defineWords({
  title: ["From a sentence", "Bir cümleden"],
  kept: ["The sentence stays in the box above.", "Cümleniz yukarıdaki kutuda duruyor."],
  offline: ["Try the rules on this machine", "Bu makinedeki kurallarla dene"],
});

const rememberDataset = (id: string): void => {
  if (id === "") return;
  try {
    localStorage.setItem("spark.lab.dataset", id);
  } catch {
    // Remembered for this visit alone then.
  }
};

/** The generation that a job or an answer is about. */
export function generationOf(answer: { id: string; schema?: string; links?: { result?: string } }): string | null {
  if (answer.schema === "spark.generation/1") return answer.id;
  return answer.links?.result?.split("/").at(-1) ?? null;
}

/** From a sentence to a document: the box, the job, and what came of it. The finished one stands in the address. */
export function GeneratePanel() {
  const say = useWords(words);
  const [sentence, change] = useSentence();
  const [search, setSearch] = useSearchParams();
  const id = search.get("generation");
  const [isSending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isSent = useRef(false);
  const query = useApi("/api/v1/generations/{id}", {
    path: { id: id ?? "" },
    enabled: id !== null,
    staleTimeMs: Infinity,
  });
  const generation = query.data?.id === id ? query.data : undefined;

  const show = (found: string | null) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete("fix");
        if (found === null) next.delete("generation");
        else next.set("generation", found);
        return next;
      },
      { preventScrollReset: true },
    );
  const generate = async (asked: Sentence) => {
    if (isSent.current) return;
    isSent.current = true;
    setSending(true);
    setRefusal(null);
    rememberDataset(asked.dataset);
    try {
      const answer = await api.post("/api/v1/strategies/generate", {
        body: orderOf(asked),
        idempotencyKey: newIdempotencyKey(),
        waitSeconds: 1,
      });
      if (answer.schema === "spark.generation/1") {
        change({ job: null });
        show(answer.id);
      } else {
        change({ job: answer.id });
        if (id !== null) show(null);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      isSent.current = false;
      setSending(false);
    }
  };
  const offline = () => {
    change({ provider: "offline" });
    void generate({ ...sentence, provider: "offline" });
  };
  const over = (job: Job) => {
    const found = generationOf(job as { id: string; links: { result?: string } });
    void queries.invalidateQueries({ queryKey: ["/api/v1/generations"] });
    if (found !== null) {
      change({ job: null });
      show(found);
    }
  };
  // A generation by its address alone fills the box with its own sentence, once.
  const filled = useRef<string | null>(null);
  useEffect(() => {
    if (generation === undefined || filled.current === generation.id) return;
    filled.current = generation.id;
    if (sentence.prompt === "") change({ prompt: generation.prompt });
  });
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Panel title={say("title")}>
        <PromptForm
          sentence={sentence}
          onChange={(next) => change(next)}
          onGenerate={() => void generate(sentence)}
          isBusy={isSending}
          refusal={refusal}
        />
      </Panel>
      {sentence.job !== null && (
        <Panel>
          <JobProgress
            key={sentence.job}
            id={sentence.job}
            onOver={over}
            failureNote={
              <span className="flex flex-wrap items-center gap-3">
                {say("kept")}
                {sentence.provider === "model" && (
                  <Button icon="retry" onClick={offline}>
                    {say("offline")}
                  </Button>
                )}
              </span>
            }
          />
        </Panel>
      )}
      {id !== null && (
        <Loaded
          query={{ ...query, data: generation }}
          skeleton={
            <Panel>
              <Skeleton rows={8} height={24} />
            </Panel>
          }
        >
          {(data: Generation) => (
            <GenerationView
              key={data.id}
              generation={data}
              onOffline={offline}
              onKept={() => change({ prompt: "", job: null })}
            />
          )}
        </Loaded>
      )}
    </div>
  );
}
