import type { Job } from "@spark/types";
import { useState } from "react";
import { Link, useNavigate } from "react-router";

import { api, newIdempotencyKey } from "@/lib/api";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { ActDialog } from "@/ui/dialog";
import { CheckField, SelectField } from "@/ui/fields";
import { Token } from "@/ui/num";
import { ErrorStrip, Skeleton } from "@/ui/panel";
import { useToast } from "@/ui/toast";
import { LinkButton } from "@/ui/button";
import { coarserThan } from "../_parts/data-set-id";
import { countOf, repairRules, type Quality } from "../_parts/quality";
import { rereadDataSets } from "../_parts/use-data-sets";

const words = defineWords({
  resample: ["Resample", "Yeniden örnekle"],
  resample_text: [
    "Coarser bars are made of these, exactly: first open, highest high, lowest low, last close, sum of the volumes. A new data set; this one stays.",
    "Bu mumlardan daha uzun mumlar birebir üretilir: ilk açılış, en yüksek, en düşük, son kapanış, hacimlerin toplamı. Yeni bir veri kümesi olur; bu kalır.",
  ],
  target: ["New timeframe", "Yeni zaman dilimi"],
  no_target: [
    "There is no usual timeframe that is a multiple of {timeframe}.",
    "{timeframe} zaman diliminin katı olan alışılmış bir dilim yok.",
  ],
  repair: ["Repair", "Onar"],
  repair_text: [
    "Named rules, applied in this order as a new version; this version stays as it is, and the lineage names every rule. The counts come from the quality report.",
    "Adı belli kurallar bu sırayla uygulanır ve yeni bir sürüm oluşur; bu sürüm olduğu gibi kalır, köken zinciri her kuralı adıyla yazar. Sayılar kalite raporundandır.",
  ],
  drop: [{ one: "{count} bar would be left out", other: "{count} bars would be left out" }, "{count} mum çıkarılır"],
  change: [{ one: "{count} bar would be changed", other: "{count} bars would be changed" }, "{count} mum değişir"],
  nothing: ["nothing to do", "yapacak bir şey yok"],
  "drop-zero-volume": ["Leave out bars without volume", "Hacimsiz mumları çıkar"],
  "drop-holiday-ghosts": ["Leave out bars on closed days", "Kapalı günlerdeki mumları çıkar"],
  "drop-forming-last": ["Leave out the unfinished last bar", "Tamamlanmamış son mumu çıkar"],
  "clamp-ohlc": [
    "Put high and low right: widest of the four prices",
    "Yüksek ve düşüğü düzelt: dört fiyatın en genişi",
  ],
  "drop-ohlc-violations": ["Leave out impossible bars", "Tutarsız mumları çıkar"],
  no_repair: [
    "No rule would change anything in these bars. Holes are not repaired: bars that the source does not have are not invented.",
    "Hiçbir kural bu mumlarda bir şey değiştirmez. Boşluklar onarılmaz: kaynakta olmayan mum uydurulmaz.",
  ],
  of_bars: ["of {count} bars", "toplam {count} mum"],
  trash: ["Move to trash", "Çöp kutusuna taşı"],
  trash_text: [
    "This version goes to the trash and can be restored from there.",
    "Bu sürüm çöp kutusuna gider ve oradan geri alınabilir.",
  ],
  unused: ["No run used it.", "Hiçbir çalıştırma bunu kullanmadı."],
  used: [
    {
      one: "{count} run used it. Its evidence stays, but it cannot be made again while the data is in the trash:",
      other:
        "{count} runs used it. Their evidence stays, but they cannot be made again while the data is in the trash:",
    },
    "{count} çalıştırma bunu kullandı. Kanıtları kalır, ama veri çöp kutusundayken yeniden üretilemezler:",
  ],
  used_many: [
    "More than {count} runs used it. Their evidence stays, but they cannot be made again while the data is in the trash:",
    "{count} üzerinde çalıştırma bunu kullandı. Kanıtları kalır, ama veri çöp kutusundayken yeniden üretilemezler:",
  ],
  trashed: ["{id} is in the trash", "Çöp kutusunda: {id}"],
  to_trash: ["Show trash", "Çöp kutusunu göster"],
});

type Started = { id: string; onClose: () => void; onStarted: (job: string) => void };

export function ResampleDialog({ id, timeframe, onClose, onStarted }: Started & { timeframe: string }) {
  const say = useWords(words);
  const targets = coarserThan(timeframe);
  const [to, setTo] = useState(targets.find((one) => one === "4h" || one === "1d") ?? targets[0] ?? "");
  const [key, setKey] = useState(newIdempotencyKey);
  const start = async () =>
    onStarted(
      (
        (await api.post("/api/v1/datasets/{id}/resample", {
          path: { id },
          body: { to },
          idempotencyKey: key,
        })) as unknown as Job
      ).id,
    );
  return (
    <ActDialog title={say("resample")} act={say("resample")} canAct={to !== ""} onClose={onClose} onAct={start}>
      <p className="m-0 text-sm text-text-2">{say("resample_text")}</p>
      {targets.length === 0 ? (
        <p className="m-0">{say.rich("no_target", { timeframe: <Token>{timeframe}</Token> })}</p>
      ) : (
        <SelectField
          label={say("target")}
          value={to}
          onChange={(event) => {
            setTo(event.target.value);
            setKey(newIdempotencyKey());
          }}
        >
          {targets.map((one) => (
            <option key={one} lang="en">
              {one}
            </option>
          ))}
        </SelectField>
      )}
    </ActDialog>
  );
}

export function RepairDialog({ id, rows, quality, onClose, onStarted }: Started & { rows: number; quality: Quality }) {
  const say = useWords(words);
  const [chosen, setChosen] = useState<string[]>([]);
  const [key, setKey] = useState(newIdempotencyKey);
  const useful = repairRules.filter((rule) => countOf(quality, rule.key) > 0);
  const start = async () => {
    const rules = repairRules.map((rule) => rule.name).filter((name) => chosen.includes(name));
    onStarted(
      (
        (await api.post("/api/v1/datasets/{id}/repair", {
          path: { id },
          body: { rules },
          idempotencyKey: key,
        })) as unknown as Job
      ).id,
    );
  };
  return (
    <ActDialog title={say("repair")} act={say("repair")} canAct={chosen.length > 0} onClose={onClose} onAct={start}>
      <p className="m-0 text-sm text-text-2">{say("repair_text")}</p>
      {useful.length === 0 && <p className="m-0">{say("no_repair")}</p>}
      {repairRules.map((rule) => {
        const count = countOf(quality, rule.key);
        return (
          <CheckField
            key={rule.name}
            disabled={count === 0}
            checked={chosen.includes(rule.name)}
            onChange={(event) => {
              setKey(newIdempotencyKey());
              setChosen((before) =>
                event.target.checked ? [...before, rule.name] : before.filter((one) => one !== rule.name),
              );
            }}
            label={say(rule.name)}
            hint={
              <>
                <Token mono>{rule.name}</Token>:{" "}
                {count === 0 ? say("nothing") : `${say(rule.act, { count })}, ${say("of_bars", { count: rows })}`}
              </>
            }
          />
        );
      })}
    </ActDialog>
  );
}

const runsShown = 5;
const runsMost = 100;

/** Before a version goes: which runs would be left without their data. */
export function TrashDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const say = useWords(words);
  const navigate = useNavigate();
  const toast = useToast();
  const [key] = useState(newIdempotencyKey);
  const runs = useApi("/api/v1/backtests", { query: { dataset: id, limit: runsMost }, staleTimeMs: 0 });
  const discard = async () => {
    await api.remove("/api/v1/datasets/{id}", { path: { id }, idempotencyKey: key });
    toast({
      text: say.rich("trashed", { id: <Token>{id}</Token> }),
      tone: "ok",
      action: (
        <LinkButton kind="quiet" to="/data?tab=trash">
          {say("to_trash")}
        </LinkButton>
      ),
    });
    await navigate("/data", { replace: true });
    void rereadDataSets();
  };
  const count = runs.data?.data.length ?? 0;
  return (
    <ActDialog title={say("trash")} act={say("trash")} kind="danger" onClose={onClose} onAct={discard}>
      <Token className="font-semibold break-all">{id}</Token>
      <p className="m-0">{say("trash_text")}</p>
      {runs.data === undefined &&
        (runs.error === null ? <Skeleton rows={2} height={18} /> : <ErrorStrip error={runs.error} />)}
      {runs.data !== undefined &&
        (count === 0 ? (
          <p className="m-0 text-text-2">{say("unused")}</p>
        ) : (
          <div>
            <p className="m-0 text-warn">{runs.data.has_more ? say("used_many", { count }) : say("used", { count })}</p>
            <ul className="m-0 pl-5">
              {runs.data.data.slice(0, runsShown).map((run) => (
                <li key={String(run.id)}>
                  <Link to={`/backtest/${String(run.id)}`}>
                    <Token mono>{String(run.id)}</Token>
                  </Link>
                </li>
              ))}
              {count > runsShown && <li aria-hidden>…</li>}
            </ul>
          </div>
        ))}
    </ActDialog>
  );
}
