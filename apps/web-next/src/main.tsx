import "@/styles.css";

import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router";

import { applyAppearance, looksOf, storedAppearance } from "@/lib/appearance";
import { readBoot } from "@/lib/boot";
import { getLanguage } from "@/lib/language";
import { queries } from "@/lib/query";
import { router } from "@/routes";

const boot = readBoot();
// Who has kept nothing on the server yet goes on with what this browser kept.
applyAppearance({ ...storedAppearance(), ...(boot?.settings ? looksOf(boot.settings) : null) });
const seed = (url: string, data: unknown) => queries.setQueryData([url, {}, {}, getLanguage()], data);
if (boot?.status) seed("/api/v1/status", boot.status);
if (boot?.session) seed("/api/v1/session", boot.session);
if (boot?.settings) seed("/api/v1/settings/me", boot.settings);

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
