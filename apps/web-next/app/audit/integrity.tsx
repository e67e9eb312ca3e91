import type { AuditReport, Job } from "@spark/types";
import { useState, type ReactNode } from "react";

import { recordsAtOnce, useChainCheck, type ChainCheck } from "./use-chain-check";
import { Refusal, api } from "@/lib/api";
import type { ChainFault } from "@/lib/audit-chain";
import { nothing, useFormat } from "@/lib/format";
import { queries, useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { useStreamEvents } from "@/stream/live";
import { Button } from "@/ui/button";
import { HashChip } from "@/ui/hash-chip";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";
import { ErrorStrip, Loaded, Panel } from "@/ui/panel";
import { Progress } from "@/ui/progress";
import { isOver, useJob } from "@/ui/use-job";

const words = defineWords({
  title: ["Integrity of the log", "Kaydın bütünlüğü"],
  head: ["Last record", "Son kayıt"],
  head_text: ["Record {sequence}, last signed one: {signed}", "Kayıt {sequence}, imzalı son kayıt: {signed}"],
  head_key: ["Key that signs", "İmzalayan anahtar"],
  full: [
    "The disk is full: only refusals and stops are still written.",
    "Disk dolu: yalnızca ret ve durdurma kayıtları yazılabiliyor.",
  ],
  fault: ["The log takes no records: {fault}", "Denetim kaydı yazılamıyor: {fault}"],
  server: ["Checked by the server", "Sunucunun denetimi"],
  server_text: [
    "Every record, every link and every Ed25519 signature, on the server's disk.",
    "Sunucu diskinde her kayıt, her bağ ve her Ed25519 imzası.",
  ],
  server_start: ["Let the server check", "Sunucu denetlesin"],
  server_busy: ["The server is checking", "Sunucu denetliyor"],
  server_right: [
    "Chain verified to record {records} at {time}; {signed} records signed by {checkpoints} checkpoints.",
    "Zincir, {time} itibarıyla kayıt {records} dahil doğrulandı; {signed} kayıt, {checkpoints} imza noktasıyla imzalı.",
  ],
  server_wrong: [
    "First bad: record {sequence} ({file}, line {line}): {what}",
    "İlk bozuk kayıt: {sequence} ({file}, satır {line}): {what}",
  ],
  server_failed: ["The check did not end: {reason}", "Denetim tamamlanamadı: {reason}"],
  need_right: [
    "Needs the right read_audit (roles auditor, admin).",
    "read_audit hakkı gerekir (auditor ve admin rolleri).",
  ],
  browser: ["Checked in this browser", "Bu tarayıcıda denetim"],
  browser_text: [
    "Reads the records and makes the chain of hashes anew here, without believing the server.",
    "Kayıtları okur ve özet zincirini sunucuya güvenmeden burada yeniden hesaplar.",
  ],
  browser_start: ["Check in this browser", "Bu tarayıcıda denetle"],
  browser_more: ["Check the older ones", "Eskileri de denetle"],
  stop: ["Stop", "Durdur"],
  browser_busy: [
    { one: "{count} record checked", other: "{count} records checked" },
    {
      one: "{count} kayıt denetlendi",
      other: "{count} kayıt denetlendi",
    },
  ],
  right_whole: [
    {
      one: "Chain verified to record {head} at {time}: its SHA-256 made anew.",
      other: "Chain verified to record {head} at {time}: {count} hashes made anew, back to the first record.",
    },
    {
      one: "Zincir, {time} itibarıyla kayıt {head} dahil doğrulandı: SHA-256 özeti yeniden hesaplandı.",
      other:
        "Zincir, {time} itibarıyla kayıt {head} dahil doğrulandı: ilk kayda kadar {count} özet yeniden hesaplandı.",
    },
  ],
  right_part: [
    "Right so far: records {lowest} to {head} at {time}. The older ones are not checked yet.",
    "Buraya kadar doğru: kayıt {lowest} – {head}, {time}. Daha eskiler henüz denetlenmedi.",
  ],
  right_own: [
    {
      one: "{count} record of yours has the hash it says. The links between cannot be checked without the other records.",
      other:
        "{count} records of yours have the hashes they say. The links between cannot be checked without the other records.",
    },
    {
      one: "{count} kaydının özeti doğru. Diğer kayıtlar olmadan aradaki bağlar denetlenemez.",
      other: "{count} kaydının özeti doğru. Diğer kayıtlar olmadan aradaki bağlar denetlenemez.",
    },
  ],
  kept_found: [
    "The head this browser verified at {time} (record {sequence}) is still in the chain.",
    "Bu tarayıcının {time} tarihinde doğruladığı son kayıt ({sequence}) hâlâ zincirde.",
  ],
  kept_none: [
    "This browser had verified no earlier head; it keeps this one for the next time.",
    "Bu tarayıcı daha önce bir son kayıt doğrulamamıştı; bunu bir sonraki sefer için saklıyor.",
  ],
  key_changed: [
    "The key that signs is another one than at {time}.",
    "İmzalayan anahtar {time} tarihindekinden farklı.",
  ],
  stopped: ["Stopped.", "Durduruldu."],
  bad: ["First bad: record {sequence}.", "İlk bozuk kayıt: {sequence}."],
  bad_form: ["A row has not the form of a record.", "Bir satır kayıt biçiminde değil."],
  bad_hash: ["Its content does not give its hash: it was changed.", "İçeriği kendi özetini vermiyor: değiştirilmiş."],
  bad_previous: [
    "The record after it names another hash: one of the two was put in later.",
    "Sonraki kayıt başka bir özeti gösteriyor: ikisinden biri sonradan konmuş.",
  ],
  bad_sequence: [
    "Here the records do not follow on each other: one is missing or was moved.",
    "Burada kayıtlar birbirini izlemiyor: biri eksik ya da yeri değişmiş.",
  ],
  bad_head: ["It is not the head the server names.", "Sunucunun bildirdiği son kayıt bu değil."],
  bad_kept: [
    "This browser saw another hash here before: the log was written anew.",
    "Bu tarayıcı burada daha önce başka bir özet görmüştü: kayıt baştan yazılmış.",
  ],
  expected: ["expected", "beklenen"],
  found: ["found", "bulunan"],
  not_checked: [
    "Not checked here: the Ed25519 signatures (the API does not give out the checkpoints; the server's check does them), and whether the server shows everybody the same log: compare the head with one kept elsewhere.",
    "Burada denetlenmeyenler: Ed25519 imzaları (API imza noktalarını vermez; onları sunucunun denetimi kapsar) ve sunucunun herkese aynı kaydı gösterip göstermediği: son kaydı başka yerde saklanan biriyle karşılaştırın.",
  ],
});

type Tone = "ok" | "crit" | "plain";
const tones: Record<Tone, string> = {
  ok: "border-ok text-ok",
  crit: "border-crit text-crit",
  plain: "border-line text-text-2",
};

function Verdict({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <div role="status" className={`flex items-start gap-2 rounded-md border bg-surface-2 px-3 py-2 ${tones[tone]}`}>
      <Icon name={tone === "ok" ? "check" : tone === "crit" ? "warning" : "info"} className="mt-0.5" />
      <div className="flex min-w-0 flex-col gap-1">{children}</div>
    </div>
  );
}

function Part({ title, text, children }: { title: ReactNode; text?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div>
        <h3 className="m-0 text-md font-semibold">{title}</h3>
        {text !== undefined && <p className="m-0 text-sm text-text-3">{text}</p>}
      </div>
      {children}
    </div>
  );
}

function Head() {
  const say = useWords(words);
  const head = useApi("/api/v1/audit/head");
  useStreamEvents(
    useRight("read_audit") ? "audit.head" : null,
    () => void queries.invalidateQueries({ queryKey: ["/api/v1/audit/head"] }),
  );
  return (
    <Part title={say("head")}>
      <Loaded query={head}>
        {(data) => (
          <>
            <p className="m-0">
              {say("head_text", {
                sequence: data.sequence,
                signed: data.signed_records === 0 ? nothing : data.signed_records,
              })}
            </p>
            <p className="m-0 flex flex-wrap items-center gap-2">
              <HashChip value={data.hash} letters={20} />
            </p>
            <p className="m-0 flex flex-wrap items-center gap-2 text-sm text-text-3">
              {say("head_key")} <HashChip value={data.public_key} />
            </p>
            {data.is_full && <Verdict tone="crit">{say("full")}</Verdict>}
            {data.fault !== null && <Verdict tone="crit">{say("fault", { fault: data.fault })}</Verdict>}
          </>
        )}
      </Loaded>
    </Part>
  );
}

function ServerCheck() {
  const say = useWords(words);
  const format = useFormat();
  const may = useRight("read_audit");
  const [started, setStarted] = useState<{ job: Job } | { report: AuditReport; at: number } | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const followed = useJob(started !== null && "job" in started ? started.job.id : null);
  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      const answer = await api.post("/api/v1/audit/verify", { waitSeconds: 2 });
      setStarted(
        answer.schema === "spark.job/1" ? { job: answer as Job } : { report: answer as AuditReport, at: Date.now() },
      );
    } catch (caught) {
      if (!(caught instanceof Refusal)) throw caught;
      setError(caught);
    }
    setBusy(false);
  };
  const job = followed.job;
  const isEnded = job !== undefined && isOver(job);
  const isRunning = isBusy || (started !== null && "job" in started && !isEnded);
  const report =
    started === null
      ? null
      : "report" in started
        ? started.report
        : job?.status === "succeeded"
          ? (job.result as AuditReport)
          : null;
  const at = started !== null && "report" in started ? started.at : job?.ended_at;
  const bad = report?.first_bad as
    { sequence?: number; file?: string; line?: number; what?: string } | null | undefined;
  return (
    <Part title={say("server")} text={say("server_text")}>
      <div>
        <Button
          icon="guardrails"
          isBusy={isRunning}
          disabled={!may}
          title={may ? undefined : say("need_right")}
          onClick={() => void start()}
        >
          {say("server_start")}
        </Button>
      </div>
      {!may && <p className="m-0 text-sm text-text-3">{say("need_right")}</p>}
      {isRunning && (
        <Progress value={job === undefined || job.progress === 0 ? null : job.progress} label={say("server_busy")} />
      )}
      {error !== null && <ErrorStrip error={error} />}
      {followed.error !== null && <ErrorStrip error={followed.error} />}
      {report !== null &&
        (report.verified ? (
          <Verdict tone="ok">
            <span data-testid="server-verdict">
              {say("server_right", {
                records: report.records,
                time: format.time(at),
                signed: report.signed_records,
                checkpoints: report.checkpoints,
              })}
            </span>
          </Verdict>
        ) : (
          <Verdict tone="crit">
            <span>
              {say("server_wrong", {
                sequence: bad?.sequence ?? "–",
                file: bad?.file ?? "–",
                line: bad?.line ?? "–",
                what: bad?.what ?? "–",
              })}
            </span>
          </Verdict>
        ))}
      {report?.warnings.map((warning) => (
        <p key={warning} className="m-0 text-sm text-warn" lang="en">
          {warning}
        </p>
      ))}
      {job !== undefined && isEnded && job.status !== "succeeded" && (
        <Verdict tone="crit">
          <span>
            {say.rich("server_failed", {
              reason: <Token mono>{String(job.problem?.code ?? job.status)}</Token>,
            })}
          </span>
        </Verdict>
      )}
    </Part>
  );
}

const faults: Record<ChainFault, keyof typeof words> = {
  form: "bad_form",
  hash: "bad_hash",
  previous: "bad_previous",
  sequence: "bad_sequence",
  head: "bad_head",
  kept: "bad_kept",
};

function BrowserVerdict({ check }: { check: ChainCheck }) {
  const say = useWords(words);
  const format = useFormat();
  const time = format.time(check.at);
  if (check.state === "running" || check.state === "stopped")
    return (
      <p className="m-0 text-sm text-text-2">
        {check.state === "stopped" && say("stopped")}{" "}
        {say("browser_busy", {
          count: check.checked,
        })}
      </p>
    );
  if (check.state === "wrong")
    return (
      <Verdict tone="crit">
        {check.firstBad !== null && (
          <>
            <span className="font-semibold" data-testid="browser-verdict">
              {say("bad", {
                sequence: check.firstBad.sequence ?? "–",
              })}
            </span>
            <span>{say(faults[check.firstBad.what])}</span>
            {(["expected", "found"] as const).map((side) =>
              check.firstBad?.[side] ? (
                <span key={side} className="text-sm break-all">
                  {say(side)}: <Token mono>{check.firstBad[side]}</Token>
                </span>
              ) : null,
            )}
          </>
        )}
        {check.isKeyChanged && check.kept !== null && (
          <span>
            {say("key_changed", {
              time: format.time(check.kept.at),
            })}
          </span>
        )}
      </Verdict>
    );
  return (
    <Verdict tone="ok">
      <span data-testid="browser-verdict">
        {check.isOwnOnly
          ? say("right_own", { count: check.checked })
          : check.isComplete
            ? say("right_whole", { head: check.head.sequence, count: check.checked, time })
            : say("right_part", { lowest: check.lowest, head: check.head.sequence, time })}
      </span>
      {check.isComplete && (
        <span className="text-sm">
          {check.kept === null
            ? say("kept_none")
            : check.isKeptFound
              ? say("kept_found", { sequence: check.kept.sequence, time: format.time(check.kept.at) })
              : ""}
        </span>
      )}
    </Verdict>
  );
}

function BrowserCheck() {
  const say = useWords(words);
  const may = useRight("read_audit");
  const { check, error, start, goOn, stop } = useChainCheck(may);
  const isRunning = check?.state === "running";
  const canGoOn = check !== null && check.state !== "wrong" && !isRunning && !check.isComplete && !check.isOwnOnly;
  return (
    <Part title={say("browser")} text={say("browser_text")}>
      <div className="flex flex-wrap gap-2">
        <Button icon="check" kind="primary" isBusy={isRunning} onClick={() => void start()}>
          {say("browser_start")}
        </Button>
        {isRunning && (
          <Button icon="stop" onClick={stop}>
            {say("stop")}
          </Button>
        )}
        {canGoOn && (
          <Button icon="down" onClick={() => void goOn()}>
            {say("browser_more")}
          </Button>
        )}
      </div>
      {isRunning && (
        <Progress
          value={
            check.checked /
            Math.max(1, Math.min(check.head.sequence, Math.ceil((check.checked + 1) / recordsAtOnce) * recordsAtOnce))
          }
          label={say("browser_busy", { count: check.checked })}
        />
      )}
      {error !== null && <ErrorStrip error={error} onRetry={() => void goOn()} />}
      {check !== null && <BrowserVerdict check={check} />}
      {check !== null && check.state !== "running" && <p className="m-0 text-sm text-text-3">{say("not_checked")}</p>}
    </Part>
  );
}

/** How far the log can be believed: what the server says, what it checked, and what this browser made anew. */
export function Integrity() {
  const say = useWords(words);
  return (
    <Panel title={say("title")}>
      <div className="grid gap-x-6 gap-y-4 md:grid-cols-3">
        <Head />
        <BrowserCheck />
        <ServerCheck />
      </div>
    </Panel>
  );
}
