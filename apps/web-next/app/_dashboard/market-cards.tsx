import type { Market } from "@spark/types";
import { useMemo, useState } from "react";

import { defineWords, useWords } from "@/lib/words";
import { keyText, useMarkets, useSymbols, venueName } from "@/stream/markets";
import { Button, IconButton } from "@/ui/button";
import { inputShape } from "@/ui/fields";
import { MarketCard, type ImpliedMarkets } from "@/ui/market-card";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";

import { defaultCards, keepCards, moved, storedCards } from "./card-list";

const words = defineWords({
  arrange: ["Arrange cards", "Kartları düzenle"],
  done: ["Done", "Bitti"],
  add: ["Add a market", "Piyasa ekle"],
  reset: ["As at first", "İlk hâline getir"],
  left: ["Move {symbol} left", "{symbol} kartını sola taşı"],
  right: ["Move {symbol} right", "{symbol} kartını sağa taşı"],
  remove: ["Remove {symbol}", "{symbol} kartını kaldır"],
  none: ["No markets are running on this server.", "Bu sunucuda çalışan piyasa yok."],
  no_cards: ["All cards have been removed.", "Tüm kartlar kaldırıldı."],
});

/** Which cards there are and their order: this browser's matter. */
export function useCards(markets: readonly Market[]) {
  const [kept, setKept] = useState(storedCards);
  const change = (cards: string[] | null) => {
    keepCards(cards);
    setKept(cards);
  };
  return { cards: kept ?? defaultCards(markets), change };
}

/** The two markets whose product this one is measured by, if the server names them. */
function impliedOf(
  market: Market,
  markets: readonly Market[],
  mapping: ReadonlyArray<{ from: string; to: string; through: string }>,
): ImpliedMarkets | undefined {
  const triangle = mapping.find((one) => one.to === market.symbol);
  const find = (symbol: string | undefined, venue?: string) =>
    markets.find(
      (one) =>
        one.symbol === symbol && one.synthetic === market.synthetic && (venue === undefined || one.venue === venue),
    );
  const [from, through] = [find(triangle?.from), find(triangle?.through, market.venue) ?? find(triangle?.through)];
  return from !== undefined && through !== undefined ? { from, through } : undefined;
}

const grid = "grid grid-cols-[repeat(auto-fit,minmax(min(264px,100%),1fr))] gap-3";

export function MarketCards({ isArranging, onArranged }: { isArranging: boolean; onArranged: () => void }) {
  const say = useWords(words);
  const query = useMarkets();
  return (
    <Loaded
      query={query}
      isEmpty={(list) => list.data.length === 0}
      skeleton={
        <div className={grid}>
          {[0, 1, 2].map((one) => (
            <Panel key={one} className="min-h-[254px]">
              <Skeleton rows={5} height={36} />
            </Panel>
          ))}
        </div>
      }
      empty={
        <Panel>
          <EmptyState text={say("none")} cli="SPARK_MARKET_SYNTHETIC=true spark serve" />
        </Panel>
      }
    >
      {(list) => <Cards markets={list.data} isArranging={isArranging} onArranged={onArranged} />}
    </Loaded>
  );
}

function Cards({
  markets,
  isArranging,
  onArranged,
}: {
  markets: Market[];
  isArranging: boolean;
  onArranged: () => void;
}) {
  const say = useWords(words);
  const { decimals, mapping } = useSymbols();
  const { cards, change } = useCards(markets);
  const byKey = useMemo(() => new Map(markets.map((market) => [keyText(market), market])), [markets]);
  const shown = cards.map((card) => byKey.get(card)).filter((market) => market !== undefined);
  const others = markets.filter((market) => !cards.includes(keyText(market)));
  return (
    <div className="flex flex-col gap-3">
      {isArranging && (
        <div className="flex flex-wrap items-center gap-2" role="group" aria-label={say("arrange")}>
          <div className="w-64">
            <select
              aria-label={say("add")}
              value=""
              disabled={others.length === 0}
              className={inputShape}
              onChange={(event) => change([...cards.filter((card) => byKey.has(card)), event.target.value])}
            >
              <option value="">{say("add")}…</option>
              {others.map((market) => (
                <option key={keyText(market)} value={keyText(market)}>
                  {market.symbol} · {venueName(market.venue)}
                </option>
              ))}
            </select>
          </div>
          <Button kind="quiet" onClick={() => change(null)}>
            {say("reset")}
          </Button>
          <Button kind="primary" onClick={onArranged}>
            {say("done")}
          </Button>
        </div>
      )}
      {shown.length === 0 ? (
        <Panel>
          <EmptyState text={say("no_cards")} action={<Button onClick={() => change(null)}>{say("reset")}</Button>} />
        </Panel>
      ) : (
        <div className={grid}>
          {shown.map((market) => {
            const key = keyText(market);
            const name = { symbol: market.symbol };
            return (
              <MarketCard
                key={key}
                market={market}
                decimals={decimals(market)}
                implied={impliedOf(market, markets, mapping)}
                actions={
                  isArranging ? (
                    <>
                      <IconButton
                        icon="left"
                        label={say("left", name)}
                        disabled={cards[0] === key}
                        onClick={() => change(moved(cards, key, -1))}
                      />
                      <IconButton
                        icon="right"
                        label={say("right", name)}
                        disabled={cards.at(-1) === key}
                        onClick={() => change(moved(cards, key, 1))}
                      />
                      <IconButton
                        icon="close"
                        label={say("remove", name)}
                        onClick={() => change(cards.filter((card) => card !== key))}
                      />
                    </>
                  ) : undefined
                }
              />
            );
          })}
        </div>
      )}
    </div>
  );
}
