import type { Job, Upload } from "@spark/types";
import { useEffect, useMemo, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";

import { Refusal, api, newIdempotencyKey } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { LinkButton } from "@/ui/button";
import { HashChip } from "@/ui/hash-chip";
import { JobProgress } from "@/ui/job-progress";
import { Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { EmptyState, ErrorStrip, Panel, Skeleton } from "@/ui/panel";
import { ResearchButton, ResearchNote } from "../_parts/right-button";
import { UnfinishedUpload } from "../_parts/unfinished-upload";
import {
  faultsOf,
  formOf,
  guessTimeframe,
  keepUnfinished,
  orderOf,
  previewQuery,
  unfinishedUpload,
  type UploadForm,
} from "../_parts/upload-form";
import { addressOfDataSet, dataSetOfJob, rereadDataSets } from "../_parts/use-data-sets";
import { DropZone } from "./drop-zone";
import { MappingForm } from "./mapping-form";
import { Preview, previewOf } from "./preview";

const words = defineWords({
  title: ["Upload candles", "Mum verisi yükle"],
  subtitle: [
    "Look at what the rows become; only then is a data set made.",
    "Satırların ne olacağına bakın; veri kümesi ancak ondan sonra oluşur.",
  ],
  back: ["All data", "Tüm veriler"],
  file: ["File", "Dosya"],
  another: ["Another file", "Başka dosya"],
  looks: ["Looks like", "Tanınan biçim"],
  unknown: ["no known format", "bilinen bir biçim değil"],
  decimal: ["Decimal mark", "Ondalık işareti"],
  point: ["point", "nokta"],
  comma: ["comma", "virgül"],
  delimiter: ["Between columns", "Sütun ayırıcı"],
  semicolon: ["semicolon", "noktalı virgül"],
  bar: ["bar", "dikey çizgi"],
  tab: ["tab", "sekme"],
  clock: ["Times", "Zamanlar"],
  clock_date: ["dates", "tarih"],
  clock_unit: ["{unit} since 1970", "1970'ten beri {unit}"],
  clock_unknown: ["not recognised", "tanınmadı"],
  size: ["Size", "Boyut"],
  packed: ["gzip", "gzip"],
  settings: ["Settings", "Ayarlar"],
  preview: ["Preview", "Önizleme"],
  ingest: ["Make the data set", "Veri kümesini oluştur"],
  missing: ["Venue, symbol and timeframe are still needed.", "Borsa, sembol ve zaman dilimi gerekli."],
  work: ["Import", "İçe aktarma"],
  kept_nothing: [
    "Nothing was kept. Change the mapping and try again, or mend the line in the file and upload it anew.",
    "Hiçbir şey saklanmadı. Eşlemeyi değiştirip yeniden deneyin ya da dosyadaki satırı düzeltip yeniden yükleyin.",
  ],
  open: ["Open the data set", "Veri kümesini aç"],
  gone: [
    "This upload is no longer on the server: uploads are kept for a day.",
    "Bu yükleme artık sunucuda yok: yüklemeler bir gün saklanır.",
  ],
});

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-text-3">{name}</dt>
      <dd className="m-0 break-words">{children}</dd>
    </div>
  );
}

function FileFacts({ upload }: { upload: Upload }) {
  const say = useWords(words);
  const format = useFormat();
  const marks = ["comma", "semicolon", "bar", "tab"] as const;
  const delimiter = marks.find((one) => one === upload.delimiter);
  return (
    <dl className="m-0 grid grid-cols-2 gap-x-4 gap-y-2 xs:grid-cols-3 md:grid-cols-6">
      <Fact name={say("size")}>
        {format.bytes(upload.bytes)}
        {upload.gzip && ` (${say("packed")})`}
      </Fact>
      <Fact name={say("looks")}>{upload.format === null ? say("unknown") : <Token>{upload.format}</Token>}</Fact>
      <Fact name={say("delimiter")}>
        {delimiter === undefined ? <Token>{upload.delimiter}</Token> : say(delimiter)}
      </Fact>
      <Fact name={say("decimal")}>{say(upload.decimal === "comma" ? "comma" : "point")}</Fact>
      <Fact name={say("clock")}>
        {upload.clock_unit === null
          ? say("clock_unknown")
          : upload.clock_unit === "date"
            ? say("clock_date")
            : say.rich("clock_unit", { unit: <Token>{upload.clock_unit}</Token> })}
      </Fact>
      <Fact name="SHA-256">
        <HashChip value={upload.sha256} />
      </Fact>
    </dl>
  );
}

/** The second step: the file lies on the server, its rows are shown as what they become. */
function Mapping({ first, onGone }: { first: Upload; onGone: () => void }) {
  const say = useWords(words);
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const kept = useMemo(() => {
    const one = unfinishedUpload();
    return one?.id === first.id ? one : null;
  }, [first.id]);
  const [form, setForm] = useState<UploadForm>(() => kept?.form ?? formOf(first));
  const [isTouched, setTouched] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSending, setSending] = useState(false);
  const key = useRef(newIdempotencyKey());
  const job = search.get("job");
  const [isRunning, setRunning] = useState(job !== null);
  const query = useApi("/api/v1/uploads/{id}", {
    path: { id: first.id },
    query: previewQuery(form),
    keepPrevious: true,
  });
  const preview = previewOf(query.data);
  const guess = useMemo(
    () => guessTimeframe((preview?.rows ?? []).flatMap((row) => (row.time === undefined ? [] : [row.time]))),
    [preview],
  );
  const faults = faultsOf(form);
  const change = (part: Partial<UploadForm>) => {
    setForm((before) => ({ ...before, ...part }));
    key.current = newIdempotencyKey();
  };
  const isGuessTaken = useRef(form.timeframe !== "");
  useEffect(() => {
    if (isGuessTaken.current || guess === "") return;
    isGuessTaken.current = true;
    setForm((before) => (before.timeframe === "" ? { ...before, timeframe: guess } : before));
  }, [guess]);
  const at = useRef(kept?.at ?? Date.now());
  useEffect(
    () => keepUnfinished({ id: first.id, name: first.name, bytes: first.bytes, at: at.current, form, job }),
    [first, form, job],
  );

  const ingest = async () => {
    setTouched(true);
    if (faults.length > 0 || isSending || isRunning) return;
    setSending(true);
    setRefusal(null);
    try {
      const started = (await api.post("/api/v1/uploads/{id}/ingest", {
        path: { id: first.id },
        body: orderOf(form),
        idempotencyKey: key.current,
      })) as unknown as Job;
      setRunning(true);
      setSearch({ id: first.id, job: started.id }, { replace: true });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 404) onGone();
      setRefusal(error);
    } finally {
      setSending(false);
    }
  };
  const over = (done: Job) => {
    setRunning(false);
    key.current = newIdempotencyKey();
    if (done.status !== "succeeded") return;
    const made = dataSetOfJob(done);
    keepUnfinished(null);
    void rereadDataSets();
    // The data set holds what was in it; the file itself is not needed any more, and goes by itself if this fails.
    void api.remove("/api/v1/uploads/{id}", { path: { id: first.id } }).catch(() => undefined);
    if (made !== null) void navigate(addressOfDataSet(made), { replace: true });
  };
  return (
    <>
      {job !== null && (
        <Panel title={say("work")}>
          <JobProgress
            key={job}
            id={job}
            about={<Token>{first.name}</Token>}
            onOver={over}
            failureNote={say("kept_nothing")}
          />
        </Panel>
      )}
      <Panel title={<Token>{first.name}</Token>}>
        <FileFacts upload={first} />
      </Panel>
      <div className="grid grid-cols-12 gap-3">
        <Panel title={say("settings")} className="col-span-12 sm:col-span-5 md:col-span-4">
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void ingest();
            }}
            noValidate
            className="flex flex-col gap-4"
          >
            <MappingForm
              upload={first}
              form={form}
              guess={guess}
              faults={faults}
              isTouched={isTouched}
              onChange={change}
              disabled={isRunning}
            />
            {refusal !== null && <ErrorStrip error={refusal} />}
            <div className="flex flex-col gap-1">
              <ResearchButton type="submit" kind="primary" icon="check" isBusy={isSending || isRunning}>
                {say("ingest")}
              </ResearchButton>
              {(faults.includes("venue") || faults.includes("symbol") || faults.includes("timeframe")) && (
                <p className="m-0 text-sm text-text-3">{say("missing")}</p>
              )}
            </div>
          </form>
        </Panel>
        <Panel title={say("preview")} className="col-span-12 sm:col-span-7 md:col-span-8">
          <Preview upload={first} preview={preview} error={query.error} isStale={query.isPlaceholderData} />
        </Panel>
      </div>
    </>
  );
}

export default function UploadPage() {
  const say = useWords(words);
  const [search, setSearch] = useSearchParams();
  const id = search.get("id");
  const [sent, setSent] = useState<Upload | null>(null);
  const query = useApi("/api/v1/uploads/{id}", { path: { id: id ?? "" }, enabled: id !== null && sent?.id !== id });
  const upload = sent !== null && sent.id === id ? sent : query.data?.id === id ? query.data : undefined;
  const restart = () => {
    setSent(null);
    setSearch({}, { replace: true });
  };
  const isGone = query.error?.status === 404;
  return (
    <Page
      title={say("title")}
      subtitle={say("subtitle")}
      actions={
        <>
          {id !== null && (
            <LinkButton to="/data/upload" icon="upload">
              {say("another")}
            </LinkButton>
          )}
          <LinkButton to="/data" icon="left">
            {say("back")}
          </LinkButton>
        </>
      }
    >
      <ResearchNote />
      {id === null && (
        <>
          <UnfinishedUpload />
          <Panel title={say("file")}>
            <DropZone
              onSent={(made) => {
                setSent(made);
                setSearch({ id: made.id });
              }}
            />
          </Panel>
        </>
      )}
      {id !== null && upload === undefined && (
        <Panel>
          {isGone ? (
            <EmptyState
              text={say("gone")}
              action={
                <LinkButton to="/data/upload" kind="primary">
                  {say("another")}
                </LinkButton>
              }
            />
          ) : query.error !== null ? (
            <ErrorStrip error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <Skeleton rows={6} height={28} />
          )}
        </Panel>
      )}
      {upload !== undefined && <Mapping key={upload.id} first={upload} onGone={restart} />}
    </Page>
  );
}
