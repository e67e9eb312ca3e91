import { useEffect, useRef, useState, type ReactNode } from "react";

import { fetchRaw } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { queries, queryKey, useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Badge, Synthetic } from "@/ui/badge";
import { Button, LinkButton } from "@/ui/button";
import { ActDialog } from "@/ui/dialog";
import { Field, TextField, inputShape } from "@/ui/fields";
import { HashChip } from "@/ui/hash-chip";
import { Icon } from "@/ui/icon";
import { Time, Token } from "@/ui/num";
import { useToast } from "@/ui/toast";

import { useReport } from "./report-state";

const words = defineWords({
  rerun: ["Run again…", "Yeniden çalıştır…"],
  share: ["Copy link", "Bağlantıyı kopyala"],
  shared: [
    "Address copied. Who opens it must be able to log in: read-only links do not exist yet.",
    "Adres kopyalandı. Açan kişinin oturum açabilmesi gerekir: salt okunur bağlantı henüz yok.",
  ],
  downloads: ["Downloads", "İndir"],
  compare: ["Compare with…", "Karşılaştır…"],
  optimize: ["Optimize this…", "Bunu optimize et…"],
  html: ["Report, one HTML file", "Rapor, tek HTML dosyası"],
  pdf: ["Report, PDF", "Rapor, PDF"],
  trades: ["Trades, CSV", "İşlemler, CSV"],
  equity: ["Equity of every bar, CSV", "Her mumun sermayesi, CSV"],
  json: ["Document, JSON", "Belge, JSON"],
  tar: ["Evidence, TAR", "Kanıt, TAR"],
  note: ["Note and tags", "Not ve etiketler"],
  note_add: ["Add a note", "Not ekle"],
  note_text: ["Note", "Not"],
  tags: ["Tags, parted by commas", "Etiketler, virgülle ayrılmış"],
  keep: ["Keep", "Kaydet"],
  right: ["Needs the right to research", "Araştırma yetkisi gerekir"],
  note_hint: [
    "Kept beside the evidence, never in it: the hashes do not change.",
    "Kanıtın içinde değil, yanında saklanır: özetler değişmez.",
  ],
  deterministic: ["deterministic", "deterministik"],
  no_look_ahead: ["no look-ahead", "geleceğe bakmıyor"],
  conserved: ["money adds up", "para denk"],
  deterministic_why: [
    {
      one: "Signals and ledger were made {count} time with the same hash",
      other: "Signals and ledger were made {count} times with the same hash",
    },
    "Sinyaller ve defter aynı özetle {count} kez hesaplandı",
  ],
  look_ahead_why: [
    {
      one: "Signals made again from data cut off at {count} place are the same",
      other: "Signals made again from data cut off at {count} places are the same",
    },
    "{count} yerde kesilen veriyle sinyaller aynı çıktı",
  ],
  conserved_why: [
    {
      one: "Equity told again from the trades at {count} bar is the same",
      other: "Equity told again from the trades at {count} bars is the same",
    },
    "İşlemlerden yeniden kurulan sermaye {count} mumda aynı",
  ],
  oos: ["out of sample", "örneklem dışı var"],
  made_in: ["made in {time}", "{time} sürdü"],
  params: ["Parameters", "Parametreler"],
});

/** A button with a list below it; Escape and a press elsewhere close it. */
function Menu({
  label,
  icon,
  children,
}: {
  label: string;
  icon: "download";
  children: (close: () => void) => ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return;
    const away = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        setOpen(false);
        box.current?.querySelector("button")?.focus();
      }
    };
    addEventListener("pointerdown", away);
    addEventListener("keydown", key);
    return () => {
      removeEventListener("pointerdown", away);
      removeEventListener("keydown", key);
    };
  }, [isOpen]);
  return (
    <div ref={box} className="relative">
      <Button icon={icon} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {label} <Icon name="down" size={10} />
      </Button>
      {isOpen && (
        <div
          className={
            "absolute top-full left-0 z-30 mt-1 flex min-w-[230px] flex-col rounded-md border border-line-strong " +
            "bg-surface p-1 shadow-lg sm:right-0 sm:left-auto"
          }
        >
          {children(() => setOpen(false))}
        </div>
      )}
    </div>
  );
}

export function HeadActions() {
  const { run } = useReport();
  const say = useWords(words);
  const { language } = useFormat();
  const toast = useToast();
  const share = async () => {
    await navigator.clipboard.writeText(location.href);
    toast({ text: say("shared"), tone: "ok" });
  };
  const base = `/api/v1/backtests/${run.id}`;
  const files: Array<[string, string]> = [
    [say("html"), `${base}/report.html?lang=${language}`],
    [say("pdf"), `${base}/report.pdf?lang=${language}`],
    [say("trades"), `${base}/trades.csv`],
    [say("equity"), `${base}/equity.csv`],
    [say("json"), `${base}/report.json`],
    [say("tar"), `/api/v1/evidence/${run.id}/archive`],
  ];
  return (
    <>
      <LinkButton icon="retry" to={`/backtest/${run.id}?tab=reproduce`}>
        {say("rerun")}
      </LinkButton>
      <LinkButton icon="plus" to={`/backtest/compare?ids=${run.id}`}>
        {say("compare")}
      </LinkButton>
      <LinkButton
        icon="optimizer"
        to={`/optimizer?new=1&strategy_new=${encodeURIComponent(run.strategy.name)}&dataset_new=${encodeURIComponent(run.dataset.id)}`}
      >
        {say("optimize")}
      </LinkButton>
      <Menu label={say("downloads")} icon="download">
        {(close) =>
          files.map(([text, address]) => (
            <a
              key={address}
              href={address}
              download
              onClick={close}
              className="flex min-h-7 items-center rounded-md px-2 text-text no-underline hover:bg-surface-2"
            >
              {text}
            </a>
          ))
        }
      </Menu>
      <Button icon="link" onClick={() => void share()}>
        {say("share")}
      </Button>
    </>
  );
}

function NoteDialog({
  onClose,
  note,
  tags,
  version,
}: {
  onClose: () => void;
  note: string;
  tags: string[];
  version: number;
}) {
  const { run } = useReport();
  const say = useWords(words);
  const [text, setText] = useState(note);
  const [labels, setLabels] = useState(tags.join(", "));
  const keep = async () => {
    const body = {
      note: text,
      tags: labels
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== ""),
    };
    await fetchRaw("PATCH", "/api/v1/backtests/{id}", {
      path: { id: run.id },
      body,
      headers: { "if-match": `"${version}"` },
    });
    await queries.invalidateQueries({ queryKey: [queryKey("/api/v1/backtests/{id}/notes")[0]] });
  };
  return (
    <ActDialog title={say("note")} act={say("keep")} onClose={onClose} onAct={keep}>
      <Field label={say("note_text")} hint={say("note_hint")}>
        {(ids) => (
          <textarea
            {...ids}
            rows={4}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className={`${inputShape} py-1`}
          />
        )}
      </Field>
      <TextField label={say("tags")} value={labels} onChange={(event) => setLabels(event.target.value)} />
    </ActDialog>
  );
}

function Notes() {
  const { run } = useReport();
  const say = useWords(words);
  const mayWrite = useRight("research");
  const notes = useApi("/api/v1/backtests/{id}/notes", { path: { id: run.id } });
  const [isOpen, setOpen] = useState(false);
  const { note = "", tags = [], version = 0 } = notes.data ?? {};
  return (
    <>
      {tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
      {note !== "" && (
        <span className="min-w-0 max-w-[60ch] truncate text-text-2" title={note} data-note>
          {note}
        </span>
      )}
      <button
        type="button"
        disabled={!mayWrite || notes.data === undefined}
        title={mayWrite ? undefined : say("right")}
        onClick={() => setOpen(true)}
        data-no-print
        className="min-h-6 rounded-md px-1.5 text-sm text-accent hover:bg-surface-2 disabled:opacity-50"
      >
        {say(version === 0 ? "note_add" : "note")}
      </button>
      {isOpen && <NoteDialog onClose={() => setOpen(false)} note={note} tags={tags} version={version} />}
    </>
  );
}

/** What was run, on what, with what, and what vouches for it. */
export function HeadFacts() {
  const { run } = useReport();
  const say = useWords(words);
  const format = useFormat();
  const { checks = {} } = run;
  const passed = (name: string, text: string, why: string) =>
    checks[name]?.passed === true && (
      <Badge tone="ok" title={why}>
        <Icon name="check" size={11} /> {text}
      </Badge>
    );
  return (
    <div className="flex min-w-0 flex-col gap-1.5" data-head>
      <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 text-text-2">
        {(run.books ?? [{ dataset: run.dataset.id }]).map((book) => (
          <a
            key={book.dataset}
            href={`/data/${encodeURIComponent(book.dataset)}`}
            className="no-underline hover:underline"
          >
            <Token mono>{book.dataset}</Token>
          </a>
        ))}
        <span>
          <Time value={run.period.first} precision="day" /> → <Time value={run.period.last} precision="day" />
        </span>
        <span className="text-text-3">
          <Time value={run.created_at} precision="minute" />
          {run.timing_ms?.total !== undefined && ` · ${say("made_in", { time: format.duration(run.timing_ms.total) })}`}
        </span>
        <HashChip value={run.result_hash} letters={19} />
        <HashChip value={run.id} letters={32} />
      </div>
      <div className="flex min-w-0 flex-wrap items-center gap-1.5">
        {run.dataset.synthetic && <Synthetic />}
        {passed(
          "determinism",
          say("deterministic"),
          say("deterministic_why", { count: checks.determinism?.runs ?? 0 }),
        )}
        {passed("look_ahead", say("no_look_ahead"), say("look_ahead_why", { count: checks.look_ahead?.cuts ?? 0 }))}
        {passed("conservation", say("conserved"), say("conserved_why", { count: checks.conservation?.bars ?? 0 }))}
        {run.out_of_sample !== undefined && (
          <Badge tone="ok">
            <Icon name="check" size={11} /> {say("oos")}
          </Badge>
        )}
        <span className="sr-only">{say("params")}</span>
        {Object.entries(run.params).map(([name, value]) => (
          <span key={name} className="rounded-md bg-surface-2 px-1.5 text-sm text-text-2">
            <Token mono>{`${name}=${String(value)}`}</Token>
          </span>
        ))}
        <Notes />
      </div>
    </div>
  );
}
