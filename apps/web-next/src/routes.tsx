import { createBrowserRouter, type RouteObject } from "react-router";

import { NotFound } from "@/shell/not-found";
import { PageError } from "@/shell/page-error";
import { allPages, isBuilt, pageFiles, pathOfFile } from "@/shell/pages";
import { PlannedPage } from "@/shell/planned";
import { Frame, Shell } from "@/shell/shell";

const children: RouteObject[] = Object.entries(pageFiles).map(([file, load]) => ({
  path: pathOfFile(file),
  errorElement: <PageError />,
  lazy: async () => ({ Component: (await load()).default }),
}));

const planned: RouteObject[] = allPages
  .filter((item) => !isBuilt(item.to))
  .map((item) => ({ path: `${item.to.replace(/^\//, "")}/*`, element: <PlannedPage />, errorElement: <PageError /> }));

export const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: (
      <Frame>
        <PageError />
      </Frame>
    ),
    children: [...children, ...planned, { path: "*", element: <NotFound /> }],
  },
]);
