import type { ReactNode } from "react";

import { Icon } from "@/ui/icon";

/** A framed part that is opened by a press on its title. */
export function Fold({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <details className="group min-w-0 rounded-md border border-line bg-surface">
      <summary className="flex min-h-10 cursor-pointer list-none items-center justify-between px-3 font-semibold">
        {title}
        <Icon name="down" size={14} className="text-text-3 group-open:rotate-180" />
      </summary>
      {children}
    </details>
  );
}
