import type { ReactNode } from "react";

import { formatAgo, nothing, useFormat, type NumberOptions, type TimePrecision } from "@/lib/format";
import { useNow } from "@/ui/use-now";

type NumberLike = string | number | null | undefined;

/** A number in the page's language, right-aligned digits; a decimal text is never rounded through a double. */
export function Num({ value, className, ...options }: NumberOptions & { value: NumberLike; className?: string }) {
  const format = useFormat();
  return <span className={`num ${className ?? ""}`}>{format.number(value, options)}</span>;
}

const direction = (value: NumberLike): -1 | 0 | 1 => {
  const number = typeof value === "string" ? Number(value) : (value ?? 0);
  return number > 0 ? 1 : number < 0 ? -1 : 0;
};
const colour = { [-1]: "text-down", 0: "text-text-2", 1: "text-up" } as const;

/** ▲ ▼ as drawings beside the sign: colour is never the only one. */
export function Arrow({ of: value, size = 8 }: { of: NumberLike; size?: number }) {
  const way = direction(value);
  if (way === 0) return null;
  return (
    <svg width={size} height={size} viewBox="0 0 8 8" aria-hidden className="inline-block shrink-0">
      <path d={way > 0 ? "M4 0.500 8 7.500H0z" : "M4 7.500 8 0.500H0z"} fill="currentColor" />
    </svg>
  );
}

/** An amount with sign, arrow and colour. */
export function Amount({
  value,
  arrow = false,
  className,
  ...options
}: NumberOptions & { value: NumberLike; arrow?: boolean; className?: string }) {
  const format = useFormat();
  return (
    <span className={`num ${colour[direction(value)]} ${className ?? ""}`}>
      {arrow && <Arrow of={value} />} {format.number(value, { sign: "always", ...options })}
    </span>
  );
}

/** A ratio as per cent. `signed`: with sign, arrow and colour. */
export function Percent({
  value,
  decimals = 2,
  signed = false,
  className,
}: {
  value: number | null | undefined;
  decimals?: number;
  signed?: boolean;
  className?: string;
}) {
  const format = useFormat();
  const text = format.percent(value, { decimals, sign: signed ? "always" : "negative" });
  if (!signed) return <span className={`num ${className ?? ""}`}>{text}</span>;
  return (
    <span className={`num ${colour[direction(value)]} ${className ?? ""}`}>
      <Arrow of={value} /> {text}
    </span>
  );
}

/** A machine's word (symbol, state, code, hash): never translated, never case-mapped. */
export function Token({
  children,
  mono = false,
  className,
}: {
  children: ReactNode;
  mono?: boolean;
  className?: string;
}) {
  return (
    <span lang="en" translate="no" className={`${mono ? "font-mono text-sm" : ""} ${className ?? ""}`}>
      {children}
    </span>
  );
}

export function Time({
  value,
  precision = "second",
  className,
}: {
  value: number | string | null | undefined;
  precision?: TimePrecision;
  className?: string;
}) {
  const format = useFormat();
  if (value === null || value === undefined) return <span className={className}>{nothing}</span>;
  return (
    <time dateTime={new Date(value).toISOString()} className={`num ${className ?? ""}`}>
      {format.time(value, precision)}
    </time>
  );
}

/** How long ago, kept current. */
export function Ago({ time, className }: { time: number | string; className?: string }) {
  const now = useNow(1_000);
  const { language, time: format } = useFormat();
  const ms = typeof time === "string" ? Date.parse(time) : time;
  return (
    <span className={className} title={format(ms)}>
      {formatAgo(Math.max(0, now - ms), language)}
    </span>
  );
}
