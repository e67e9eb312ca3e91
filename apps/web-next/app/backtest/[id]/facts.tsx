import type { ReactNode } from "react";

export type Fact = [label: ReactNode, value: ReactNode];

/** Names left, values right, a thin line between rows. */
export function Facts({ title, rows, className }: { title?: ReactNode; rows: Fact[]; className?: string }) {
  if (rows.length === 0) return null;
  return (
    <section className={`min-w-0 ${className ?? ""}`}>
      {title !== undefined && <h3 className="m-0 mb-1 text-sm font-semibold text-text-3">{title}</h3>}
      <dl className="m-0">
        {rows.map(([label, value], index) => (
          <div
            key={index}
            className="flex flex-wrap items-center justify-between gap-x-4 border-b border-line py-1 last:border-b-0"
          >
            <dt className="min-w-0 text-text-2">{label}</dt>
            <dd className="m-0 min-w-0 text-right break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
