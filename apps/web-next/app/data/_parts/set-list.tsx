import { useCallback, useMemo } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";

import type { DataSet } from "@spark/types";
import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Badge, Synthetic } from "@/ui/badge";
import { Button, LinkButton } from "@/ui/button";
import { inputShape } from "@/ui/fields";
import { Icon } from "@/ui/icon";
import { Num, Token } from "@/ui/num";
import { EmptyState, Loaded, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";
import { useMedia, usePhone } from "@/lib/use-media";
import { damageWords, fitsFilter, groupVersions, timeframeMs, type DataSetGroup } from "./data-set-id";
import { QualityMark } from "./quality-mark";
import { RangeBar } from "./range-bar";
import { ResearchButton } from "./right-button";
import { rangeOf } from "./time-line";
import { addressOfDataSet, useDataSets } from "./use-data-sets";

const words = defineWords({
  label: ["Data sets", "Veri kümeleri"],
  name: ["Data set", "Veri kümesi"],
  timeframe: ["Timeframe", "Zaman dilimi"],
  rows: ["Bars", "Mum"],
  from: ["First – last", "İlk – son"],
  line: ["Time line", "Zaman çizgisi"],
  versions: ["Versions", "Sürüm"],
  quality: ["Quality", "Kalite"],
  size: ["Size", "Boyut"],
  search: ["Search data sets", "Veri kümelerinde ara"],
  venue: ["Venue", "Borsa"],
  all_venues: ["All venues", "Tüm borsalar"],
  all_timeframes: ["All timeframes", "Tüm zaman dilimleri"],
  kind: ["Kind", "Tür"],
  all_kinds: ["Real and synthetic", "Gerçek ve sentetik"],
  market: ["Real only", "Yalnızca gerçek"],
  synthetic: ["Synthetic only", "Yalnızca sentetik"],
  damaged_only: ["Damaged", "Hasarlı"],
  damaged: ["damaged", "hasarlı"],
  damage_title: [{ one: "{count} version is damaged", other: "{count} versions are damaged" }, "{count} sürüm hasarlı"],
  remedy: [
    "Nothing is read from a damaged file. Put back a good copy of it, or upload its source again, which makes a new version; then move the damaged one to the trash.",
    "Hasarlı dosyadan hiçbir şey okunmaz. Sağlam bir kopyasını geri koyun ya da kaynağını yeniden yükleyin (yeni bir sürüm olur); sonra hasarlı olanı çöp kutusuna taşıyın.",
  ],
  empty: [
    "There are no data sets yet. A backtest needs candles: make a synthetic market to try things out, or upload your own.",
    "Henüz veri kümesi yok. Geriye dönük test için mum gerekir: denemek için sentetik bir piyasa oluşturun ya da kendi dosyanızı yükleyin.",
  ],
  synth: ["Make a synthetic market", "Sentetik piyasa oluştur"],
  upload: ["Upload", "Yükle"],
  none: ["No data set fits this search.", "Bu aramaya uyan veri kümesi yok."],
  clear: ["Clear the filters", "Filtreleri temizle"],
  count: [{ one: "{count} data set", other: "{count} data sets" }, "{count} veri kümesi"],
});

const rangeOfSet = (set: DataSet) =>
  set.first === undefined || set.last === undefined ? null : { from: Date.parse(set.first), to: Date.parse(set.last) };

function Damaged({ groups }: { groups: DataSetGroup[] }) {
  const say = useWords(words);
  const damaged = groups.flatMap((group) => group.damaged);
  if (damaged.length === 0) return null;
  return (
    <div
      role="alert"
      className="mx-3 mb-3 flex items-start gap-2 rounded-md border border-crit bg-surface-2 px-3 py-2 text-sm"
    >
      <Icon name="warning" className="mt-0.5 shrink-0 text-crit" />
      <div className="min-w-0">
        <p className="m-0 font-semibold">{say("damage_title", { count: damaged.length })}</p>
        {damaged.slice(0, 5).map((one) => (
          <p key={one.id} className="m-0 break-words text-text-2">
            <Link to={addressOfDataSet(one.id)}>
              <Token>{one.id}</Token>
            </Link>{" "}
            <span lang="en">{damageWords(one.damage ?? "")}</span>
          </p>
        ))}
        <p className="m-0 text-text-2">{say("remedy")}</p>
      </div>
    </div>
  );
}

export function SetList({ onSynth }: { onSynth: () => void }) {
  const say = useWords(words);
  const format = useFormat();
  const navigate = useNavigate();
  const query = useDataSets();
  const isNarrow = usePhone();
  const isWide = useMedia("(min-width: 1280px)");
  const [search, setSearch] = useSearchParams();
  const filter = {
    q: search.get("q") ?? "",
    venue: search.get("venue") ?? "",
    timeframe: search.get("timeframe") ?? "",
    kind: search.get("kind") ?? "",
  };
  const change = useCallback(
    (name: string, value: string) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === "") next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setSearch],
  );
  const groups = useMemo(() => groupVersions(query.data ?? []), [query.data]);
  const whole = useMemo(
    () => rangeOf(groups.map((group) => rangeOfSet(group.newest)).filter((one) => one !== null)),
    [groups],
  );
  const shown = groups.filter((group) => fitsFilter(group, filter));
  const venues = [...new Set(groups.map((group) => group.venue))].sort();
  const timeframes = [...new Set(groups.map((group) => group.timeframe))].sort(
    (a, b) => (timeframeMs(a) ?? 0) - (timeframeMs(b) ?? 0),
  );

  const columns: Column<DataSetGroup>[] = [
    {
      key: "name",
      title: say("name"),
      width: isNarrow ? "minmax(26ch, 1fr)" : "minmax(28ch, 1.2fr)",
      value: (row) => row.id,
      cell: (row) => (
        <span className="flex flex-col justify-center gap-0.5">
          <span className="flex items-center gap-2">
            <Link
              to={addressOfDataSet(row.newest.id)}
              className="min-w-0 truncate font-semibold text-text no-underline hover:underline"
            >
              <Token>{row.symbol}</Token>
            </Link>
            <Token className="sm:hidden">{row.timeframe}</Token>
            <Token className="text-text-3">{row.venue}</Token>
            {row.newest.synthetic === true && <Synthetic />}
            {row.damaged.length > 0 && <Badge tone="crit">{say("damaged")}</Badge>}
          </span>
          {isNarrow && !row.newest.damaged && (
            <span className="min-w-0 truncate text-sm text-text-2">
              <QualityMark id={row.newest.id} />
            </span>
          )}
        </span>
      ),
    },
    {
      key: "timeframe",
      title: say("timeframe"),
      width: "13ch",
      isMinor: true,
      value: (row) => timeframeMs(row.timeframe),
      cell: (row) => <Token>{row.timeframe}</Token>,
    },
    {
      key: "rows",
      title: say("rows"),
      width: "10ch",
      align: "right",
      value: (row) => row.newest.rows,
      cell: (row) => <Num value={row.newest.rows} />,
    },
    {
      key: "first",
      title: say("from"),
      width: "25ch",
      isMinor: true,
      value: (row) => row.newest.first,
      cell: (row) =>
        row.newest.first === undefined
          ? "–"
          : `${format.time(row.newest.first, "day")} – ${format.time(row.newest.last, "day")}`,
    },
    {
      key: "line",
      width: "minmax(24ch, 1fr)",
      isMinor: true,
      title:
        whole === null ? (
          say("line")
        ) : (
          <span className="flex w-full justify-between gap-2" aria-label={say("line")}>
            <span>{format.time(whole.from, "day")}</span>
            <span>{format.time(whole.to, "day")}</span>
          </span>
        ),
      cell: (row) => <RangeBar whole={whole} part={rangeOfSet(row.newest)} isDamaged={row.newest.damaged} />,
    },
    {
      key: "quality",
      title: say("quality"),
      width: "minmax(30ch, 1.7fr)",
      isMinor: true,
      cell: (row) =>
        row.newest.damaged ? <span className="text-crit">{say("damaged")}</span> : <QualityMark id={row.newest.id} />,
    },
    {
      key: "versions",
      title: say("versions"),
      width: "10ch",
      align: "right",
      isMinor: true,
      value: (row) => row.versions.length,
      cell: (row) => <Num value={row.versions.length} />,
    },
    {
      key: "size",
      title: say("size"),
      width: "11ch",
      align: "right",
      isMinor: true,
      value: (row) => row.newest.bytes,
      cell: (row) => format.bytes(row.newest.bytes),
    },
  ];

  // Between a phone and a desk the time line says from when to when, and the dates stand in its heading.
  const fitting = columns.filter((column) => isWide || isNarrow || !["first", "versions"].includes(column.key));

  return (
    <Loaded
      query={query}
      skeleton={
        <div className="p-3">
          <Skeleton rows={6} height={28} />
        </div>
      }
      isEmpty={(all) => all.length === 0}
      empty={
        <EmptyState
          text={say("empty")}
          cli="spark data synth --symbol BTCUSDT --timeframe 1h --bars 20000 --seed 7"
          action={
            <div className="flex flex-wrap justify-center gap-2">
              <ResearchButton kind="primary" icon="plus" onClick={onSynth}>
                {say("synth")}
              </ResearchButton>
              <LinkButton to="/data/upload" icon="upload">
                {say("upload")}
              </LinkButton>
            </div>
          }
        />
      }
    >
      {() => (
        <>
          <div role="search" className="flex flex-wrap items-center gap-2 px-3 pb-3">
            <div className="min-w-0 grow basis-52 sm:max-w-72">
              <input
                type="search"
                aria-label={say("search")}
                placeholder={say("search")}
                value={filter.q}
                onChange={(event) => change("q", event.target.value)}
                className={inputShape}
              />
            </div>
            <select
              aria-label={say("venue")}
              value={filter.venue}
              onChange={(event) => change("venue", event.target.value)}
              className={`${inputShape} !w-auto max-xs:grow`}
            >
              <option value="">{say("all_venues")}</option>
              {venues.map((venue) => (
                <option key={venue} value={venue} lang="en">
                  {venue}
                </option>
              ))}
            </select>
            <select
              aria-label={say("timeframe")}
              value={filter.timeframe}
              onChange={(event) => change("timeframe", event.target.value)}
              className={`${inputShape} !w-auto max-xs:grow`}
            >
              <option value="">{say("all_timeframes")}</option>
              {timeframes.map((one) => (
                <option key={one} value={one} lang="en">
                  {one}
                </option>
              ))}
            </select>
            <select
              aria-label={say("kind")}
              value={filter.kind}
              onChange={(event) => change("kind", event.target.value)}
              className={`${inputShape} !w-auto max-xs:grow`}
            >
              <option value="">{say("all_kinds")}</option>
              <option value="market">{say("market")}</option>
              <option value="synthetic">{say("synthetic")}</option>
              <option value="damaged">{say("damaged_only")}</option>
            </select>
            <span role="status" className="ml-auto text-sm text-text-3">
              {say("count", { count: shown.length })}
            </span>
          </div>
          <Damaged groups={groups} />
          <DataTable
            label={say("label")}
            rows={shown}
            columns={fitting}
            keyOf={(row) => row.id}
            sort={search.get("sort") ?? "name"}
            onSorted={(sort) => change("sort", sort === "name" ? "" : sort)}
            onOpen={(row) => void navigate(addressOfDataSet(row.newest.id))}
            maxHeight={620}
            rowHeight={isNarrow ? 52 : undefined}
            empty={
              <EmptyState
                text={say("none")}
                action={<Button onClick={() => setSearch({}, { replace: true })}>{say("clear")}</Button>}
              />
            }
          />
        </>
      )}
    </Loaded>
  );
}
