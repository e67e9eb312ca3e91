import { useEffect, type ReactNode } from "react";

import { setTitle } from "@/lib/document-title";
import { useApi } from "@/lib/query";

type PageProps = {
  /** Also the document's title. */
  title: string;
  /** Instead of the plain title in the heading. */
  heading?: ReactNode;
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** The frame of every page: heading, actions, content with even gaps. */
export function Page({ title, heading, subtitle, actions, children }: PageProps) {
  const env = useApi("/api/v1/status").data?.env;
  useEffect(() => {
    setTitle(`${env === undefined ? "" : `[${env.toLocaleUpperCase("en")}] `}${title} · Spark`);
  }, [title, env]);
  return (
    <div className="flex min-w-0 flex-col gap-3 p-3">
      <header className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h1 className="m-0 text-xl font-semibold">{heading ?? title}</h1>
          {subtitle !== undefined && <div className="text-sm text-text-3">{subtitle}</div>}
        </div>
        {actions !== undefined && (
          <div className="flex flex-wrap items-center gap-2" data-no-print>
            {actions}
          </div>
        )}
      </header>
      {children}
    </div>
  );
}
