import type { ReactNode } from "react";

export type Tone = "neutral" | "ok" | "warn" | "crit" | "info" | "paper";

const tones: Record<Tone, string> = {
  neutral: "text-text-2 border-line-strong",
  ok: "text-ok border-ok",
  warn: "text-warn border-warn",
  crit: "text-crit border-crit",
  info: "text-info border-info",
  paper: "text-env-paper border-env-paper",
};

/** A short word in a pill. Its text says what its colour says. */
export function Badge({ tone = "neutral", title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <span
      title={title}
      className={`inline-flex items-center gap-1 rounded-full border px-2 text-xs font-semibold whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}

export function Dot({ tone, shape = "full" }: { tone: Tone; shape?: "full" | "half" | "ring" }) {
  const colours: Record<Tone, string> = {
    neutral: "text-text-3",
    ok: "text-ok",
    warn: "text-warn",
    crit: "text-crit",
    info: "text-info",
    paper: "text-env-paper",
  };
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden className={`shrink-0 ${colours[tone]}`}>
      <circle
        cx="5"
        cy="5"
        r="4"
        fill={shape === "full" ? "currentColor" : "none"}
        stroke="currentColor"
        strokeWidth="1.5"
      />
      {shape === "half" && <path d="M5 1a4 4 0 0 0 0 8z" fill="currentColor" />}
    </svg>
  );
}

/** Marks data that no market made. Literal in both languages. */
export const Synthetic = () => (
  <span lang="en" translate="no" className="inline-flex shrink-0">
    <Badge tone="warn">SYNTHETIC</Badge>
  </span>
);
