import type { Language } from "@/lib/language";

export type ParsedNumber =
  | { kind: "value"; canonical: string }
  | { kind: "empty" }
  | { kind: "wrong" }
  /** Both readings of a pasted text like `1.234`, which only its writer knows. */
  | { kind: "ambiguous"; here: string; there: string };

const forms = {
  en: { group: ",", decimal: "." },
  tr: { group: ".", decimal: "," },
};

function read(text: string, language: Language): string | null {
  const { group, decimal } = forms[language];
  const escaped = { group: `\\${group}`, decimal: `\\${decimal}` };
  const grouped = new RegExp(`^\\d{1,3}(${escaped.group}\\d{3})+(${escaped.decimal}\\d*)?$`);
  const plain = new RegExp(`^(\\d+(${escaped.decimal}\\d*)?|${escaped.decimal}\\d+)$`);
  if (!grouped.test(text) && !plain.test(text)) return null;
  let canonical = text.replaceAll(group, "").replace(decimal, ".");
  if (canonical.startsWith(".")) canonical = `0${canonical}`;
  canonical = canonical.replace(/\.$/, "").replace(/^0+(?=\d)/, "");
  return canonical;
}

/** A number as typed in the page's language, as decimal text with a point. `isPasted`: ask where two readings differ. */
export function parseNumber(typed: string, language: Language, isPasted = false): ParsedNumber {
  let text = typed
    .trim()
    .replace(/[\s\u00a0\u202f_]/g, "")
    .replace("−", "-");
  if (text === "") return { kind: "empty" };
  const isNegative = text.startsWith("-");
  text = text.replace(/^[+-]/, "");
  const sign = isNegative ? "-" : "";
  const here = read(text, language);
  const there = read(text, language === "tr" ? "en" : "tr");
  if (isPasted && here !== null && there !== null && here !== there)
    return { kind: "ambiguous", here: sign + here, there: sign + there };
  if (here !== null) return { kind: "value", canonical: sign + here };
  if (isPasted && there !== null) return { kind: "value", canonical: sign + there };
  return { kind: "wrong" };
}
