import { useEffect, useRef, useState, type PointerEvent } from "react";

export type Dot = { x: number; y: number; isWin: boolean; key: number };

type Props = {
  dots: readonly Dot[];
  label: string;
  xTitle: string;
  yTitle: string;
  write: (value: number) => string;
  tell: (dot: Dot) => string;
  onPick: (key: number) => void;
  height?: number;
};

const pad = { left: 46, right: 8, top: 22, bottom: 24 };

/** Dots on a canvas: winners rings, losers crosses, so that colour is not the only sign. A press picks the nearest. */
export function Scatter({ dots, label, xTitle, yTitle, write, tell, onPick, height = 240 }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [near, setNear] = useState<Dot | null>(null);
  const [looks, setLooks] = useState(0);
  const least = { x: dots.reduce((a, one) => Math.min(a, one.x), 0), y: 0 };
  const most = { x: 0, y: dots.reduce((a, one) => Math.max(a, one.y), 0) };
  const px = (value: number) =>
    pad.left + ((value - least.x) / (most.x - least.x || 1)) * (width - pad.left - pad.right);
  const py = (value: number) =>
    height - pad.bottom - ((value - least.y) / (most.y - least.y || 1)) * (height - pad.top - pad.bottom);
  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (element == null) return;
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    const repaint = () => setLooks((count) => count + 1);
    document.addEventListener("spark:looks", repaint);
    return () => {
      watch.disconnect();
      document.removeEventListener("spark:looks", repaint);
    };
  }, []);
  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    if (element == null || pen == null || width === 0) return;
    const scale = devicePixelRatio;
    element.width = width * scale;
    element.height = height * scale;
    pen.scale(scale, scale);
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    pen.strokeStyle = colour("--border-strong");
    pen.beginPath();
    pen.moveTo(pad.left, pad.top);
    pen.lineTo(pad.left, height - pad.bottom);
    pen.lineTo(width - pad.right, height - pad.bottom);
    pen.stroke();
    for (const isWin of [false, true]) {
      pen.strokeStyle = colour(isWin ? "--rise" : "--fall");
      pen.globalAlpha = 0.7;
      pen.beginPath();
      for (const dot of dots) {
        if (dot.isWin !== isWin) continue;
        const x = px(dot.x);
        const y = py(dot.y);
        if (isWin) {
          pen.moveTo(x + 2.5, y);
          pen.arc(x, y, 2.5, 0, 2 * Math.PI);
        } else {
          pen.moveTo(x - 2, y - 2);
          pen.lineTo(x + 2, y + 2);
          pen.moveTo(x + 2, y - 2);
          pen.lineTo(x - 2, y + 2);
        }
      }
      pen.stroke();
    }
    pen.globalAlpha = 1;
    if (near !== null) {
      pen.strokeStyle = colour("--text");
      pen.lineWidth = 2;
      pen.beginPath();
      pen.arc(px(near.x), py(near.y), 6, 0, 2 * Math.PI);
      pen.stroke();
    }
    // px and py follow from what is listed.
    // eslint-disable-next-line
  }, [dots, width, height, near, looks]);
  const find = (event: PointerEvent) => {
    const box = (canvas.current as HTMLCanvasElement).getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    let best: Dot | null = null;
    let distance = 144;
    for (const dot of dots) {
      const now = (px(dot.x) - x) ** 2 + (py(dot.y) - y) ** 2;
      if (now < distance) {
        distance = now;
        best = dot;
      }
    }
    return best;
  };
  return (
    <div className="min-w-0">
      <p className="m-0 h-5 truncate text-sm text-text-2">{near === null ? "" : tell(near)}</p>
      <div className="relative min-w-0" style={{ height }}>
        <canvas
          ref={canvas}
          role="img"
          aria-label={label}
          className="absolute inset-0 size-full cursor-pointer"
          onPointerMove={(event) => setNear(find(event))}
          onPointerLeave={() => setNear(null)}
          onClick={(event) => {
            const dot = find(event as unknown as PointerEvent);
            if (dot !== null) onPick(dot.key);
          }}
        />
        <span className="pointer-events-none absolute top-0 left-[46px] text-xs text-text-3">{yTitle}</span>
        <span className="pointer-events-none absolute bottom-0 left-1/2 text-xs text-text-3">{xTitle}</span>
        <span className="num pointer-events-none absolute top-4 left-0 w-[42px] text-xs text-text-3">
          {write(most.y)}
        </span>
        <span className="num pointer-events-none absolute bottom-5 left-0 w-[42px] text-xs text-text-3">
          {write(0)}
        </span>
        <span className="pointer-events-none absolute bottom-0 left-[46px] text-xs text-text-3">{write(least.x)}</span>
        <span className="pointer-events-none absolute right-2 bottom-0 text-xs text-text-3">{write(0)}</span>
      </div>
    </div>
  );
}
