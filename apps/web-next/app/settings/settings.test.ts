import { describe, expect, it } from "vitest";

import { keyState } from "./keys";
import { agentName } from "./security";
import { spanOf } from "@/ui/time-range";

const key = { revoked_at: null, expires_at: null } as Parameters<typeof keyState>[0];

describe("small readings of the settings", () => {
  it("names a browser and its system", () => {
    expect(agentName("Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0")).toBe(
      "Firefox 144 · Linux",
    );
    expect(agentName("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0")).toBe(
      "Edge 141 · Windows",
    );
    expect(agentName("curl/8.1")).toBe("curl 8");
    expect(agentName("")).toBe("");
  });

  it("tells a valid key from one that ended or was revoked", () => {
    expect(keyState(key)).toBe("live");
    expect(keyState({ ...key, expires_at: "2020-01-01T00:00:00Z" })).toBe("expired");
    expect(keyState({ ...key, expires_at: "2999-01-01T00:00:00Z" })).toBe("live");
    expect(keyState({ ...key, expires_at: "2020-01-01T00:00:00Z", revoked_at: "2019-01-01T00:00:00Z" })).toBe(
      "revoked",
    );
  });

  it("reads a time range of the address", () => {
    expect(["now-5m", "now-2h", "now-30s", "now-1d"].map(spanOf)).toEqual([300_000, 7_200_000, 30_000, 86_400_000]);
    expect(["all", "now", "now-5", "5m", null].map(spanOf)).toEqual([null, null, null, null, null]);
  });
});
