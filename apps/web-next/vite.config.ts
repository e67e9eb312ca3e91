import { fileURLToPath } from "node:url";

import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `npm run dev` serves the page and hands the rest to a running server: SPARK_API=http://127.0.0.1:3003. */
const server = process.env.SPARK_API ?? "http://127.0.0.1:3003";

export default defineConfig({
  plugins: [react(), tailwind()],
  resolve: { alias: { "@": here("./src") } },
  build: {
    target: "es2023",
    // Strict CSP: no inlined assets, and no inline polyfill script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "^/(api|metrics|openapi.json|healthz|readyz)": {
        target: server,
        changeOrigin: true,
        configure: (proxy) => proxy.on("proxyReq", (request) => request.setHeader("origin", server)),
      },
    },
  },
  test: { environment: "jsdom", include: ["{app,src}/**/*.test.{ts,tsx}"], restoreMocks: true },
});
