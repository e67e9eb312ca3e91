import { useState, type ReactNode } from "react";
import { Link } from "react-router";

import type { BacktestRerun, EvidenceCheck } from "@spark/types";

import { api, fetchRaw, newIdempotencyKey, Refusal } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Button, LinkButton } from "@/ui/button";
import { HashChip } from "@/ui/hash-chip";
import { Token } from "@/ui/num";
import { ErrorStrip, Loaded, Panel, Skeleton } from "@/ui/panel";
import { useToast } from "@/ui/toast";

import { canDigest, checkFiles, type FileCheck, type Manifest } from "./digest";
import { Facts } from "./facts";
import { useReport } from "./report-state";
import { Verdict } from "./verdict";

const words = defineWords({
  command: ["The command that repeats it", "Tekrarlayan komut"],
  copy: ["Copy", "Kopyala"],
  copied: ["Copied", "Kopyalandı"],
  hashes: ["Hashes", "Özetler"],
  result: ["Result", "Sonuç"],
  strategy: ["Strategy", "Strateji"],
  binary: ["Program", "Program"],
  manifest: ["Manifest", "Manifest"],
  commit: ["Commit", "Commit"],
  compiler: ["Compiler", "Derleyici"],
  config: [
    "Costs, size and parameters stand in the document; its hash covers them.",
    "Maliyet, büyüklük ve parametreler belgenin içindedir; özeti onları da kapsar.",
  ],
  document: ["Document", "Belge"],
  rerun: ["Run it once more", "Bir kez daha çalıştır"],
  rerun_text: [
    "The server runs the same inputs, keeps the new run and compares the result hash, which covers every trade.",
    "Sunucu aynı girdileri çalıştırır, yenisini saklar ve her işlemi kapsayan sonuç özetini karşılaştırır.",
  ],
  rerun_act: ["Run again", "Yeniden çalıştır"],
  same: ["Byte-equal: the same result hash", "Bayt bayt aynı: sonuç özeti eşit"],
  other: ["Not equal: the result hashes differ", "Aynı değil: sonuç özetleri farklı"],
  before: ["before", "önce"],
  now: ["now", "şimdi"],
  see: ["See the new run", "Yeni çalıştırmayı gör"],
  compare: ["Compare both", "İkisini karşılaştır"],
  job: ["It takes longer: {job}", "Daha uzun sürüyor: {job}"],
  right: ["Needs the right to research", "Araştırma yetkisi gerekir"],
  server_check: ["Verified by the server", "Sunucunun doğrulaması"],
  browser_check: ["Verified in this browser", "Bu tarayıcıdaki doğrulama"],
  server_text: [
    "The server compares every file of the evidence with the manifest, and the manifest with its line in the INDEX.",
    "Sunucu kanıttaki her dosyayı manifest ile, manifesti de INDEX satırıyla karşılaştırır.",
  ],
  browser_text: [
    "Your browser fetches every file, makes its SHA-256 itself and compares. The server's word is not taken for it.",
    "Tarayıcınız her dosyayı indirir, SHA-256 özetini kendisi hesaplar ve karşılaştırır. Sunucunun sözüne güvenilmez.",
  ],
  verify: ["Verify", "Doğrula"],
  no_crypto: [
    "This browser makes hashes only over HTTPS or on the machine itself.",
    "Bu tarayıcı özeti yalnızca HTTPS üzerinden ya da aynı makinede hesaplar.",
  ],
  all_equal: ["Every file is what the run wrote.", "Her dosya çalıştırmanın yazdığı gibi."],
  altered: ["A file is not what the run wrote.", "Bir dosya çalıştırmanın yazdığı gibi değil."],
  file: ["File", "Dosya"],
  expected: ["Manifest says", "Manifest"],
  found: ["Found", "Bulunan"],
  archive: ["Take the evidence along (.tar)", "Kanıtı indir (.tar)"],
  row: ["row {row} of the INDEX", "INDEX satırı {row}"],
});

type Row = { name: string; ok: boolean; expected: string; found: string; bytes: number };

function FileTable({
  label,
  rows,
  isWhole,
  note,
}: {
  label: string;
  rows: Row[];
  isWhole: boolean | null;
  note?: string;
}) {
  const say = useWords(words);
  const format = useFormat();
  return (
    <div data-files={isWhole === null ? "running" : isWhole ? "equal" : "altered"}>
      {isWhole !== null && (
        <p
          role="status"
          className={`m-0 mb-1 flex items-center gap-2 font-semibold ${isWhole ? "text-ok" : "text-crit"}`}
        >
          <Verdict isRight={isWhole} size={18} /> {say(isWhole ? "all_equal" : "altered")}{" "}
          {note !== undefined && <span className="font-normal text-text-3">{note}</span>}
        </p>
      )}
      <div className="overflow-x-auto">
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">{label}</caption>
          <thead className="text-text-3">
            <tr className="border-b border-line">
              {["", say("file"), say("expected"), say("found"), ""].map((one, at) => (
                <th key={at} scope="col" className="py-1 pr-3 text-left font-normal">
                  {one}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr
                key={row.name}
                data-file={row.name}
                className={`border-b border-line last:border-b-0 ${row.ok ? "" : "text-crit"}`}
              >
                <td className="py-1 pr-2">
                  <Verdict isRight={row.ok} />
                </td>
                <th scope="row" className="max-w-[24ch] truncate pr-3 text-left font-normal" title={row.name}>
                  <Token mono>{row.name}</Token>
                </th>
                <td className="pr-3" title={row.expected}>
                  <Token mono>{row.expected.slice(0, 12)}…</Token>
                </td>
                <td className="pr-3" title={row.found}>
                  <Token mono>{row.found === "" ? "–" : `${row.found.slice(0, 12)}…`}</Token>
                </td>
                <td className="num text-text-3">{format.bytes(row.bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** Runs an act with its busy state and refusal. */
function useAct() {
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    setRefusal(null);
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, refusal, run };
}

function Rerun() {
  const { run } = useReport();
  const say = useWords(words);
  const mayRun = useRight("research");
  const act = useAct();
  const [made, setMade] = useState<BacktestRerun | null>(null);
  const [job, setJob] = useState<string | null>(null);
  const start = () =>
    void act.run(async () => {
      const answer = await api.post("/api/v1/backtests/{id}/rerun", {
        path: { id: run.id },
        idempotencyKey: newIdempotencyKey(),
        waitSeconds: 60,
      });
      if (answer.schema === "spark.job/1") setJob(answer.id);
      else setMade(answer);
    });
  return (
    <Panel
      title={say("rerun")}
      actions={
        <Button
          icon="play"
          isBusy={act.isBusy}
          disabled={!mayRun}
          title={mayRun ? undefined : say("right")}
          onClick={start}
        >
          {say("rerun_act")}
        </Button>
      }
    >
      <p className="m-0 text-sm text-text-2">{say("rerun_text")}</p>
      {act.refusal !== null && <ErrorStrip error={act.refusal} onRetry={start} />}
      {job !== null && (
        <p className="m-0 mt-2">
          {say.rich("job", {
            job: (
              <Link to={`/backtest/${job}`}>
                <Token mono>{job}</Token>
              </Link>
            ),
          })}
        </p>
      )}
      {made !== null && (
        <div className="mt-3 flex flex-col gap-2" data-rerun={made.equal ? "equal" : "differs"} role="status">
          <p className={`m-0 flex items-center gap-2 font-semibold ${made.equal ? "text-ok" : "text-crit"}`}>
            <Verdict isRight={made.equal} size={18} /> {say(made.equal ? "same" : "other")}
          </p>
          <Facts
            rows={[
              [say("before"), <HashChip key="b" value={made.result_hash_before} letters={24} />],
              [say("now"), <HashChip key="n" value={made.result_hash} letters={24} />],
            ]}
          />
          <div className="flex flex-wrap gap-2">
            <LinkButton to={`/backtest/${made.id}`}>{say("see")}</LinkButton>
            <LinkButton to={`/backtest/compare?ids=${made.of},${made.id}`}>{say("compare")}</LinkButton>
          </div>
        </div>
      )}
    </Panel>
  );
}

function ServerCheck() {
  const { run } = useReport();
  const say = useWords(words);
  const act = useAct();
  const [found, setFound] = useState<EvidenceCheck | null>(null);
  const start = () =>
    void act.run(async () => setFound(await api.post("/api/v1/evidence/{id}/verify", { path: { id: run.id } })));
  return (
    <Panel
      title={say("server_check")}
      actions={
        <Button icon="check" isBusy={act.isBusy} onClick={start}>
          {say("verify")}
        </Button>
      }
      id="server-check"
    >
      <p className="m-0 mb-2 text-sm text-text-2">{say("server_text")}</p>
      {act.refusal !== null && <ErrorStrip error={act.refusal} onRetry={start} />}
      {found !== null && (
        <FileTable
          label={say("server_check")}
          isWhole={found.verified}
          note={found.index.row === undefined ? undefined : say("row", { row: Number(found.index.row) })}
          rows={found.files.map((file) => ({
            name: file.name,
            ok: file.ok,
            expected: file.expected ?? "",
            found: file.found ?? "",
            bytes: Number(file.size_bytes ?? 0),
          }))}
        />
      )}
    </Panel>
  );
}

function BrowserCheck() {
  const { run } = useReport();
  const say = useWords(words);
  const act = useAct();
  const [rows, setRows] = useState<FileCheck[]>([]);
  const [isWhole, setWhole] = useState<boolean | null>(null);
  const start = () =>
    void act.run(async () => {
      setRows([]);
      setWhole(null);
      const manifest = await (await fetchRaw("GET", "/api/v1/evidence/{id}/manifest", { path: { id: run.id } })).text();
      const readFile = async (name: string) =>
        (
          await fetchRaw("GET", "/api/v1/evidence/{id}/files/{name}", {
            path: { id: run.id, name },
            headers: { accept: "*/*" },
          })
        ).arrayBuffer();
      setWhole(await checkFiles(manifest, readFile, (check) => setRows((before) => [...before, check])));
    });
  return (
    <Panel
      title={say("browser_check")}
      actions={
        <Button icon="check" isBusy={act.isBusy} disabled={!canDigest()} onClick={start}>
          {say("verify")}
        </Button>
      }
      id="browser-check"
    >
      <p className="m-0 mb-2 text-sm text-text-2">{say("browser_text")}</p>
      {!canDigest() && <p className="m-0 text-sm text-warn">{say("no_crypto")}</p>}
      {act.refusal !== null && <ErrorStrip error={act.refusal} onRetry={start} />}
      {rows.length > 0 && (
        <FileTable
          label={say("browser_check")}
          isWhole={isWhole}
          rows={rows.map((one) => ({ ...one, ok: one.isEqual }))}
        />
      )}
    </Panel>
  );
}

export function ReproduceTab() {
  const { run } = useReport();
  const say = useWords(words);
  const toast = useToast();
  const manifest = useApi("/api/v1/evidence/{id}/manifest", { path: { id: run.id }, staleTimeMs: Infinity });
  return (
    <div className="grid grid-cols-12 gap-3">
      <Panel title={say("command")} className="col-span-12 lg:col-span-6">
        <Loaded query={manifest} skeleton={<Skeleton rows={8} />}>
          {(answer) => {
            const { inputs, document, hash } = answer as unknown as Manifest;
            const copy = async () => {
              await navigator.clipboard.writeText(inputs.command);
              toast({ text: say("copied"), tone: "ok" });
            };
            return (
              <>
                <div className="flex items-start gap-2 rounded-md bg-surface-2 p-2">
                  <code lang="en" translate="no" data-command className="min-w-0 grow font-mono text-sm break-words">
                    {inputs.command}
                  </code>
                  <Button kind="quiet" icon="copy" onClick={() => void copy()}>
                    {say("copy")}
                  </Button>
                </div>
                <Facts
                  className="mt-3"
                  title={say("hashes")}
                  rows={[
                    [say("result"), <HashChip key="r" value={run.result_hash} letters={20} />],
                    ...inputs.data_sets.map<[string, ReactNode]>((set) => [
                      set.id,
                      <HashChip key={set.id} value={set.sha256} />,
                    ]),
                    [say("strategy"), <HashChip key="s" value={inputs.strategy_sha256} />],
                    [say("binary"), <HashChip key="b" value={inputs.binary_sha256} />],
                    [say("document"), <HashChip key="d" value={document.sha256} />],
                    [say("manifest"), <HashChip key="m" value={hash} />],
                    [say("commit"), <HashChip key="c" value={inputs.commit} />],
                    [say("compiler"), <Token key="x">{inputs.compiler}</Token>],
                  ]}
                />
                <p className="m-0 mt-2 text-sm text-text-3">{say("config")}</p>
              </>
            );
          }}
        </Loaded>
        <div className="mt-2">
          <a className="text-sm" href={`/api/v1/evidence/${run.id}/archive`} download>
            {say("archive")}
          </a>
        </div>
      </Panel>
      <div className="col-span-12 flex flex-col gap-3 lg:col-span-6">
        <Rerun />
        <BrowserCheck />
        <ServerCheck />
      </div>
    </div>
  );
}
