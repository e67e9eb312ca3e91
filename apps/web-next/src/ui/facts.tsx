import type { ReactNode } from "react";

export type Fact = { name: ReactNode; value: ReactNode };

/** Names and values below each other: what a record or a thing consists of. */
export function Facts({ facts, className }: { facts: Fact[]; className?: string }) {
  return (
    <dl className={`m-0 grid grid-cols-[minmax(10ch,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1 ${className ?? ""}`}>
      {facts.map((fact, index) => (
        <div key={index} className="contents">
          <dt className="text-text-3">{fact.name}</dt>
          <dd className="m-0 min-w-0 break-words">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
