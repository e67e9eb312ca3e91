import type { DataSetInfo, Job } from "@spark/types";
import { useMemo, useState, type ReactNode } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";

import { api, newIdempotencyKey, Refusal } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Badge, Synthetic } from "@/ui/badge";
import { LinkButton } from "@/ui/button";
import { inputShape } from "@/ui/fields";
import { HashChip } from "@/ui/hash-chip";
import { JobProgress } from "@/ui/job-progress";
import { Num, Time, Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { ErrorStrip, Panel, Skeleton } from "@/ui/panel";
import { parseDataSetId, timeframeMs } from "../_parts/data-set-id";
import type { Quality } from "../_parts/quality";
import { QualityWords } from "../_parts/quality-mark";
import { ResearchButton, ResearchNote } from "../_parts/right-button";
import type { Range } from "../_parts/time-line";
import { addressOfDataSet, dataSetOfJob, rereadDataSets, useDataSets } from "../_parts/use-data-sets";
import { RepairDialog, ResampleDialog, TrashDialog } from "./acts";
import { Lineage } from "./lineage";
import { Overview } from "./overview";
import { QualityPicture } from "./quality-picture";

const words = defineWords({
  back: ["All data", "Tüm veriler"],
  backtest: ["Run a backtest on it", "Bununla geriye dönük test yap"],
  verify: ["Verify every byte", "Her baytı doğrula"],
  resample: ["Resample", "Yeniden örnekle"],
  repair: ["Repair", "Onar"],
  export: ["Export CSV", "CSV indir"],
  upload: ["Upload its source again", "Kaynağını yeniden yükle"],
  trash: ["Move to trash", "Çöp kutusuna taşı"],
  work: ["Work on this data set", "Bu veri kümesiyle ilgili iş"],
  version: ["Version", "Sürüm"],
  facts: ["Facts", "Bilgiler"],
  bars: ["Bars", "Mum sayısı"],
  first: ["First bar", "İlk mum"],
  last: ["Last bar", "Son mum"],
  timeframe: ["Timeframe", "Zaman dilimi"],
  venue: ["Venue", "Borsa"],
  calendar: ["Calendar", "Takvim"],
  size: ["Size", "Boyut"],
  quality: ["Quality", "Kalite"],
  verified: ["Every byte holds", "Her bayt doğru"],
  open: ["Open {id}", "{id} veri kümesini aç"],
  unchanged: ["The same rows were there already: {id}", "Aynı satırlar zaten vardı: {id}"],
  damaged_fix: [
    "Put back a good copy of the file, or upload its source again, which makes a new version. The damaged version can be moved to the trash.",
    "Dosyanın sağlam bir kopyasını geri koyun ya da kaynağını yeniden yükleyin (yeni bir sürüm olur). Hasarlı sürüm çöp kutusuna taşınabilir.",
  ],
});

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-text-3">{name}</dt>
      <dd className="m-0 truncate text-lg">{children}</dd>
    </div>
  );
}

function Facts({ info }: { info: DataSetInfo }) {
  const say = useWords(words);
  const format = useFormat();
  return (
    <Panel>
      <dl
        aria-label={say("facts")}
        className="m-0 grid grid-cols-2 gap-x-4 gap-y-3 sm:flex sm:flex-wrap sm:justify-between sm:gap-x-6"
      >
        <Fact name={say("bars")}>
          <Num value={info.rows} />
        </Fact>
        <Fact name={say("timeframe")}>
          <Token>{info.timeframe}</Token>
        </Fact>
        <Fact name={say("first")}>
          <Time value={info.first} precision="minute" />
        </Fact>
        <Fact name={say("last")}>
          <Time value={info.last} precision="minute" />
        </Fact>
        <Fact name={say("calendar")}>
          <Token>{info.calendar}</Token>
        </Fact>
        <Fact name={say("size")}>{format.bytes(info.bytes)}</Fact>
        <Fact name={say("quality")}>
          <span className="text-md">
            <QualityWords quality={info.quality as Quality} most={1} />
          </span>
        </Fact>
        <Fact name="SHA-256">
          <HashChip value={info.sha256} letters={8} />
        </Fact>
      </dl>
    </Panel>
  );
}

export default function DataSetPage() {
  const say = useWords(words);
  const navigate = useNavigate();
  const id = useParams().id ?? "";
  const [search, setSearch] = useSearchParams();
  const [dialog, setDialog] = useState<"resample" | "repair" | "trash" | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isStarting, setStarting] = useState(false);
  const query = useApi("/api/v1/datasets/{id}", { path: { id } });
  const report = useApi("/api/v1/datasets/{id}/quality", {
    path: { id },
    staleTimeMs: Infinity,
    enabled: query.data !== undefined,
  });
  const all = useDataSets();
  const info = query.data;
  const base = parseDataSetId(id)?.base ?? id;
  const siblings = useMemo(
    () =>
      (all.data ?? [])
        .filter((one) => parseDataSetId(one.id)?.base === base)
        .sort((a, b) => (parseDataSetId(b.id)?.version ?? 0) - (parseDataSetId(a.id)?.version ?? 0)),
    [all.data, base],
  );
  const whole = useMemo<Range | null>(
    () =>
      info === undefined
        ? null
        : { from: Date.parse(info.first), to: Date.parse(info.last) + (timeframeMs(info.timeframe) ?? 0) },
    [info],
  );
  const change = (values: Record<string, string | null>) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value === null) next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  const zoomFrom = Number(search.get("from") ?? NaN);
  const zoomTo = Number(search.get("to") ?? NaN);
  const zoom = useMemo<Range | null>(
    () => (zoomFrom < zoomTo ? { from: zoomFrom, to: zoomTo } : null),
    [zoomFrom, zoomTo],
  );
  const onZoom = (next: Range | null) =>
    change({
      from: next === null ? null : String(Math.round(next.from)),
      to: next === null ? null : String(Math.round(next.to)),
    });
  const verify = async () => {
    setStarting(true);
    setRefusal(null);
    try {
      const job = (await api.post("/api/v1/datasets/{id}/verify", {
        path: { id: info?.dataset ?? id },
        body: {},
        idempotencyKey: newIdempotencyKey(),
      })) as unknown as Job;
      change({ job: job.id });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      setStarting(false);
    }
  };
  // What was begun stands in the address: who comes back to it sees the job.
  const begun = (started: string) => change({ job: started });
  const close = () => setDialog(null);
  const job = search.get("job");
  const name = info?.dataset ?? id;
  const isDamaged = query.error?.code === "corrupt";
  return (
    <Page
      title={name}
      heading={
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Token>{info?.symbol ?? parseDataSetId(id)?.symbol ?? id}</Token>
          {(info ?? parseDataSetId(id)) && (
            <Badge>
              <Token>{info?.venue ?? parseDataSetId(id)?.venue}</Token>
            </Badge>
          )}
          <Badge>
            <Token>{info?.timeframe ?? parseDataSetId(id)?.timeframe}</Token>
          </Badge>
          {info?.synthetic === true && <Synthetic />}
        </span>
      }
      subtitle={
        <Token mono className="break-all">
          {name}
        </Token>
      }
      actions={
        <>
          {siblings.length > 1 && (
            <select
              aria-label={say("version")}
              value={name}
              onChange={(event) => void navigate(addressOfDataSet(event.target.value))}
              className={`${inputShape} !w-auto`}
            >
              {siblings.map((one) => (
                <option key={one.id} value={one.id} lang="en">
                  v{parseDataSetId(one.id)?.version}
                </option>
              ))}
            </select>
          )}
          <LinkButton to="/data" icon="left">
            {say("back")}
          </LinkButton>
          {info !== undefined && (
            <LinkButton kind="primary" icon="play" to={`/backtest?new=1&dataset=${encodeURIComponent(info.dataset)}`}>
              {say("backtest")}
            </LinkButton>
          )}
        </>
      }
    >
      <ResearchNote />
      {query.error !== null && (
        <Panel>
          <div className="flex flex-col gap-3">
            <ErrorStrip error={query.error} onRetry={() => void query.refetch()} />
            {isDamaged && <p className="m-0 text-text-2">{say("damaged_fix")}</p>}
            {isDamaged && (
              <div className="flex flex-wrap gap-2">
                <LinkButton to="/data/upload" icon="upload">
                  {say("upload")}
                </LinkButton>
                <ResearchButton kind="danger" icon="trash" onClick={() => setDialog("trash")}>
                  {say("trash")}
                </ResearchButton>
              </div>
            )}
          </div>
        </Panel>
      )}
      {info === undefined && query.error === null && (
        <Panel>
          <Skeleton rows={8} height={40} />
        </Panel>
      )}
      {info !== undefined && whole !== null && (
        <>
          <Facts info={info} />
          <div className="flex flex-wrap gap-2" data-no-print>
            <ResearchButton icon="check" isBusy={isStarting} onClick={() => void verify()}>
              {say("verify")}
            </ResearchButton>
            <ResearchButton icon="jobs" onClick={() => setDialog("resample")}>
              {say("resample")}
            </ResearchButton>
            <ResearchButton icon="settings" onClick={() => setDialog("repair")}>
              {say("repair")}
            </ResearchButton>
            <LinkButton
              icon="download"
              reloadDocument
              download
              to={`/api/v1/datasets/${encodeURIComponent(info.dataset)}/export`}
            >
              {say("export")}
            </LinkButton>
            <ResearchButton kind="danger" icon="trash" onClick={() => setDialog("trash")}>
              {say("trash")}
            </ResearchButton>
          </div>
          {refusal !== null && <ErrorStrip error={refusal} />}
          {job !== null && (
            <Panel title={say("work")}>
              <JobProgress
                key={job}
                id={job}
                onOver={() => void rereadDataSets()}
                result={(done) => {
                  const made = dataSetOfJob(done);
                  if (done.kind === "verify")
                    return (
                      <span className="flex flex-wrap items-center gap-2">
                        <Badge tone="ok">{say("verified")}</Badge>
                        <HashChip value={info.sha256} />
                      </span>
                    );
                  if (made === null) return null;
                  if (made === info.dataset)
                    return <span className="text-text-2">{say.rich("unchanged", { id: <Token>{made}</Token> })}</span>;
                  return (
                    <LinkButton kind="primary" to={addressOfDataSet(made)}>
                      <span>{say.rich("open", { id: <Token>{made}</Token> })}</span>
                    </LinkButton>
                  );
                }}
              />
            </Panel>
          )}
          <div className="grid grid-cols-12 gap-3">
            <div className="col-span-12 flex min-w-0 flex-col gap-3 md:col-span-8">
              <Overview id={info.dataset} whole={whole} spans={report.data?.spans ?? []} zoom={zoom} onZoom={onZoom} />
              {report.data !== undefined ? (
                <QualityPicture report={report.data} whole={whole} rows={info.rows} onZoom={onZoom} />
              ) : (
                <Panel>
                  {report.error === null ? (
                    <Skeleton rows={6} height={28} />
                  ) : (
                    <ErrorStrip error={report.error} onRetry={() => void report.refetch()} />
                  )}
                </Panel>
              )}
            </div>
            <div className="col-span-12 min-w-0 md:col-span-4">
              <Lineage info={info} siblings={siblings} />
            </div>
          </div>
          {dialog === "resample" && (
            <ResampleDialog id={info.dataset} timeframe={info.timeframe} onClose={close} onStarted={begun} />
          )}
          {dialog === "repair" && (
            <RepairDialog
              id={info.dataset}
              rows={info.rows}
              quality={info.quality as Quality}
              onClose={close}
              onStarted={begun}
            />
          )}
        </>
      )}
      {dialog === "trash" && <TrashDialog id={name} onClose={close} />}
    </Page>
  );
}
