import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

import { legendOf } from "@/charts/heat-colours";
import { HeatSign, heatSigns, type HeatSignName } from "@/charts/heat-map-signs";
import {
  cellAt,
  drawCells,
  drawMarks,
  orderedRegion,
  placeAt,
  scaleOfTable,
  type HeatCell,
  type HeatInk,
  type HeatPlace,
  type HeatRegion,
  type HeatTable,
} from "@/charts/heat-map-drawing";
import { defineWords, useWords } from "@/lib/words";

const words = defineWords({
  none: ["not run yet", "henüz çalıştırılmadı"],
  empty: ["no value", "değer yok"],
  refused: ["cannot be run", "çalıştırılamaz"],
  idle: ["no trades", "işlem yok"],
  broken: ["breaks a constraint", "bir kısıtı bozuyor"],
  best: ["best point", "en iyi nokta"],
  plateau: ["best plateau", "en iyi plato"],
  keys: [
    "Arrows move, Enter selects, Shift with arrows or dragging marks a region, Escape clears it.",
    "Oklar gezdirir, Enter seçer, Shift ile oklar ya da sürüklemek bir bölge işaretler, Escape temizler.",
  ],
});

type Props = {
  table: HeatTable;
  label: string;
  xName: string;
  yName: string;
  write: (value: number) => string;
  /** What an empty cell is, where it is not "not run yet". */
  noneText?: string;
  best?: HeatPlace | null;
  plateau?: HeatPlace | null;
  region?: HeatRegion | null;
  onSelect?: (place: HeatPlace) => void;
  onRegion?: (region: HeatRegion | null) => void;
};

const steps: Record<string, HeatPlace> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: 1 },
  ArrowDown: { x: 0, y: -1 },
};
const isSame = (a: HeatPlace | null | undefined, b: HeatPlace) => a != null && a.x === b.x && a.y === b.y;

/** Which of so many values get a label: all, or every so manieth from the first. */
export function ticksOf(count: number, most: number): number[] {
  const step = Math.max(1, Math.ceil(count / Math.max(1, most)));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}

function inkOf(element: HTMLElement): HeatInk {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    grey: token("--surface-3"),
    line: token("--text-3"),
    mark: "#fff",
    focus: token("--focus"),
    font: `11px ${token("--font-ui")}`,
  };
}

/** A canvas of so many CSS pixels, empty, at the screen's density. */
function prepare(element: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const dense = window.devicePixelRatio || 1;
  element.width = Math.round(width * dense);
  element.height = Math.round(height * dense);
  const context = element.getContext("2d");
  context?.setTransform(dense, 0, 0, dense, 0, 0);
  return context;
}

/** Values over two parameters as colours: drawn on one canvas, so that 100 × 100 cells cost nothing to look at. */
export function HeatMap(props: Props) {
  const { table, label, write, best = null, plateau = null, region = null, onSelect, onRegion } = props;
  const say = useWords(words);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [at, setAt] = useState<HeatPlace | null>(null);
  const [drag, setDrag] = useState<HeatRegion | null>(null);
  const [width, setWidth] = useState(0);
  const scale = useMemo(() => scaleOfTable(table), [table]);
  const height =
    table.ys.length === 1 ? 96 : Math.max(120, Math.min(520, Math.round(Math.max(table.ys.length * 30, width * 0.55))));

  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const watcher = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);

  const shown = drag ?? region;
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    const listen = () => setLooks((count) => count + 1);
    document.addEventListener("spark:looks", listen);
    return () => document.removeEventListener("spark:looks", listen);
  }, []);

  // The cells are drawn when they change; what moves with the pointer is drawn over a copy of them.
  const cells = useRef<HTMLCanvasElement | null>(null);
  const [drawn, setDrawn] = useState(0);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || width === 0) return;
    cells.current ??= document.createElement("canvas");
    const context = prepare(cells.current, width, height);
    if (context === null) return;
    drawCells({ context, table, width, height }, inkOf(element), scale, write);
    setDrawn((count) => count + 1);
  }, [table, scale, width, height, write, looks]);
  useEffect(() => {
    const element = canvas.current;
    if (element === null || cells.current === null || drawn === 0) return;
    const context = prepare(element, width, height);
    if (context === null) return;
    context.drawImage(cells.current, 0, 0, width, height);
    drawMarks({ context, table, width, height }, inkOf(element), { at, best, plateau, region: shown });
    element.dataset.drawn = String(drawn);
  }, [drawn, table, width, height, at, best, plateau, shown]);

  const placeOf = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return placeAt({ table, width: box.width, height: box.height }, event.clientX - box.left, event.clientY - box.top);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    const here = at ?? best ?? { x: 0, y: 0 };
    if (event.key === "Enter" && at !== null) onSelect?.(at);
    else if (event.key === "Escape" && region !== null) onRegion?.(null);
    else if (step !== undefined) {
      const next = {
        x: Math.min(table.xs.length - 1, Math.max(0, here.x + (at === null ? 0 : step.x))),
        y: Math.min(table.ys.length - 1, Math.max(0, here.y + (at === null ? 0 : step.y))),
      };
      if (event.shiftKey) onRegion?.({ from: region?.from ?? here, to: next });
      setAt(next);
    } else return;
    event.preventDefault();
  };

  const signs = useMemo(() => {
    const there = new Set<HeatSignName>();
    for (const cell of table.cells) {
      if (cell.state !== "value") there.add(cell.state);
      if (cell.isBroken === true) there.add("broken");
    }
    if (best !== null) there.add("best");
    if (plateau !== null) there.add("plateau");
    return heatSigns.filter((sign) => there.has(sign));
  }, [table, best, plateau]);

  const tell = (place: HeatPlace) => {
    const cell: HeatCell = cellAt(table, place);
    const value = cell.state === "value" && cell.value != null ? write(cell.value) : null;
    const marks = [
      value ??
        (cell.state === "none" ? (props.noneText ?? say("none")) : say(cell.state === "value" ? "empty" : cell.state)),
      ...(cell.isBroken === true ? [say("broken")] : []),
      ...(isSame(best, place) ? [say("best")] : []),
      ...(isSame(plateau, place) ? [say("plateau")] : []),
    ];
    return `${props.xName} ${table.xs[place.x] ?? ""} · ${props.yName} ${table.ys[place.y] ?? ""} · ${marks.join(" · ")}`;
  };

  return (
    <figure className="m-0 flex min-w-0 flex-col gap-1">
      <p className="m-0 flex h-5 justify-between gap-3 text-sm text-text-3">
        <span className="truncate text-text-2" aria-live="polite">
          {at === null ? "" : tell(at)}
        </span>
        <span lang="en" translate="no" className="shrink-0 font-mono" aria-hidden>
          {props.yName === "" ? `→ ${props.xName}` : `↑ ${props.yName}  → ${props.xName}`}
        </span>
      </p>
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 gap-y-1">
        <div className="relative min-w-[5ch] text-xs text-text-3" aria-hidden>
          {ticksOf(table.ys.length, Math.max(2, Math.floor(height / 36))).map((index) => (
            <span
              key={index}
              className="num absolute right-0 -translate-y-1/2 whitespace-nowrap"
              style={{ top: `${((table.ys.length - index - 0.5) / table.ys.length) * 100}%` }}
            >
              {table.ys[index]}
            </span>
          ))}
          {/* Keeps the column as wide as its longest value. */}
          <span className="invisible flex h-0 flex-col overflow-hidden">
            {table.ys.map((value) => (
              <span key={value}>{value}</span>
            ))}
          </span>
        </div>
        <canvas
          ref={canvas}
          role="application"
          aria-label={`${label}. ${say("keys")}`}
          tabIndex={0}
          className="block w-full touch-pan-y"
          style={{ height }}
          onKeyDown={onKeyDown}
          onBlur={() => setAt(null)}
          onPointerLeave={() => setAt(null)}
          onPointerDown={(event) => {
            const place = placeOf(event);
            if (place === null || !event.shiftKey || onRegion === undefined) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            setDrag({ from: place, to: place });
          }}
          onPointerMove={(event) => {
            const place = placeOf(event);
            setAt(place);
            if (drag !== null && place !== null) setDrag({ from: drag.from, to: place });
          }}
          onPointerUp={(event) => {
            const place = placeOf(event);
            if (drag !== null) onRegion?.(orderedRegion(drag));
            else if (place !== null) onSelect?.(place);
            setDrag(null);
          }}
        />
        <span />
        <div className="relative h-4 text-xs text-text-3" aria-hidden>
          {ticksOf(table.xs.length, Math.max(2, Math.floor(width / 64))).map((index) => (
            <span
              key={index}
              className="num absolute -translate-x-1/2 whitespace-nowrap"
              style={{ left: `${((index + 0.5) / table.xs.length) * 100}%` }}
            >
              {table.xs[index]}
            </span>
          ))}
        </div>
      </div>
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-1 text-xs text-text-3">
        {scale !== null && (
          <span className="flex items-center gap-2">
            <span className="num">{write(legendOf(scale)[0]?.value ?? scale.least)}</span>
            <span className="flex h-2 w-40 overflow-hidden rounded-md" aria-hidden>
              {legendOf(scale).map((step, index) => (
                <span key={index} className="h-full grow" style={{ background: step.colour }} />
              ))}
            </span>
            <span className="num">{write(legendOf(scale).at(-1)?.value ?? scale.most)}</span>
          </span>
        )}
        {signs.map((sign) => (
          <span key={sign} className="inline-flex items-center gap-1.5">
            <HeatSign sign={sign} /> {sign === "none" ? (props.noneText ?? say(sign)) : say(sign)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
