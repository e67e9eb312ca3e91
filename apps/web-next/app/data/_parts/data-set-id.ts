import type { DataSet } from "@spark/types";

export type DataSetName = { venue: string; symbol: string; timeframe: string; version: number | null; base: string };

/** `ds_binance_BTCUSDT_1h@v2`: neither venue nor symbol nor timeframe holds an underscore. */
export function parseDataSetId(id: string): DataSetName | null {
  const match = /^(ds_([^_@]+)_([^_@]+)_([^_@]+))(?:@v(\d+))?$/.exec(id);
  if (match === null) return null;
  const [, base = "", venue = "", symbol = "", timeframe = "", version] = match;
  return { base, venue, symbol, timeframe, version: version === undefined ? null : Number(version) };
}

const unitSeconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** Milliseconds of `15m`, `1h`, `1w`; null for what is no timeframe (allowed: 1 to 1000 and s, m, h, d, w). */
export function timeframeMs(text: string): number | null {
  const match = /^([1-9]\d{0,3})([smhdw])$/.exec(text);
  if (match === null || Number(match[1]) > 1000) return null;
  return Number(match[1]) * (unitSeconds[match[2] as string] as number) * 1000;
}

/** Usual timeframes that are whole multiples of this one and coarser, for resampling. */
export function coarserThan(timeframe: string): string[] {
  const from = timeframeMs(timeframe);
  if (from === null) return [];
  return ["5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d", "1w"].filter((one) => {
    const to = timeframeMs(one) as number;
    return to > from && to % from === 0;
  });
}

/** All versions of one data set: the facts shown are those of the newest that can be read. */
export type DataSetGroup = DataSetName & { id: string; newest: DataSet; versions: DataSet[]; damaged: DataSet[] };

export function groupVersions(sets: readonly DataSet[]): DataSetGroup[] {
  const groups = new Map<string, DataSet[]>();
  for (const one of sets) {
    const base = parseDataSetId(one.id)?.base ?? one.id;
    groups.set(base, [...(groups.get(base) ?? []), one]);
  }
  const versionOf = (one: DataSet) => parseDataSetId(one.id)?.version ?? 0;
  return [...groups].map(([base, list]) => {
    const versions = [...list].sort((a, b) => versionOf(b) - versionOf(a));
    const newest = versions.find((one) => !one.damaged) ?? (versions[0] as DataSet);
    const name = parseDataSetId(newest.id) ?? { base, venue: "", symbol: base, timeframe: "", version: null };
    return { ...name, id: base, newest, versions, damaged: versions.filter((one) => one.damaged) };
  });
}

export type ListFilter = { q: string; venue: string; timeframe: string; kind: string };

/** Every word of the search must be in the id; letters are compared as tokens, never by a language's case rules. */
export function fitsFilter(group: DataSetGroup, filter: ListFilter): boolean {
  const id = group.id.toLowerCase();
  if (
    !filter.q
      .toLowerCase()
      .split(/\s+/)
      .every((word) => id.includes(word))
  )
    return false;
  if (filter.venue !== "" && group.venue !== filter.venue) return false;
  if (filter.timeframe !== "" && group.timeframe !== filter.timeframe) return false;
  if (filter.kind === "synthetic") return group.newest.synthetic === true;
  if (filter.kind === "market") return group.newest.synthetic === false;
  if (filter.kind === "damaged") return group.damaged.length > 0;
  return true;
}

/** A damage without the server's folders before it, which say nothing to who reads the page. */
export const damageWords = (damage: string): string => damage.replace(/^\/\S*\/(\S+\.spark): /, "$1: ");
