import type { Generation, LineageLink, PromotionCheck, PromotionItem, StrategyVersion } from "@spark/types";

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

export type { PromotionCheck, Proposal } from "@spark/types";
export type CheckItem = PromotionItem;
export type Standing = PromotionItem["standing"];
export type ChainLink = LineageLink;
/** The chain alone, or as part of a check. */
export type Lineage = Pick<PromotionCheck["lineage"], "links" | "head" | "is_whole">;
