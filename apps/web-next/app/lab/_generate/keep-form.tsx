import { useEffect, useRef, useState, type FormEvent } from "react";
import { useNavigate } from "react-router";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { queries, useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/fields";
import { ErrorStrip } from "@/ui/panel";
import { dropDraft } from "../[strategy]/draft";
import { isName, renamed } from "../new-strategy-dialog";
import type { Generation } from "../_parts/types";

const words = defineWords({
  name: ["Name", "Ad"],
  hint: ["A letter, then letters, digits, _ or -", "Bir harf, sonra harf, rakam, _ ya da -"],
  wrong: [
    "A letter first, then up to 63 letters, digits, _ or -",
    "Önce bir harf, sonra en çok 63 harf, rakam, _ ya da -",
  ],
  taken: ["There is a strategy of this name", "Bu adda bir strateji var"],
  act: ["Keep and edit", "Sakla ve düzenle"],
  message: ["From a sentence", "Bir cümleden"],
  need: ["Needs the right to research", "Araştırma yetkisi gerekir"],
});

/** A name not taken: `smaCross20x50`, `smaCross20x50_2`, … */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const base = isName(name) ? name : "strategy";
  if (!taken.has(base)) return base;
  for (let number = 2; ; ++number) {
    const tail = `_${number}`;
    const next = `${base.slice(0, 64 - tail.length)}${tail}`;
    if (!taken.has(next)) return next;
  }
}

/** Keeps what was made as version 1 under a name, with where it comes from. */
export function KeepForm({ generation, text, onKept }: { generation: Generation; text: string; onKept: () => void }) {
  const say = useWords(words);
  const navigate = useNavigate();
  const canDo = useRight("research");
  const list = useApi("/api/v1/strategies");
  const taken = new Set(list.data?.data.map((row) => row.name));
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? (list.data === undefined ? "" : freeName(generation.document?.name ?? "", taken));
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const key = useRef(newIdempotencyKey());
  const isSent = useRef(false);
  useEffect(() => {
    key.current = newIdempotencyKey();
    setRefusal(null);
  }, [name, text]);
  const wrong =
    name === ""
      ? undefined
      : !isName(name)
        ? say("wrong")
        : taken.has(name) && !isSent.current
          ? say("taken")
          : undefined;
  const canSend = canDo && name !== "" && wrong === undefined && list.data !== undefined;
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    if (isSent.current || !canSend) return;
    isSent.current = true;
    setBusy(true);
    setRefusal(null);
    try {
      await api.post("/api/v1/strategies", {
        body: {
          document: name === generation.document?.name ? text : renamed(text, name),
          message: say("message"),
          origin: { generation: generation.id },
        },
        idempotencyKey: key.current,
      });
      dropDraft(name);
      onKept();
      await queries.invalidateQueries({ queryKey: ["/api/v1/strategies"] });
      await navigate(`/lab/${encodeURIComponent(name)}`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
      key.current = newIdempotencyKey();
    } finally {
      isSent.current = false;
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void keep(event)} className="flex flex-col gap-2" data-keep>
      <div className="flex flex-wrap items-start gap-3">
        <TextField
          className="min-w-48 grow"
          label={say("name")}
          hint={say("hint")}
          error={wrong}
          value={name}
          autoComplete="off"
          spellCheck={false}
          lang="en"
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button
          type="submit"
          kind="primary"
          icon="check"
          className="mt-[22px]"
          isBusy={isBusy}
          disabled={!canSend}
          title={canDo ? undefined : say("need")}
        >
          {say("act")}
        </Button>
      </div>
      {!canDo && <p className="m-0 text-sm text-text-3">{say("need")}</p>}
      {refusal !== null && <ErrorStrip error={refusal} />}
    </form>
  );
}
