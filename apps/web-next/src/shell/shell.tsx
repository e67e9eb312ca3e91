import { useEffect, useRef, type ReactNode } from "react";
import { Outlet, ScrollRestoration, useLocation } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { useChecklistWatch } from "@/shell/checklist";
import { Announcer } from "@/shell/announcer";
import { FreezeBanner } from "@/shell/freeze-banner";
import { JobCentre } from "@/shell/jobs/job-centre";
import { JobWatch } from "@/shell/jobs/job-watch";
import { BottomBar, Navigation } from "@/shell/navigation";
import { CommandPalette } from "@/shell/palette/palette";
import { SessionStrip } from "@/shell/session-strip";
import { Shortcuts } from "@/shell/shortcuts";
import { StatusBar } from "@/shell/status-bar";
import { ToastHost } from "@/ui/toast";

const words = defineWords({ skip: ["Skip to the page", "Sayfaya geç"] });

/** What stands around every page, the wrong and the broken ones too. */
export function Frame({ children }: { children: ReactNode }) {
  const say = useWords(words);
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const last = useRef(pathname);
  useChecklistWatch(pathname);
  // A new page is read from its beginning; what stays on the page (tabs, filters) leaves the focus alone.
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <ToastHost>
      <a
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
        className="fixed top-1 left-1 z-50 -translate-y-20 rounded-md bg-accent px-3 py-1 font-semibold text-on-accent focus:translate-y-0"
      >
        {say("skip")}
      </a>
      <StatusBar />
      <div className="sticky top-[var(--status-h)] z-30">
        <SessionStrip />
        <FreezeBanner />
      </div>
      <div className="flex min-h-[calc(100dvh-var(--status-h))] items-stretch">
        <Navigation />
        <main ref={main} id="main" tabIndex={-1} className="min-w-0 grow pb-24 focus:outline-none sm:pb-6">
          {children}
        </main>
      </div>
      <BottomBar />
      <JobCentre />
      <JobWatch />
      <CommandPalette />
      <Shortcuts />
      <Announcer />
      <ScrollRestoration />
    </ToastHost>
  );
}

export const Shell = () => (
  <Frame>
    <Outlet />
  </Frame>
);
