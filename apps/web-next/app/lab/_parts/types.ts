import type { Generation, StrategyVersion } from "@spark/types";

export type {
  Generation,
  GenerationOrder,
  PolicyCheck,
  PolicyFix as Fix,
  PolicyViolation as Violation,
} from "@spark/types";
/** `from` and `to` are bytes of the prompt as UTF-8; null: assumed. */
export type Reason = Generation["reasons"][number];
export type Origin = NonNullable<StrategyVersion["origin"]>;

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
declare module "@spark/types" {
  interface Operations {
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
