import type { ComponentType } from "react";
import { createBrowserRouter, type RouteObject } from "react-router";

import { Shell } from "@/shell/shell";
import { NotFound } from "@/shell/not-found";
import { PageError } from "@/shell/page-error";

type PageModule = { default: ComponentType };
const pages = import.meta.glob<PageModule>("../app/**/page.tsx");

/** `../app/markets/[venue]/[symbol]/page.tsx` is the page of `/markets/:venue/:symbol`. */
export function pathOfFile(file: string): string {
  const folder = file.replace(/^\.\.\/app/, "").replace(/\/?page\.tsx$/, "");
  return folder.replace(/\[(\w+)\]/g, ":$1") || "/";
}

const children: RouteObject[] = Object.entries(pages).map(([file, load]) => ({
  path: pathOfFile(file),
  errorElement: <PageError />,
  lazy: async () => ({ Component: (await load()).default }),
}));

export const router = createBrowserRouter([
  { element: <Shell />, children: [...children, { path: "*", element: <NotFound /> }] },
]);
