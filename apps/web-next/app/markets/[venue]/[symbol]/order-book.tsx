import type { Book } from "@spark/types";
import { memo, useMemo } from "react";
import { useSearchParams } from "react-router";

import { groupSteps, viewOf, type BookLevel, type BookView } from "@/charts/book-levels";
import { DepthChart } from "@/charts/depth-chart";
import { useFormat } from "@/lib/format";
import { queries, queryKey, useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { freshnessOf, isGrey } from "@/stream/freshness";
import { useLineState, useTopic } from "@/stream/live";
import { decimalsOf, topicOf, useFeed, useRecovery, type MarketKey } from "@/stream/markets";
import { inputShape } from "@/ui/fields";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { useNow } from "@/ui/use-now";

const words = defineWords({
  title: ["Order book", "Emir defteri"],
  depth_title: ["Depth", "Derinlik"],
  group: ["Group by", "Gruplama"],
  price: ["Price", "Fiyat"],
  quantity: ["Quantity", "Miktar"],
  total: ["Total", "Toplam"],
  bids: ["Bids", "Alışlar"],
  asks: ["Asks", "Satışlar"],
  middle: ["Spread {spread}", "Makas {spread}"],
  imbalance: ["Imbalance", "Dengesizlik"],
  more_bids: ["more bids", "alış ağır"],
  more_asks: ["more asks", "satış ağır"],
  even: ["even", "dengede"],
  invalid: ["The book is not shown: {why}", "Emir defteri gösterilmiyor: {why}"],
  waiting: ["its first snapshot has not come yet.", "ilk anlık görüntü henüz gelmedi."],
  snapshot_too_old: [
    "the snapshot is older than the first change; a newer one has been asked for.",
    "anlık görüntü ilk değişiklikten eski; yenisi istendi.",
  ],
  gap: [
    "changes were lost on the way; a new snapshot has been asked for.",
    "yolda değişiklik kayboldu; yeni anlık görüntü istendi.",
  ],
  unnumbered: [
    "the venue sent a change without a number, so nobody knows whether one is missing.",
    "borsa sıra numarası olmayan bir değişiklik gönderdi; eksik olup olmadığı bilinemez.",
  ],
  crossed: [
    "its best bid is not below its best ask, which no real book is.",
    "en iyi alış, en iyi satışın altında değil; gerçek bir defter böyle olamaz.",
  ],
  bad_level: ["a level has an impossible price or quantity.", "bir kademede olanaksız bir fiyat ya da miktar var."],
  too_deep: ["it has more levels than are kept.", "tutulabilenden çok kademe var."],
  empty: ["There are no orders in the book.", "Defterde emir yok."],
});

export type LiveBook = { book: Book | undefined; isStale: boolean };

/** The newest book and whether it is of now. */
export function useBook(key: MarketKey) {
  const options = { path: key, query: { depth: 20 } };
  const query = useApi("/api/v1/markets/{venue}/{symbol}/book", options);
  useRecovery(
    () => void queries.invalidateQueries({ queryKey: queryKey("/api/v1/markets/{venue}/{symbol}/book", options) }),
  );
  const told = useTopic<Book>(topicOf("book", key));
  const feed = useFeed(key.venue);
  const line = useLineState().kind;
  const now = useNow(500);
  const freshness = freshnessOf({
    symbol: key.symbol,
    heardAt: told?.heardAt,
    feed,
    line,
    now: Math.max(now, told?.heardAt ?? 0),
  });
  return { query, book: told?.value ?? query.data, isStale: isGrey(freshness) };
}

type Props = { market: MarketKey; tick: string; decimals: number; lotDecimals: number };

/** What is shown instead of levels that cannot be right. */
function InvalidBook({ book }: { book: Book }) {
  const say = useWords(words);
  return (
    <div
      role="status"
      className="flex grow items-center justify-center gap-3 px-4 py-8 text-text-2"
      data-testid="book-invalid"
    >
      <Icon name="warning" className="text-warn" />
      <p className="m-0 max-w-prose">
        {say("invalid", { why: say(book.validity === "valid" ? "waiting" : book.validity) })}{" "}
        <Token mono className="text-text-3">
          {book.validity}
        </Token>
      </p>
    </div>
  );
}

export function OrderBook({ market, tick, decimals, lotDecimals }: Props) {
  const say = useWords(words);
  const [search, setSearch] = useSearchParams();
  const live = useBook(market);
  const steps = useMemo(() => groupSteps(tick), [tick]);
  const asked = search.get("group");
  const step = asked !== null && steps.includes(asked) ? asked : tick;
  const format = useFormat();
  const choose = (next: string) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (next === tick) after.delete("group");
        else after.set("group", next);
        return after;
      },
      { replace: true, preventScrollReset: true },
    );
  return (
    <Panel
      title={say("title")}
      flush
      actions={
        <label className="flex items-center gap-2 whitespace-nowrap">
          {say("group")}
          <select value={step} onChange={(event) => choose(event.target.value)} className={`${inputShape} w-auto`}>
            {steps.map((one) => (
              <option key={one} value={one}>
                {format.number(one)}
              </option>
            ))}
          </select>
        </label>
      }
    >
      <Loaded
        query={{ ...live.query, data: live.book }}
        skeleton={
          <div className="p-3">
            <Skeleton rows={1} height={484} />
          </div>
        }
      >
        {(book) =>
          book.validity !== "valid" ? (
            <InvalidBook book={book} />
          ) : book.bids.length + book.asks.length === 0 ? (
            <EmptyState text={say("empty")} />
          ) : (
            <Ladder
              book={book}
              step={step}
              decimals={Math.min(decimals, decimalsOf(step))}
              quantityDecimals={lotDecimals}
              isStale={live.isStale}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}

const depthShown = 10;

function Ladder({
  book,
  step,
  decimals,
  quantityDecimals,
  isStale,
}: {
  book: Book;
  step: string;
  decimals: number;
  quantityDecimals: number;
  isStale: boolean;
}) {
  const say = useWords(words);
  const format = useFormat();
  const view = useMemo(() => viewOf(book, step, depthShown), [book, step]);
  const best =
    book.bids[0]?.[0] !== undefined && book.asks[0]?.[0] !== undefined
      ? ((Number(book.asks[0][0]) - Number(book.bids[0][0])) / Number(book.bids[0][0])) * 10_000
      : null;
  const rows = (levels: BookLevel[], side: "up" | "down") =>
    levels.map((level, index) => (
      <LevelRow
        key={index}
        side={side}
        part={level.cumulativePart}
        price={format.number(level.price, { decimals })}
        quantity={format.number(level.quantity, { decimals: quantityDecimals })}
        total={format.number(level.cumulative, { decimals: quantityDecimals })}
      />
    ));
  return (
    <div className={`flex flex-col pb-2 text-sm ${isStale ? "text-text-3 italic" : ""}`} data-stale={isStale}>
      <table className="w-full table-fixed border-collapse" aria-label={say("title")}>
        <thead>
          <tr className="text-text-3">
            <th scope="col" className="px-3 py-1 text-left font-normal">
              {say("price")}
            </th>
            <th scope="col" className="px-2 py-1 text-right font-normal">
              {say("quantity")}
            </th>
            <th scope="col" className="px-3 py-1 text-right font-normal">
              {say("total")}
            </th>
          </tr>
        </thead>
        <tbody data-testid="asks" aria-label={say("asks")}>
          {rows([...view.asks].reverse(), "down")}
        </tbody>
        <tbody>
          <tr>
            <td colSpan={3} className="border-y border-line px-3 py-1 text-text-2">
              <Balance view={view} spread={format.number(best, { decimals: 2, unit: "bp" })} />
            </td>
          </tr>
        </tbody>
        <tbody data-testid="bids" aria-label={say("bids")}>
          {rows(view.bids, "up")}
        </tbody>
      </table>
    </div>
  );
}

type LevelProps = { side: "up" | "down"; part: number; price: string; quantity: string; total: string };
/** Drawn anew only when its texts have changed. */
const LevelRow = memo(
  function LevelRow({ side, part, price, quantity, total }: LevelProps) {
    const colour = side === "up" ? "var(--rise)" : "var(--fall)";
    return (
      <tr
        className="h-[22px]"
        style={{
          background: `linear-gradient(to left, color-mix(in srgb, ${colour} 14%, transparent) ${(part * 100).toFixed(0)}%, transparent 0)`,
        }}
      >
        <td className={`num px-3 text-left! ${side === "up" ? "text-up" : "text-down"}`}>{price}</td>
        <td className="num px-2">{quantity}</td>
        <td className="num px-3 text-text-2">{total}</td>
      </tr>
    );
  },
  (before, after) =>
    before.price === after.price &&
    before.quantity === after.quantity &&
    before.total === after.total &&
    before.side === after.side &&
    Math.abs(before.part - after.part) < 0.005,
);

function Balance({ view, spread }: { view: BookView; spread: string }) {
  const say = useWords(words);
  const format = useFormat();
  const ratio = view.imbalance ?? 0;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-3">
      <span className="num">{say("middle", { spread })}</span>
      <span className="flex items-center gap-2" data-testid="imbalance">
        {say("imbalance")}{" "}
        <span className="num">{format.percent(view.imbalance, { decimals: 0, sign: "always" })}</span>
        <span className="text-text-3">{say(ratio > 0.05 ? "more_bids" : ratio < -0.05 ? "more_asks" : "even")}</span>
      </span>
    </div>
  );
}

/** The same book as a picture. */
export function DepthPanel({ market, tick, decimals }: Omit<Props, "lotDecimals">) {
  const say = useWords(words);
  const { book, query, isStale } = useBook(market);
  const view = useMemo(
    () => (book === undefined || book.validity !== "valid" ? null : viewOf(book, tick, 20)),
    [book, tick],
  );
  return (
    <Loaded query={{ ...query, data: book }} skeleton={<Skeleton rows={1} height={200} />}>
      {(shown) =>
        view === null ? (
          <InvalidBook book={shown} />
        ) : view.bids.length + view.asks.length === 0 ? (
          <EmptyState text={say("empty")} />
        ) : (
          <DepthChart bids={view.bids} asks={view.asks} decimals={decimals} isGrey={isStale} />
        )
      }
    </Loaded>
  );
}
