import { useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";

import { RecordDrawer } from "./record-drawer";
import { useRecords, type Filter, type Row } from "./records";
import { ActorName, OutcomeBadge, actorName } from "./outcome";
import { words } from "./words";
import { addressOf } from "@/lib/api";
import { useRight } from "@/lib/session";
import { zoneOffsetMs } from "@/lib/time-zone";
import { useFormat } from "@/lib/format";
import { useWords } from "@/lib/words";
import { useStreamEvents } from "@/stream/live";
import { Badge, Dot } from "@/ui/badge";
import { Button } from "@/ui/button";
import { SelectField, TextField } from "@/ui/fields";
import { Icon } from "@/ui/icon";
import { Time, Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";
import { useNarrow } from "@/ui/use-narrow";

const serverFilters = ["actor", "action", "outcome", "since", "until"] as const;

/** A time of a field in the page's zone as ISO 8601, and back. */
const isoOf = (local: string): string | null => {
  const asUtc = Date.parse(`${local}Z`);
  return Number.isNaN(asUtc) ? null : new Date(asUtc - zoneOffsetMs(asUtc)).toISOString();
};
const localOf = (iso: string): string => {
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? "" : new Date(ms + zoneOffsetMs(ms)).toISOString().slice(0, 16);
};

export function Timeline() {
  const say = useWords(words);
  const format = useFormat();
  const isNarrow = useNarrow();
  const isMiddle = useNarrow(1280);
  const mayReadAll = useRight("read_audit");
  const [search, setSearch] = useSearchParams();
  const filter: Filter = {};
  for (const name of serverFilters) {
    const value = search.get(name);
    if (value) filter[name] = value;
  }
  const find = search.get("find") ?? "";
  const { page, error, refresh, loadOlder, isLoadingOlder } = useRecords(filter);
  const change = (name: string, value: string | null) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );

  // A burst of records is one reading.
  const wait = useRef<ReturnType<typeof setTimeout>>(undefined);
  useStreamEvents(mayReadAll ? "audit.head" : null, () => {
    clearTimeout(wait.current);
    wait.current = setTimeout(() => void refresh(), 400);
  });
  useEffect(() => () => clearTimeout(wait.current), []);

  const rows = useMemo(() => {
    const wanted = find.toLocaleLowerCase("en");
    return (page?.rows ?? []).filter((row) => wanted === "" || row.text.toLocaleLowerCase("en").includes(wanted));
  }, [page, find]);
  const [chosenRow, setChosenRow] = useState<Row | null>(null);
  const chosen = search.get("record");
  const opened =
    rows.find((row) => String(row.record.sequence) === chosen) ??
    (String(chosenRow?.record.sequence) === chosen ? chosenRow : null);

  const columns = useMemo<Column<Row>[]>(() => {
    const all: Array<Column<Row> & { isWide?: boolean; isWidest?: boolean }> = [
      {
        key: "time",
        title: say("time"),
        width: isNarrow ? "15ch" : "21ch",
        cell: ({ record }) =>
          isNarrow ? (
            <span className="num">{format.time(record.time, "second").slice(5)}</span>
          ) : (
            <Time value={record.time} />
          ),
      },
      {
        key: "who",
        title: say("who"),
        width: "minmax(16ch, 1fr)",
        isWide: true,
        cell: ({ record }) => <ActorName actor={record.actor} />,
      },
      {
        key: "what",
        title: say("what"),
        width: isNarrow ? "minmax(16ch, 1fr)" : "minmax(20ch, 1fr)",
        cell: ({ record }) => <Token mono>{record.action}</Token>,
      },
      {
        key: "object",
        title: say("object"),
        width: "minmax(14ch, 1.4fr)",
        isWide: true,
        cell: ({ record }) => (
          <Token mono className="text-text-2">
            {record.object || "–"}
          </Token>
        ),
      },
      {
        key: "outcome",
        title: say("outcome"),
        width: "13ch",
        cell: ({ record }) => <OutcomeBadge outcome={record.outcome} status={record.status} />,
      },
      {
        key: "address",
        title: say("address"),
        width: "15ch",
        isWidest: true,
        cell: ({ record }) => (
          <Token mono className="text-text-2">
            {record.address || "–"}
          </Token>
        ),
      },
      {
        key: "request",
        title: say("request"),
        width: "minmax(13ch, 0.7fr)",
        isWidest: true,
        cell: ({ record }) => (
          <Token mono className="text-text-3">
            {record.request_id.slice(-10) || "–"}
          </Token>
        ),
      },
      {
        key: "sequence",
        title: say("sequence"),
        width: "9ch",
        align: "right",
        isWide: true,
        cell: ({ record }) => format.number(record.sequence),
      },
    ];
    return all.filter((column) => !(isNarrow && column.isWide) && !(isMiddle && column.isWidest));
  }, [isNarrow, isMiddle, format.language, format.zone]);

  const hasFilter = Object.keys(filter).length > 0 || find !== "";
  return (
    <Panel
      flush
      title={say("log")}
      actions={
        <>
          {page !== null && <span>{say("shown", { count: rows.length })}</span>}
          {mayReadAll && (
            <Badge tone="ok">
              <Dot tone="ok" />
              {say("live")}
            </Badge>
          )}
          <a
            className="inline-flex items-center gap-1"
            title={say("csv_hint")}
            href={addressOf("/api/v1/audit.csv", {}, filter)}
            download="audit.csv"
          >
            <Icon name="download" size={14} />
            {say("csv")}
          </a>
        </>
      }
    >
      {!mayReadAll && (
        <p className="mx-3 mt-0 mb-2 flex items-start gap-2 rounded-md bg-surface-2 px-3 py-2 text-text-2">
          <Icon name="info" className="mt-0.5 text-info" />
          <span>
            {say.rich("own", {
              right: <Token mono>read_audit</Token>,
            })}
          </span>
        </p>
      )}
      <form
        role="search"
        onSubmit={(event) => event.preventDefault()}
        className="grid grid-cols-2 gap-2 px-3 pb-3 sm:grid-cols-3 md:grid-cols-6"
      >
        <FilterField
          label={say("actor_filter")}
          value={filter.actor ?? ""}
          onValue={(value) => change("actor", value)}
        />
        <FilterField
          label={say.rich("action_filter", { example: <Token mono>auth.*</Token> })}
          value={filter.action ?? ""}
          onValue={(value) => change("action", value)}
        />
        <SelectField
          label={say("outcome")}
          value={filter.outcome ?? ""}
          onChange={(event) => change("outcome", event.target.value)}
        >
          <option value="">{say("any")}</option>
          {["allowed", "refused", "failed"].map((one) => (
            <option key={one} value={one} lang="en">
              {one}
            </option>
          ))}
        </SelectField>
        {(["since", "until"] as const).map((name) => (
          <TextField
            key={name}
            type="datetime-local"
            label={say(name)}
            value={localOf(filter[name] ?? "")}
            onChange={(event) => change(name, isoOf(event.target.value))}
          />
        ))}
        <TextField
          label={say("find")}
          value={find}
          onChange={(event) => change("find", event.target.value)}
          autoComplete="off"
          spellCheck={false}
        />
      </form>
      <Loaded
        query={{ data: page ?? undefined, error, refetch: refresh }}
        skeleton={
          <div className="p-3">
            <Skeleton rows={12} />
          </div>
        }
        isEmpty={() => rows.length === 0}
        empty={
          <EmptyState
            text={say("nothing")}
            cli="spark audit tail"
            action={
              hasFilter ? <Button onClick={() => setSearch({}, { replace: true })}>{say("clear")}</Button> : undefined
            }
          />
        }
      >
        {(data) => (
          <DataTable
            label={say("records")}
            rows={rows}
            columns={columns}
            keyOf={(row) => String(row.record.sequence)}
            selectedKey={chosen}
            maxHeight={560}
            onOpen={(row) => {
              setChosenRow(row);
              change("record", String(row.record.sequence));
            }}
            footer={
              <div className="sticky left-0 flex justify-center p-2 text-sm text-text-3">
                {data.next === null ? (
                  say(hasFilter ? "begin_filtered" : "begin")
                ) : (
                  <Button icon="down" isBusy={isLoadingOlder} onClick={() => void loadOlder()}>
                    {say("older")}
                  </Button>
                )}
              </div>
            }
          />
        )}
      </Loaded>
      {opened !== null && (
        <RecordDrawer
          key={actorName(opened.record.actor) + opened.record.sequence}
          row={opened}
          onClose={() => change("record", null)}
        />
      )}
    </Panel>
  );
}

/** Asks the server when the reader pauses, not at each letter. */
function FilterField({
  label,
  value,
  onValue,
}: {
  label: React.ReactNode;
  value: string;
  onValue: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onValue(typed.trim()), 350);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <TextField
      label={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed !== value) onValue(typed.trim());
      }}
      autoComplete="off"
      spellCheck={false}
      lang="en"
    />
  );
}
