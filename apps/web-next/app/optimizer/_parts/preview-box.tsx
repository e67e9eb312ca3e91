import type { OptimizationPreview } from "@spark/types";

import type { Refusal } from "@/lib/api";
import { nothing, useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Num } from "@/ui/num";
import { ErrorStrip, Skeleton } from "@/ui/panel";

import type { FieldName } from "./order";

const words = defineWords({
  preview: ["What it will be", "Ne olacak"],
  sets: ["Sets", "Küme"],
  time: ["About", "Yaklaşık"],
  bars: ["Bars searched", "Aranan mum"],
  holdout: ["Kept out", "Dışta tutulan"],
  measured: [
    {
      one: "measured on {count} set just now, {threads} threads",
      other: "measured on {count} sets just now, {threads} threads",
    },
    "az önce {count} küme ile ölçüldü, {threads} iş parçacığı",
  ],
  refused: ["This would be refused", "Bu reddedilirdi"],
});

type Props = {
  preview: { data: OptimizationPreview | undefined; error: Refusal | null; isOld: boolean };
  /** Where the refusal is said already; `form`: here. */
  place: FieldName | null;
  why: string;
};

/** How many sets an order has and how long they take, before it is sent. */
export function PreviewBox({ preview, place, why }: Props) {
  const say = useWords(words);
  const format = useFormat();
  const { data, error, isOld } = preview;
  if (data === undefined) return error === null ? <Skeleton rows={2} /> : <ErrorStrip error={error} />;
  const seconds = data.estimated_s;
  const isHere = place === "form" || place === null;
  return (
    <section
      aria-label={say("preview")}
      aria-busy={isOld}
      data-preview
      className={`rounded-md border border-line bg-surface-2 p-3 ${isOld ? "opacity-60" : ""}`}
    >
      {data.refusal !== null ? (
        <p role="status" className="m-0 text-crit">
          {say("refused")}
          {isHere && why !== "" && `: ${why}`}
        </p>
      ) : (
        <>
          <dl className="m-0 grid grid-cols-2 gap-x-4 gap-y-2 xs:grid-cols-4">
            {(
              [
                ["sets", <Num key="s" value={data.sets} />],
                ["time", seconds === null ? nothing : format.duration(seconds * 1000)],
                ["bars", <Num key="b" value={data.bars} />],
                ["holdout", <Num key="h" value={data.holdout_bars} />],
              ] as const
            ).map(([name, value]) => (
              <div key={name} className="flex flex-col-reverse">
                <dt className="text-sm text-text-3">{say(name)}</dt>
                <dd className="m-0 text-lg font-semibold">{value}</dd>
              </div>
            ))}
          </dl>
          {data.measured_sets !== undefined && data.measured_sets > 0 && (
            <p className="m-0 mt-2 text-sm text-text-3">
              {say("measured", { count: data.measured_sets, threads: data.threads })}
            </p>
          )}
        </>
      )}
    </section>
  );
}
