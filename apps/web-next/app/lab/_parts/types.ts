import type {} from "@spark/types";

/** Parts of the lab's documents (`spark.generation/1`, `spark.promotion_check/1`, …) that the pages read. */
export type Violation = {
  rule: string;
  path: string;
  found: string;
  allowed: string;
  en: string;
  tr: string;
  is_fixable: boolean;
};
export type Fix = {
  text: string;
  text_sha256: string;
  differences: Array<{ field: string; before: string; after: string }>;
  left: Violation[];
};
export type PolicyCheck = { schema: "spark.policy_check/1"; violations: Violation[]; fix: Fix | null };
/** `from` and `to` are bytes of the prompt as UTF-8; null: assumed. */
export type Reason = {
  path: string;
  line: number | null;
  en: string;
  tr: string;
  from: number | null;
  to: number | null;
};
export type Generation = {
  schema: "spark.generation/1";
  id: string;
  created_at: string;
  author: string;
  prompt: string;
  prompt_sha256: string;
  language: string;
  provider: {
    kind: "offline" | "model";
    name: string;
    model: string | null;
    attempts: number;
    duration_ms: number;
    tokens: { prompt: number | null; completion: number | null };
    cost_usd: string | null;
  };
  status: "ready" | "breaks_policy" | "failed";
  document: null | { text: string; format: "toml" | "json"; name: string; sha256: string; text_sha256: string };
  sentences: { en: string[]; tr: string[] } | null;
  family: string | null;
  reasons: Reason[];
  not_understood: Array<{ text: string; from: number; to: number }>;
  notices: Array<{ code: string; en: string; tr: string }>;
  violations: Violation[];
  fix: Fix | null;
  problem: null | { code?: string; detail?: string; place?: string; remedy?: string };
};
export type GenerationRow = Pick<Generation, "id" | "created_at" | "prompt" | "status"> & { [name: string]: unknown };
export type Provider = {
  kind: "offline" | "model";
  name: string;
  model?: string | null;
  is_available: boolean;
  why_not?: string;
  why_not_tr?: string;
};
export type Origin = { generation?: string; is_edited?: boolean; optimization?: string; set?: number };

export type Standing = "passed" | "failed" | "missing" | "not_measured";
export type CheckItem = {
  name: string;
  standing: Standing;
  found: string;
  wanted: string;
  evidence: string;
  en: string;
  tr: string;
  remedy: { en: string; tr: string };
  is_binding: boolean;
};
export type ChainLink = {
  kind: string;
  id: string;
  sha256: string;
  created_at: string;
  previous: string;
  hash: string;
};
export type Lineage = { links: ChainLink[]; head: string; is_whole: boolean; problem?: string };
export type PromotionCheck = {
  schema: "spark.promotion_check/1";
  strategy: string;
  version: number;
  sha256: string;
  may_promote: boolean;
  items: CheckItem[];
  thresholds: Record<string, unknown>;
  backtest: string | null;
  optimization: string | null;
  set: number | null;
  proposal: string | null;
  lineage: Lineage;
};
export type Proposal = {
  schema: "spark.proposal/1";
  id: string;
  kind: string;
  state: string;
  created_at: string;
  proposer: string | { id?: string; name?: string; [name: string]: unknown };
  note: string;
  strategy: string;
  version: number;
  sha256: string;
  params: Record<string, unknown>;
  check: PromotionCheck;
  risk: Record<string, unknown>;
  hash: string;
};

type List<T> = { data: T[]; has_more: boolean; next_cursor: string | null };
type Language = { lang?: "en" | "tr" };
export type GenerationOrder = {
  prompt: string;
  provider?: "offline" | "model";
  name?: string;
  timeframe?: string;
  symbols?: string[];
  risk?: "careful" | "balanced" | "bold";
};

declare module "@spark/types" {
  interface Operations {
    "lab.generate": {
      method: "POST";
      url: "/api/v1/strategies/generate";
      path: {};
      query: Language;
      body: GenerationOrder;
      answer: Job | Generation;
    };
    "lab.generations": {
      method: "GET";
      url: "/api/v1/generations";
      path: {};
      query: Language & { limit?: number; cursor?: string };
      body: undefined;
      answer: List<GenerationRow>;
    };
    "lab.generation": {
      method: "GET";
      url: "/api/v1/generations/{id}";
      path: { id: string };
      query: Language;
      body: undefined;
      answer: Generation;
    };
    "lab.providers": {
      method: "GET";
      url: "/api/v1/generations/providers";
      path: {};
      query: Language;
      body: undefined;
      answer: { data: Provider[] };
    };
    "lab.policy": {
      method: "POST";
      url: "/api/v1/strategies/policy";
      path: {};
      query: Language;
      body: { document: string };
      answer: PolicyCheck;
    };
    "lab.adopt": {
      method: "POST";
      url: "/api/v1/strategies/{name}/adopt";
      path: { name: string };
      query: Language;
      body: { optimization: string; set: "best" | "plateau" | number; message?: string };
      answer: Strategy;
    };
    "lab.promotion": {
      method: "GET";
      url: "/api/v1/strategies/{name}/versions/{version}/promotion";
      path: { name: string; version: string };
      query: Language;
      body: undefined;
      answer: PromotionCheck;
    };
    "lab.promote": {
      method: "POST";
      url: "/api/v1/strategies/{name}/versions/{version}/promote";
      path: { name: string; version: string };
      query: Language;
      body: { note?: string };
      answer: Proposal;
    };
    "lab.proposals": {
      method: "GET";
      url: "/api/v1/proposals";
      path: {};
      query: Language & { limit?: number; cursor?: string };
      body: undefined;
      answer: List<Proposal>;
    };
    "lab.proposal": {
      method: "GET";
      url: "/api/v1/proposals/{id}";
      path: { id: string };
      query: Language;
      body: undefined;
      answer: Proposal;
    };
  }
}
