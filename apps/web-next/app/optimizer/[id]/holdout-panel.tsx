import { useState } from "react";

import { api } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ActDialog } from "@/ui/dialog";
import { HashChip } from "@/ui/hash-chip";
import { Time } from "@/ui/num";
import { Panel } from "@/ui/panel";

import type { Assessment } from "../_parts/types";
import { readAnew } from "./use-optimization";

const words = defineWords({
  title: ["Holdout", "Ayrılan dönem"],
  seen: [{ one: "seen {count} time", other: "seen {count} times" }, "{count} kez bakıldı"],
  never: ["sealed, never seen", "mühürlü, hiç bakılmadı"],
  text: [
    "These bars took no part in the search. Each look at them makes them worth less: what is chosen by them is no longer out of sample.",
    "Bu mumlar aramaya katılmadı. Her bakış değerlerini azaltır: onlara göre seçilen artık örneklem dışı değildir.",
  ],
  bars: [{ one: "{count} bar", other: "{count} bars" }, "{count} mum"],
  look: ["Look…", "Bak…"],
  again: ["Look again…", "Yeniden bak…"],
  confirm_title: ["Look at the holdout?", "Ayrılan döneme bakılsın mı?"],
  confirm: [
    "The look is counted and written into the ledger, for this data and period, whatever you find. It cannot be taken back.",
    "Bakış sayılır ve bu veri ile dönem için deftere yazılır, ne bulursanız bulun. Geri alınamaz.",
  ],
  count_now: [
    { one: "It has been seen {count} time so far.", other: "It has been seen {count} times so far." },
    "Şimdiye dek {count} kez bakıldı.",
  ],
  act: ["Look, and count it", "Bak ve say"],
  right: ["Needs the right to research", "Araştırma yetkisi gerekir"],
});

/** How often the bars kept out of the search were seen, and the way to see them. */
export function HoldoutPanel({ id, holdout }: { id: string; holdout: NonNullable<Assessment["holdout"]> }) {
  const say = useWords(words);
  const format = useFormat();
  const may = useRight("research");
  const [isOpen, setOpen] = useState(false);
  const isWorn = holdout.seen > 3;
  return (
    <Panel
      title={say("title")}
      actions={
        <Badge tone={holdout.seen === 0 ? "ok" : isWorn ? "crit" : "neutral"}>
          {holdout.seen === 0 ? say("never") : say("seen", { count: holdout.seen })}
        </Badge>
      }
    >
      <div className="flex flex-col gap-2" data-holdout={holdout.seen}>
        <p className="m-0">
          <Time value={holdout.from} precision="day" /> → <Time value={holdout.to} precision="day" />
          <span className="text-text-3"> · {say("bars", { count: holdout.bars })}</span>
        </p>
        <p className="m-0 text-sm text-text-3">{say("text")}</p>
        <div className="flex flex-wrap items-center gap-2">
          <Button disabled={!may} title={may ? undefined : say("right")} onClick={() => setOpen(true)}>
            {say(holdout.seen === 0 ? "look" : "again")}
          </Button>
          {holdout.ledger !== null && <HashChip value={holdout.ledger.hash} letters={19} />}
        </div>
      </div>
      {isOpen && (
        <ActDialog
          title={say("confirm_title")}
          act={say("act")}
          onClose={() => setOpen(false)}
          onAct={async () => {
            await api.post("/api/v1/optimizations/{id}/look", { path: { id } });
            readAnew(id);
          }}
        >
          <p className="m-0">{say("confirm")}</p>
          <p className="m-0 font-semibold">{say("count_now", { count: holdout.seen })}</p>
          <span className="sr-only">{format.number(holdout.seen)}</span>
        </ActDialog>
      )}
    </Panel>
  );
}
