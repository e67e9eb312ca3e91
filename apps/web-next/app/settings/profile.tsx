import type { Appearance } from "@spark/types";
import { useEffect, useRef, useState } from "react";

import { Refusal, api } from "@/lib/api";
import { applyAppearance, currentAppearance, type Looks } from "@/lib/appearance";
import { queries, useApi } from "@/lib/query";
import { useSession } from "@/lib/session";
import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { CheckField, Field, SelectField, inputShape } from "@/ui/fields";
import { Amount, Percent, Time } from "@/ui/num";
import { ErrorStrip, Panel } from "@/ui/panel";
import { useToast } from "@/ui/toast";
import { UnsavedGuard } from "@/ui/use-guard";

const words = defineWords({
  title: ["Profile and appearance", "Profil ve görünüm"],
  language: ["Language", "Dil"],
  theme: ["Theme", "Tema"],
  system: ["As the system", "Sistemdeki gibi"],
  dark: ["Dark", "Koyu"],
  light: ["Light", "Açık"],
  contrast: ["High contrast", "Yüksek karşıtlık"],
  palette: ["Colours of up and down", "Yükseliş ve düşüş renkleri"],
  default: ["Teal and vermilion", "Camgöbeği ve kızıl"],
  safe: ["Blue and orange, for colour-blind eyes", "Mavi ve turuncu (renk körlüğüne uygun)"],
  classic: ["Green and red", "Yeşil ve kırmızı"],
  inverted: ["Inverted", "Ters"],
  inverted_hint: ["As in markets where red means up", "Kırmızının yükseliş olduğu piyasalardaki gibi"],
  density: ["Density of tables", "Tablo sıklığı"],
  comfortable: ["Comfortable", "Rahat"],
  compact: ["Compact", "Sıkışık"],
  ultra: ["Ultra", "Çok sıkışık"],
  zone: ["Time zone", "Saat dilimi"],
  zone_hint: ["Now there: ", "Orada şu an: "],
  sample: ["What it looks like", "Nasıl görünür"],
  up: ["Up", "Yükseliş"],
  down: ["Down", "Düşüş"],
  save: ["Save", "Kaydet"],
  undo: ["Undo", "Geri al"],
  saved: ["Saved", "Kaydedildi"],
  unsaved: ["Shown already, not saved yet.", "Şimdiden gösteriliyor, henüz kaydedilmedi."],
  kept_user: [
    "Kept on the server for {name}; every browser you log in with shows it.",
    "Sunucuda {name} için saklanır; oturum açılan her tarayıcıda geçerlidir.",
  ],
  kept_browser: ["Kept in this browser: nobody is logged in.", "Bu tarayıcıda saklanır: oturum açılmamış."],
});

const url = "/api/v1/settings/me";
const zones = [
  "Europe/Istanbul",
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "Europe/Istanbul" && zone !== "UTC"),
];
const names = ["language", "theme", "palette", "palette_inverted", "time_zone", "density"] as const;
const looksOf = (from: Looks | Appearance): Looks =>
  Object.fromEntries(names.map((name) => [name, from[name]])) as Looks;
const isSame = (one: Looks, other: Looks): boolean => names.every((name) => one[name] === other[name]);

/** Up and down in the chosen pair: sign, arrow, colour, and a line that is dashed when it falls. */
function Sample() {
  const say = useWords(words);
  return (
    <div className="grid grid-cols-2 gap-3">
      {(
        [
          ["up", 0.0124, "412.5", "M2 34 L20 28 L38 30 L56 18 L74 20 L98 6"],
          ["down", -0.0072, "-1240", "M2 8 L20 12 L38 10 L56 22 L74 20 L98 34"],
        ] as const
      ).map(([way, ratio, amount, path]) => (
        <div key={way} className="rounded-md border border-line p-3">
          <div className="text-sm text-text-3">{say(way)}</div>
          <div className="flex flex-wrap items-baseline gap-x-3 text-xl font-semibold">
            <Amount value={amount} />
            <span className="text-md">
              <Percent value={ratio} signed />
            </span>
          </div>
          <svg
            viewBox="0 0 100 40"
            className={`mt-2 h-10 w-full ${way === "up" ? "text-up" : "text-down"}`}
            preserveAspectRatio="none"
            aria-hidden
          >
            <path
              d={path}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              vectorEffect="non-scaling-stroke"
              strokeDasharray={way === "down" ? "4 3" : undefined}
            />
          </svg>
        </div>
      ))}
    </div>
  );
}

export function Profile() {
  const say = useWords(words);
  const toast = useToast();
  const format = useFormat();
  const session = useSession().data;
  const isPerson = session?.user !== null && session?.user !== undefined;
  const kept = useApi(url, { enabled: isPerson });
  const [saved, setSaved] = useState<Looks>(() => looksOf(currentAppearance()));
  const [looks, setLooks] = useState<Looks>(saved);
  const [error, setError] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isDirty = !isSame(looks, saved);
  useEffect(() => {
    // Whoever kept nothing yet (version 0) goes on with what this browser shows.
    if (kept.data === undefined || kept.data.version === 0) return;
    setSaved(looksOf(kept.data));
    setLooks(looksOf(kept.data));
    applyAppearance(looksOf(kept.data));
  }, [kept.data?.version]);
  const change = (part: Partial<Looks>) => {
    setLooks({ ...looks, ...part });
    applyAppearance(part);
  };
  const undo = () => {
    setLooks(saved);
    applyAppearance(saved);
  };
  // A page that is left takes back what was only shown.
  const last = useRef(saved);
  last.current = saved;
  useEffect(
    () => () => {
      applyAppearance(last.current);
    },
    [],
  );
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      if (isPerson) {
        const answer = await api.put(url, { body: looks, headers: { "if-match": `"${kept.data?.version ?? 0}"` } });
        queries.setQueriesData({ queryKey: [url] }, answer);
      }
      setSaved(looks);
      toast({ text: say("saved"), tone: "ok" });
    } catch (caught) {
      if (!(caught instanceof Refusal)) throw caught;
      setError(caught);
      if (caught.status === 412) void kept.refetch();
    }
    setBusy(false);
  };
  return (
    <div className="grid grid-cols-12 gap-3">
      <Panel title={say("title")} className="col-span-12 md:col-span-7">
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <div className="grid gap-3 xs:grid-cols-2">
            <SelectField
              label={say("language")}
              value={looks.language}
              onChange={(event) => change({ language: event.target.value as Looks["language"] })}
            >
              <option value="tr" lang="tr">
                Türkçe
              </option>
              <option value="en" lang="en">
                English
              </option>
            </SelectField>
            <SelectField
              label={say("theme")}
              value={looks.theme}
              onChange={(event) => change({ theme: event.target.value as Looks["theme"] })}
            >
              {(["system", "dark", "light", "contrast"] as const).map((one) => (
                <option key={one} value={one}>
                  {say(one)}
                </option>
              ))}
            </SelectField>
            <SelectField
              label={say("palette")}
              value={looks.palette}
              onChange={(event) => change({ palette: event.target.value as Looks["palette"] })}
            >
              {(["default", "safe", "classic"] as const).map((one) => (
                <option key={one} value={one}>
                  {say(one)}
                </option>
              ))}
            </SelectField>
            <SelectField
              label={say("density")}
              value={looks.density}
              onChange={(event) => change({ density: event.target.value as Looks["density"] })}
            >
              {(["comfortable", "compact", "ultra"] as const).map((one) => (
                <option key={one} value={one}>
                  {say(one)}
                </option>
              ))}
            </SelectField>
            <Field
              label={say("zone")}
              hint={
                <>
                  {say("zone_hint")}
                  <Time value={Date.now()} precision="minute" />
                </>
              }
            >
              {(ids) => (
                <select
                  {...ids}
                  value={looks.time_zone}
                  onChange={(event) =>
                    change({
                      time_zone: event.target.value,
                    })
                  }
                  className={inputShape}
                  lang="en"
                  translate="no"
                >
                  {(zones.includes(looks.time_zone) ? zones : [looks.time_zone, ...zones]).map((zone) => (
                    <option key={zone}>{zone}</option>
                  ))}
                </select>
              )}
            </Field>
            <div className="self-center">
              <CheckField
                label={say("inverted")}
                hint={say("inverted_hint")}
                checked={looks.palette_inverted}
                onChange={(event) =>
                  change({
                    palette_inverted: event.target.checked,
                  })
                }
              />
            </div>
          </div>
          {error !== null && <ErrorStrip error={error} />}
          <div className="flex flex-wrap items-center gap-2 border-t border-line pt-3">
            <Button type="submit" kind="primary" isBusy={isBusy} disabled={!isDirty}>
              {say("save")}
            </Button>
            <Button disabled={!isDirty} onClick={undo}>
              {say("undo")}
            </Button>
            <span className="text-sm text-text-3" role="status">
              {isDirty
                ? say("unsaved")
                : isPerson
                  ? say("kept_user", { name: session.user?.name ?? "" })
                  : say("kept_browser")}
            </span>
          </div>
        </form>
      </Panel>
      <Panel title={say("sample")} className="col-span-12 md:col-span-5">
        <Sample key={format.language} />
      </Panel>
      <UnsavedGuard isDirty={isDirty} />
    </div>
  );
}
