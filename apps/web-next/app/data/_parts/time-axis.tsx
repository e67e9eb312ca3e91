import { useFormat } from "@/lib/format";
import { zoneOffsetMs } from "@/lib/time-zone";
import { placeOn, ticksOf, type Range } from "./time-line";

/** Moments under a picture whose width is the whole range. */
export function TimeAxis({ whole, most = 6 }: { whole: Range; most?: number }) {
  const format = useFormat();
  const { times, precision } = ticksOf(whole, most, zoneOffsetMs(whole.from, format.zone));
  const cut = { year: 4, month: 7, day: 10, minute: 16 }[precision];
  return (
    <div aria-hidden className="relative h-5 overflow-hidden text-xs text-text-3">
      {times.map((time) => {
        const left = placeOn(whole, { from: time, to: time }, 0).left;
        const shift = left < 0.06 ? "0%" : left > 0.94 ? "-100%" : "-50%";
        return (
          <span
            key={time}
            className="absolute top-0.5 whitespace-nowrap"
            style={{ left: `${left * 100}%`, transform: `translateX(${shift})` }}
          >
            {format.time(time, "minute").slice(0, cut)}
          </span>
        );
      })}
    </div>
  );
}
