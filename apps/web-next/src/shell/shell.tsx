import { Outlet } from "react-router";

import { Navigation } from "@/shell/navigation";
import { StatusBar } from "@/shell/status-bar";
import { ToastHost } from "@/ui/toast";

/** What stands around every page, the wrong ones too. */
export function Shell() {
  return (
    <ToastHost>
      <StatusBar />
      <div className="flex min-h-[calc(100dvh-32px)] items-stretch">
        <Navigation />
        <main id="main" tabIndex={-1} className="min-w-0 grow pb-24 sm:pb-6">
          <Outlet />
        </main>
      </div>
    </ToastHost>
  );
}
