import { useLanguage } from "@/lib/language";
import { Token } from "@/ui/num";

/** What the server finds and wants is written for machines and commands, in English; these are its words in Turkish. */
const whole: Record<string, string> = {
  none: "yok",
  found: "var",
  set: "konmuş",
  any: "herhangi biri",
  "no violation": "aykırılık yok",
  "not looked at": "bakılmadı",
  "the same result hash": "aynı sonuç özeti",
  "a whole search of these rules": "bu kuralların bütün bir araması",
  "those of one set": "tek bir kümeninki",
  "values of no ranked set": "sıralanan hiçbir kümeninki değil",
  "other values than the document's defaults": "belgedeki varsayılanlardan başka değerler",
  "one data set, the whole period": "tek veri kümesi, bütün dönem",
  "a part of the period": "dönemin bir parçası",
  "other data": "başka veri",
  "above 0": "sıfırın üstünde",
  "above 0 in the run and in the search": "testte ve aramada sıfırın üstünde",
  "0 in the run": "testte sıfır",
  "0 in the search": "aramada sıfır",
  "not luck": "şans değil",
  luck: "şans",
  skill: "beceri",
  undecided: "kararsız",
  "a real market's": "gerçek bir piyasanın",
  synthetic: "sentetik",
  "not built yet": "henüz yok",
};
const parts: ReadonlyArray<readonly [RegExp, string]> = [
  [/^at least (.+), net above 0 there$/, "en az $1, orada net kâr sıfırın üstünde"],
  [/^above 0, at most (.+)$/, "sıfırın üstünde, en çok $1"],
  [/^at least (\d+) days$/, "en az $1 gün"],
  [/^at least (.+)$/, "en az $1"],
  [/^at most (.+)$/, "en çok $1"],
  [/^without (.+)$/, "eksik: $1"],
  [/^set (\d+)$/, "küme $1"],
  [/^(.+), sealed$/, "$1, mühürlü"],
  [/^(.+), this set was not looked at$/, "$1, bu kümeye bakılmadı"],
  [/^other rules: (.+) differs$/, "başka kurallar: $1 farklı"],
  [/^(.+) at the end of a parameter's range$/, "$1, bir parametrenin aralığının ucunda"],
];

/** The phrase in Turkish; null: there are no words for it. */
export function turkishOf(phrase: string): string | null {
  const known = whole[phrase];
  if (known !== undefined) return known;
  for (const [pattern, words] of parts) if (pattern.test(phrase)) return phrase.replace(pattern, words);
  return null;
}

/** A found or wanted thing in the page's language; what is no phrase (a number, an id) stays a machine's word. */
export function Phrase({ text }: { text: string }) {
  const language = useLanguage();
  if (text === "") return "–";
  const turkish = language === "tr" ? turkishOf(text) : null;
  return turkish ?? <Token>{text}</Token>;
}
