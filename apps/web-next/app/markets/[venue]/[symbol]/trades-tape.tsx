import type { MarketTrade } from "@spark/types";
import { memo, useEffect, useRef, useState } from "react";

import { useFormat } from "@/lib/format";
import { queries, queryKey, useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { useUpdates } from "@/stream/live";
import { keyText, topicOf, useRecovery, useTicker, type MarketKey } from "@/stream/markets";
import { isGrey } from "@/stream/freshness";
import { Arrow } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";

import { mergeTrades } from "./merge-trades";

const words = defineWords({
  title: ["Trades", "İşlemler"],
  time: ["Time", "Saat"],
  price: ["Price", "Fiyat"],
  quantity: ["Quantity", "Miktar"],
  none: ["No trade has been seen yet.", "Henüz işlem görülmedi."],
  buy: ["buyer took", "alıcı aldı"],
  sell: ["seller took", "satıcı sattı"],
});

const tapeMax = 60;

/** Trades as they come, drawn once a frame. */
function useTrades(key: MarketKey) {
  const options = { path: key, query: { limit: tapeMax } };
  const query = useApi("/api/v1/markets/{venue}/{symbol}/trades", options);
  useRecovery(
    () => void queries.invalidateQueries({ queryKey: queryKey("/api/v1/markets/{venue}/{symbol}/trades", options) }),
  );
  const [trades, setTrades] = useState<MarketTrade[]>([]);
  const pending = useRef<MarketTrade[]>([]);
  const frame = useRef(0);
  const add = (more: readonly MarketTrade[]) => {
    pending.current.push(...more);
    frame.current ||= requestAnimationFrame(() => {
      frame.current = 0;
      const all = pending.current;
      pending.current = [];
      setTrades((before) => mergeTrades(before, all, tapeMax));
    });
  };
  useEffect(() => {
    setTrades([]);
    return () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      pending.current = [];
    };
  }, [key.venue, key.symbol]);
  useEffect(() => {
    if (query.data !== undefined) add(query.data.data);
  }, [query.data]);
  useUpdates(topicOf("trades", key), (update) => add(update.value as MarketTrade[]));
  return { query, trades };
}

export function TradesTape({
  market,
  decimals,
  lotDecimals,
}: {
  market: MarketKey;
  decimals: number;
  lotDecimals: number;
}) {
  const say = useWords(words);
  const { query, trades } = useTrades(market);
  const { freshness } = useTicker(market, undefined);
  const grey = isGrey(freshness);
  return (
    <Panel title={say("title")} flush>
      <Loaded
        query={{ ...query, data: query.data === undefined ? undefined : trades }}
        isEmpty={(list) => list.length === 0 && query.data?.data.length === 0}
        skeleton={
          <div className="p-3">
            <Skeleton rows={1} height={340} />
          </div>
        }
        empty={<EmptyState text={say("none")} />}
      >
        {(list) => (
          <div className="max-h-[360px] overflow-y-auto pb-2" tabIndex={0} role="group" aria-label={say("title")}>
            <table
              className={`w-full table-fixed border-collapse text-sm ${grey ? "text-text-3 italic" : ""}`}
              aria-label={`${say("title")} ${keyText(market)}`}
            >
              <thead className="sticky top-0 bg-surface text-text-3">
                <tr>
                  <th scope="col" className="px-3 py-1 text-left font-normal">
                    {say("price")}
                  </th>
                  <th scope="col" className="px-2 py-1 text-right font-normal">
                    {say("quantity")}
                  </th>
                  <th scope="col" className="px-3 py-1 text-right font-normal">
                    {say("time")}
                  </th>
                </tr>
              </thead>
              <tbody data-testid="trades">
                {list.map((trade) => (
                  <TradeRow key={trade.id} trade={trade} decimals={decimals} lotDecimals={lotDecimals} isGrey={grey} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

const TradeRow = memo(function TradeRow({
  trade,
  decimals,
  lotDecimals,
  isGrey: grey,
}: {
  trade: MarketTrade;
  decimals: number;
  lotDecimals: number;
  isGrey: boolean;
}) {
  const format = useFormat();
  const say = useWords(words);
  const isBuy = trade.taker_side === "buy";
  return (
    <tr className="h-[22px]">
      <td
        className={`num px-3 text-left! ${grey ? "" : isBuy ? "text-up" : "text-down"}`}
        title={say(trade.taker_side)}
      >
        <Arrow of={isBuy ? 1 : -1} size={7} /> {format.number(trade.price, { decimals })}
      </td>
      <td className="num px-2">{format.number(trade.quantity, { decimals: lotDecimals })}</td>
      <td className="num px-3 text-text-3">{format.time(trade.ts).slice(11)}</td>
    </tr>
  );
});
