import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link, useParams, useSearchParams } from "react-router";

import { IndexState } from "../../audit/evidence-list";
import {
  checkBytes,
  fetchFile,
  fetchManifest,
  fileUrl,
  manifestHash,
  type FileCheck,
  type FileEntry,
  type Manifest,
} from "./check";
import { Viewer } from "./viewer";
import { Refusal, addressOf } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button, LinkButton } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { Facts } from "@/ui/facts";
import { HashChip } from "@/ui/hash-chip";
import { Icon } from "@/ui/icon";
import { Time, Token } from "@/ui/num";
import { Page } from "@/ui/page";
import { Loaded, Panel, Skeleton } from "@/ui/panel";

const words = defineWords({
  title: ["Evidence", "Kanıt"],
  back: ["All evidence", "Tüm kanıtlar"],
  report: ["Report of the run", "Koşunun raporu"],
  archive: ["Download archive", "Arşivi indir"],
  files: ["Files", "Dosyalar"],
  check: ["Check again", "Yeniden denetle"],
  checked: [
    "Each file's SHA-256 was made in this browser from the bytes that came.",
    "Her dosyanın SHA-256'sı, gelen baytlardan bu tarayıcıda hesaplandı.",
  ],
  manifest: ["manifest", "manifest"],
  document: ["document", "belge"],
  attachment: ["attachment", "ek"],
  checking: ["checking", "denetleniyor"],
  equal: ["equal", "eşit"],
  altered: ["altered", "değişmiş"],
  missing: ["missing", "eksik"],
  unread: ["not read", "okunamadı"],
  found: ["found {found}, {size}", "bulunan {found}, {size}"],
  all_right: [
    {
      one: "The file is what the INDEX and the manifest say",
      other: "All {count} files are what the INDEX and the manifest say",
    },
    { one: "Dosya, INDEX ve manifestte yazdığı gibi", other: "{count} dosyanın tümü INDEX ve manifestte yazdığı gibi" },
  ],
  some_wrong: [
    { one: "{count} file is not what it should be", other: "{count} files are not what they should be" },
    { one: "{count} dosya olması gerektiği gibi değil", other: "{count} dosya olması gerektiği gibi değil" },
  ],
  own_hash: ["The manifest's own hash", "Manifestin kendi özeti"],
  origin: ["Where it comes from", "Nereden geliyor"],
  made: ["Made", "Oluşturma"],
  kind: ["Kind", "Tür"],
  row: ["Line of the INDEX", "INDEX satırı"],
  data_sets: ["Data sets", "Veri kümeleri"],
  strategy: ["Strategy", "Strateji"],
  program: ["Program", "Program"],
  commit: ["Commit", "Commit"],
  compiler: ["Compiler", "Derleyici"],
  repeat: ["The run again", "Koşuyu yinele"],
  offline: ["Check without this server", "Bu sunucu olmadan denetle"],
  offline_text: [
    "Unpack the archive anywhere; no data set and no network is needed.",
    "Arşivi herhangi bir yere açın; veri kümesi de ağ da gerekmez.",
  ],
  index: ["INDEX", "INDEX"],
  choose: ["Choose a file to see what is in it.", "İçeriğini görmek için bir dosya seçin."],
  download: ["Download {name}", "{name} indir"],
});

type Checks = Record<string, FileCheck>;
const marks = {
  equal: ["check", "text-ok"],
  altered: ["warning", "text-crit"],
  missing: ["warning", "text-crit"],
  unread: ["warning", "text-warn"],
} as const;

/** Fetches every file again and compares; the manifest first, against the INDEX's line. */
function useFileChecks(id: string, manifestSha256: string | undefined, manifest: Manifest | undefined) {
  const [checks, setChecks] = useState<Checks>({});
  const [isOwnHash, setOwnHash] = useState<boolean | null>(null);
  const [turn, setTurn] = useState(0);
  const wanted = useRef(0);
  useEffect(() => {
    if (manifest === undefined || manifestSha256 === undefined) return;
    const mine = ++wanted.current;
    const control = new AbortController();
    setChecks({});
    setOwnHash(null);
    const put = (name: string, check: FileCheck) => {
      if (mine === wanted.current) setChecks((before) => ({ ...before, [name]: check }));
    };
    const one = async (
      name: string,
      read: () => Promise<ArrayBuffer>,
      entry: Pick<FileEntry, "sha256"> & { size_bytes?: number },
    ) => {
      try {
        const bytes = await read();
        put(name, await checkBytes(bytes, entry));
        if (name === "manifest") {
          const { said, made } = await manifestHash(new TextDecoder().decode(bytes));
          if (mine === wanted.current) setOwnHash(said === made);
        }
      } catch (error) {
        if (control.signal.aborted) return;
        if (!(error instanceof Refusal)) throw error;
        put(name, error.status === 404 ? { state: "missing" } : { state: "unread", reason: error.problem.title });
      }
    };
    void (async () => {
      await one("manifest", () => fetchManifest(id, control.signal), { sha256: manifestSha256 });
      for (const entry of [manifest.document, ...manifest.attachments])
        await one(entry.name, () => fetchFile(id, entry.name, control.signal), entry);
    })();
    return () => control.abort();
  }, [id, manifestSha256, manifest, turn]);
  return { checks, isOwnHash, again: () => setTurn((count) => count + 1) };
}

function FileRow({
  name,
  what,
  size,
  check,
  isChosen,
  onOpen,
  href,
}: {
  name: string;
  what: string;
  size?: number;
  check: FileCheck | undefined;
  isChosen: boolean;
  onOpen?: () => void;
  href: string;
}) {
  const say = useWords(words);
  const format = useFormat();
  const [icon, colour] = check === undefined ? (["info", "text-text-3"] as const) : marks[check.state];
  return (
    <li
      className={`flex min-h-9 items-center gap-2 rounded-md px-2 ${isChosen ? "bg-surface-3" : "hover:bg-surface-2"}`}
    >
      <Icon name={icon} className={colour} />
      <div className="min-w-0 grow">
        {onOpen === undefined ? (
          <Token mono className="break-all">
            {name}
          </Token>
        ) : (
          <button type="button" onClick={onOpen} aria-pressed={isChosen} className="min-h-[24px] text-left break-all">
            <Token mono>{name}</Token>
          </button>
        )}
        <div className={`text-sm ${isChosen ? "text-text-2" : "text-text-3"}`}>
          {what}
          {size !== undefined && <> · {format.bytes(size)}</>} ·{" "}
          <span className={colour} data-check={check?.state ?? "checking"}>
            {say(check?.state ?? "checking")}
          </span>
          {check?.state === "altered" && (
            <span className="block break-all text-crit">
              {say.rich("found", { found: <Token mono>{check.found}</Token>, size: format.bytes(check.size) })}
            </span>
          )}
          {check?.state === "unread" && <span className="block">{check.reason}</span>}
        </div>
      </div>
      <a
        href={href}
        download={name}
        aria-label={say("download", { name })}
        title={say("download", { name })}
        className="grid size-[28px] shrink-0 place-items-center rounded-md text-text-2 hover:bg-surface-3"
      >
        <Icon name="download" />
      </a>
    </li>
  );
}

export default function EvidencePage() {
  const say = useWords(words);
  const { id = "" } = useParams();
  const [search, setSearch] = useSearchParams();
  const evidence = useApi("/api/v1/evidence/{id}", { path: { id } });
  const line = evidence.data?.manifest as { row: number; manifest_sha256: string } | undefined;
  const manifest = useQuery<Manifest, Refusal>({
    queryKey: ["/api/v1/evidence", id, "manifest"],
    queryFn: async ({ signal }) => JSON.parse(new TextDecoder().decode(await fetchManifest(id, signal))) as Manifest,
    staleTime: Infinity,
  });
  const { checks, isOwnHash, again } = useFileChecks(id, line?.manifest_sha256, manifest.data);
  const count = (manifest.data?.attachments.length ?? 0) + 2;
  const wrong = Object.values(checks).filter((check) => check.state !== "equal").length + (isOwnHash === false ? 1 : 0);
  const isDone = Object.keys(checks).length === count && isOwnHash !== null;
  const chosen = search.get("file");
  const open = (name: string) => setSearch({ file: name }, { replace: true });
  return (
    <Page
      title={`${say("title")} ${id}`}
      heading={
        <>
          {say("title")}{" "}
          <Token mono className="text-lg break-all">
            {id}
          </Token>
        </>
      }
      subtitle={<Link to="/audit?tab=evidence">{say("back")}</Link>}
      actions={
        <>
          {manifest.data?.kind === "backtest" && (
            <LinkButton to={`/backtest/${id}`} icon="backtest">
              {say("report")}
            </LinkButton>
          )}
          <a
            href={addressOf("/api/v1/evidence/{id}/archive", { id })}
            download={`${id}.tar`}
            className="inline-flex min-h-[28px] items-center gap-1.5 rounded-md border border-line-strong bg-surface-2 px-2.5 text-text no-underline hover:bg-surface-3"
          >
            <Icon name="download" size={14} />
            {say("archive")}
          </a>
        </>
      }
    >
      <div className="grid grid-cols-12 gap-3">
        <Panel
          title={say("files")}
          className="col-span-12 md:col-span-5"
          actions={
            <Button kind="quiet" icon="retry" disabled={!isDone} onClick={again}>
              {say("check")}
            </Button>
          }
        >
          <Loaded query={manifest} skeleton={<Skeleton rows={5} height={32} />}>
            {(data) => (
              <div className="flex flex-col gap-2">
                <div
                  role="status"
                  data-testid="evidence-verdict"
                  className={`flex items-center gap-2 rounded-md border bg-surface-2 px-3 py-2 ${
                    !isDone ? "border-line text-text-2" : wrong === 0 ? "border-ok text-ok" : "border-crit text-crit"
                  }`}
                >
                  <Icon name={!isDone ? "info" : wrong === 0 ? "check" : "warning"} />
                  {!isDone
                    ? say("checking")
                    : wrong === 0
                      ? say("all_right", { count })
                      : say("some_wrong", { count: wrong })}
                </div>
                <ul className="m-0 flex list-none flex-col p-0">
                  <FileRow
                    name={`${id}.manifest.json`}
                    what={say("manifest")}
                    check={checks.manifest}
                    isChosen={false}
                    href={addressOf("/api/v1/evidence/{id}/manifest", { id })}
                  />
                  {[data.document, ...data.attachments].map((entry, index) => (
                    <FileRow
                      key={entry.name}
                      name={entry.name}
                      what={say(index === 0 ? "document" : "attachment")}
                      size={entry.size_bytes}
                      check={checks[entry.name]}
                      isChosen={chosen === entry.name}
                      onOpen={() => open(entry.name)}
                      href={addressOf(fileUrl, { id, name: entry.name })}
                    />
                  ))}
                </ul>
                <p className="m-0 flex items-center gap-2 text-sm text-text-3">
                  {say("own_hash")} <HashChip value={data.hash} />
                  {isOwnHash !== null && (
                    <Badge tone={isOwnHash ? "ok" : "crit"}>{say(isOwnHash ? "equal" : "altered")}</Badge>
                  )}
                </p>
                <p className="m-0 text-sm text-text-3">{say("checked")}</p>
              </div>
            )}
          </Loaded>
        </Panel>
        <Panel title={say("origin")} className="col-span-12 md:col-span-7">
          <Loaded query={manifest} skeleton={<Skeleton rows={9} />}>
            {(data) => (
              <div className="flex flex-col gap-3">
                <Facts
                  facts={[
                    { name: say("kind"), value: <Token>{data.kind}</Token> },
                    {
                      name: say("made"),
                      value: (
                        <>
                          <Time value={data.created_at} precision="ms" /> · <Token mono>{data.nonce}</Token>
                        </>
                      ),
                    },
                    {
                      name: say("row"),
                      value:
                        line === undefined ? (
                          "–"
                        ) : (
                          <span className="flex flex-wrap items-center gap-2">
                            {line.row} <HashChip value={line.manifest_sha256} />
                          </span>
                        ),
                    },
                    {
                      name: say("data_sets"),
                      value: data.inputs.data_sets.map((one) => (
                        <span key={one.id} className="flex flex-wrap items-center gap-2">
                          <Link
                            to={`/data/${encodeURIComponent(one.id)}`}
                            className="inline-flex min-h-[24px] items-center"
                          >
                            <Token mono>{one.id}</Token>
                          </Link>{" "}
                          <HashChip value={one.sha256} />
                        </span>
                      )),
                    },
                    {
                      name: say("strategy"),
                      value:
                        data.inputs.strategy_sha256 === "" ? "–" : <HashChip value={data.inputs.strategy_sha256} />,
                    },
                    { name: say("program"), value: <HashChip value={data.inputs.binary_sha256} /> },
                    { name: say("commit"), value: <HashChip value={data.inputs.commit} /> },
                    { name: say("compiler"), value: <Token>{data.inputs.compiler}</Token> },
                    { name: say("index"), value: <IndexState /> },
                  ]}
                />
                <section className="flex flex-col gap-1">
                  <h3 className="m-0 text-md font-semibold">{say("repeat")}</h3>
                  <CodeBlock label={say("repeat")} text={data.inputs.command} wrap />
                </section>
                <section className="flex flex-col gap-1">
                  <h3 className="m-0 text-md font-semibold">{say("offline")}</h3>
                  <CodeBlock
                    label={say("offline")}
                    text={`tar -xf ${id}.tar\nspark evidence verify ${id}.json --offline`}
                  />
                  <p className="m-0 text-sm text-text-3">{say("offline_text")}</p>
                </section>
              </div>
            )}
          </Loaded>
        </Panel>
        <Panel title={chosen === null ? undefined : <Token mono>{chosen}</Token>} className="col-span-12">
          {chosen === null ? (
            <p className="m-0 py-4 text-center text-text-3">{say("choose")}</p>
          ) : (
            <Viewer id={id} name={chosen} />
          )}
        </Panel>
      </div>
    </Page>
  );
}
