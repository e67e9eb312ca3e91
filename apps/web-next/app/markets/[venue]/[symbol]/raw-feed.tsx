import { useRef, useState } from "react";

import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { useUpdates } from "@/stream/live";
import type { Update } from "@/stream/line";
import { topicOf, type MarketKey } from "@/stream/markets";
import { Button } from "@/ui/button";
import { Token } from "@/ui/num";
import { EmptyState } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";
import { useNow } from "@/ui/use-now";

const words = defineWords({
  label: ["Raw feed", "Ham akış"],
  time: ["Published", "Yayımlandı"],
  topic: ["Topic", "Konu"],
  value: ["Value", "Değer"],
  none: ["Nothing has come since this tab was opened.", "Bu sekme açıldığından beri bir şey gelmedi."],
  pause: ["Pause", "Duraklat"],
  go_on: ["Go on", "Sürdür"],
  count: ["the last {count} updates", "son {count} güncelleme"],
});

const kept = 200;
type Row = { number: number; update: Update };

/** The last updates as they came, for who wants to see what the server really said. */
export function RawFeed({ market, timeframe }: { market: MarketKey; timeframe: string }) {
  const say = useWords(words);
  const format = useFormat();
  const rows = useRef<Row[]>([]);
  const number = useRef(0);
  const [shown, setShown] = useState<Row[] | null>(null);
  useNow(500);
  const take = (update: Update) => {
    rows.current.push({ number: ++number.current, update });
    if (rows.current.length > kept) rows.current.splice(0, rows.current.length - kept);
  };
  useUpdates(topicOf("ticker", market), take);
  useUpdates(topicOf("book", market), take);
  useUpdates(topicOf("trades", market), take);
  useUpdates(`candle.${market.venue}.${market.symbol}.${timeframe}`, take);
  const list = shown ?? [...rows.current].reverse();
  const columns: Column<Row>[] = [
    {
      key: "time",
      title: say("time"),
      width: "14ch",
      cell: ({ update }) => <span className="num text-text-3">{format.time(update.time, "ms").slice(11)}</span>,
    },
    { key: "topic", title: say("topic"), width: "36ch", cell: ({ update }) => <Token mono>{update.topic}</Token> },
    {
      key: "value",
      title: say("value"),
      width: "minmax(60ch, 1fr)",
      cell: ({ update }) => (
        <Token mono className="text-text-2">
          {JSON.stringify(update.value).slice(0, 400)}
        </Token>
      ),
    },
  ];
  return (
    <div className="flex flex-col gap-2" data-testid="raw-feed">
      <div className="flex items-center gap-3 text-sm text-text-3">
        <Button
          icon={shown === null ? "pause" : "play"}
          aria-pressed={shown !== null}
          onClick={() => setShown(shown === null ? list : null)}
        >
          {shown === null ? say("pause") : say("go_on")}
        </Button>
        {say("count", { count: list.length })}
      </div>
      {list.length === 0 ? (
        <EmptyState text={say("none")} />
      ) : (
        <DataTable
          label={say("label")}
          rows={list}
          columns={columns}
          keyOf={(row) => String(row.number)}
          maxHeight={280}
        />
      )}
    </div>
  );
}
