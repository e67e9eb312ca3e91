import type { Upload } from "@spark/types";
import { useId } from "react";

import { defineWords, useWords } from "@/lib/words";
import { CheckField, SelectField, TextField } from "@/ui/fields";
import { columnKeys, formats, type FormFault, type UploadForm } from "../_parts/upload-form";

const words = defineWords({
  target: ["What it is", "Ne olduğu"],
  venue: ["Venue", "Borsa"],
  venue_hint: ["Such as binance, btcturk, bist", "Örneğin binance, btcturk, bist"],
  venue_wrong: ["1 to 24 letters, digits and - are needed", "1–24 harf, rakam ya da - gerekir"],
  symbol: ["Symbol", "Sembol"],
  symbol_wrong: ["1 to 32 letters, digits, - and . are needed", "1–32 harf, rakam, - ya da . gerekir"],
  timeframe: ["Timeframe", "Zaman dilimi"],
  timeframe_hint: ["Length of a bar: 1m, 15m, 1h, 1d, 1w", "Bir mumun süresi: 1m, 15m, 1h, 1d, 1w"],
  timeframe_guess: ["The rows are {guess} apart", "Satır aralığı: {guess}"],
  timeframe_wrong: [
    "A count and s, m, h, d or w is needed, such as 1h",
    "Sayı ve s, m, h, d ya da w gerekir, örneğin 1h",
  ],
  tz: ["Time zone of the times", "Zamanların saat dilimi"],
  tz_hint: ["UTC, Europe/Istanbul, or an offset such as +03:00", "UTC, Europe/Istanbul ya da +03:00 gibi bir fark"],
  tz_none: ["The times count from 1970 and need no zone", "Zamanlar 1970'ten sayılıyor, saat dilimi gerekmez"],
  tz_wrong: [
    "Only UTC, Europe/Istanbul or an offset such as +03:00",
    "Yalnızca UTC, Europe/Istanbul ya da +03:00 gibi bir fark",
  ],
  calendar: ["Trading calendar", "İşlem takvimi"],
  calendar_hint: [
    "Says which bars should be there: holes are found by it",
    "Hangi mumların olması gerektiğini söyler; boşluklar buna göre bulunur",
  ],
  calendar_own: ["The venue's own", "Borsanın kendi takvimi"],
  calendar_always: ["24/7: no pause", "7/24: ara yok"],
  calendar_bist: ["Borsa Istanbul", "Borsa İstanbul"],
  layout: ["How it is written", "Nasıl yazıldığı"],
  format: ["Format", "Biçim"],
  by_hand: ["Columns by hand", "Sütunları elle eşle"],
  recognised: ["{format} (recognised)", "{format} (tanındı)"],
  time: ["Time", "Zaman"],
  open: ["Open", "Açılış"],
  high: ["High", "Yüksek"],
  low: ["Low", "Düşük"],
  close: ["Close", "Kapanış"],
  volume: ["Volume", "Hacim"],
  none: ["Not chosen", "Seçilmedi"],
  no_volume: ["None in the file", "Dosyada yok"],
  decimal: ["Decimal mark", "Ondalık işareti"],
  point: ["Point: 1,234.50", "Nokta: 1,234.50"],
  comma: ["Comma: 1.234,50", "Virgül: 1.234,50"],
  delimiter: ["Between columns", "Sütun ayırıcı"],
  d_comma: ["Comma ,", "Virgül ,"],
  d_semicolon: ["Semicolon ;", "Noktalı virgül ;"],
  d_bar: ["Bar |", "Dikey çizgi |"],
  d_tab: ["Tab", "Sekme"],
  twice: ["A column is chosen twice", "Bir sütun iki kez seçildi"],
  unmapped: ["Time and the four prices need a column each", "Zaman ve dört fiyatın her biri için bir sütun gerekir"],
  comma_name: [
    "A column with a comma in its name cannot be chosen; rename it in the file",
    "Adında virgül olan sütun seçilemez; dosyada adını değiştirin",
  ],
  strict: ["Refuse it when the quality report is not clean", "Kalite raporu temiz değilse reddet"],
  strict_hint: [
    "Then nothing is kept; otherwise it is kept with its findings",
    "O zaman hiçbir şey saklanmaz; yoksa bulgularıyla birlikte saklanır",
  ],
});

type Props = {
  upload: Upload;
  form: UploadForm;
  guess: string;
  faults: FormFault[];
  isTouched: boolean;
  onChange: (change: Partial<UploadForm>) => void;
  disabled: boolean;
};

/** What the file is, and how it is written; every change is seen in the preview beside it. */
export function MappingForm({ upload, form, guess, faults, isTouched, onChange, disabled }: Props) {
  const say = useWords(words);
  const zones = useId();
  const venues = useId();
  const error = (fault: FormFault, key: keyof typeof words, value: string) =>
    faults.includes(fault) && (isTouched || value !== "") ? say(key) : undefined;
  const hasClock = upload.clock_unit !== null && upload.clock_unit !== "date";
  const mappingFault = faults.includes("twice")
    ? say("twice")
    : faults.includes("comma")
      ? say("comma_name")
      : faults.includes("unmapped")
        ? say("unmapped")
        : null;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <fieldset disabled={disabled} className="m-0 flex min-w-0 flex-col gap-3 border-0 p-0">
        <legend className="mb-2 p-0 text-sm font-semibold text-text-2">{say("target")}</legend>
        <div className="grid grid-cols-2 gap-3 max-xs:grid-cols-1">
          <TextField
            label={say("venue")}
            list={venues}
            lang="en"
            autoComplete="off"
            spellCheck={false}
            value={form.venue}
            required
            onChange={(event) => onChange({ venue: event.target.value.trim() })}
            hint={say("venue_hint")}
            error={error("venue", "venue_wrong", form.venue)}
          />
          <datalist id={venues}>
            <option value="binance" />
            <option value="btcturk" />
            <option value="bist" />
          </datalist>
          <TextField
            label={say("symbol")}
            lang="en"
            autoComplete="off"
            spellCheck={false}
            value={form.symbol}
            required
            onChange={(event) => onChange({ symbol: event.target.value.trim() })}
            error={error("symbol", "symbol_wrong", form.symbol)}
          />
          <TextField
            label={say("timeframe")}
            lang="en"
            autoComplete="off"
            spellCheck={false}
            value={form.timeframe}
            required
            onChange={(event) => onChange({ timeframe: event.target.value.trim() })}
            hint={guess === "" ? say("timeframe_hint") : say("timeframe_guess", { guess })}
            error={error("timeframe", "timeframe_wrong", form.timeframe)}
          />
          <SelectField
            label={say("calendar")}
            value={form.calendar}
            onChange={(event) => onChange({ calendar: event.target.value })}
            hint={say("calendar_hint")}
          >
            <option value="">{say("calendar_own")}</option>
            <option value="24/7">{say("calendar_always")}</option>
            <option value="bist">{say("calendar_bist")}</option>
          </SelectField>
        </div>
        <TextField
          label={say("tz")}
          list={zones}
          lang="en"
          autoComplete="off"
          spellCheck={false}
          value={hasClock ? "UTC" : form.tz}
          disabled={hasClock}
          onChange={(event) => onChange({ tz: event.target.value.trim() })}
          hint={hasClock ? say("tz_none") : say("tz_hint")}
          error={error("tz", "tz_wrong", form.tz)}
        />
        <datalist id={zones}>
          <option value="UTC" />
          <option value="Europe/Istanbul" />
          <option value="+03:00" />
        </datalist>
      </fieldset>
      <fieldset disabled={disabled} className="m-0 flex min-w-0 flex-col gap-3 border-0 p-0">
        <legend className="mb-2 p-0 text-sm font-semibold text-text-2">{say("layout")}</legend>
        <SelectField
          label={say("format")}
          value={form.format}
          onChange={(event) => onChange({ format: event.target.value as UploadForm["format"] })}
        >
          {formats.map((one) => (
            <option key={one} value={one}>
              {one === "map" ? say("by_hand") : upload.format === one ? say("recognised", { format: one }) : one}
            </option>
          ))}
        </SelectField>
        {form.format === "map" && (
          <>
            <div className="grid grid-cols-2 gap-3">
              {columnKeys.map((key) => (
                <SelectField
                  key={key}
                  label={say(key)}
                  value={form.mapping[key]}
                  aria-invalid={
                    mappingFault !== null && key !== "volume" && form.mapping[key] === "" ? true : undefined
                  }
                  onChange={(event) => onChange({ mapping: { ...form.mapping, [key]: event.target.value } })}
                >
                  <option value="">{say(key === "volume" ? "no_volume" : "none")}</option>
                  {upload.columns.map((column) => (
                    <option key={column} value={column}>
                      {column}
                    </option>
                  ))}
                </SelectField>
              ))}
              <SelectField
                label={say("decimal")}
                value={form.decimal}
                onChange={(event) => onChange({ decimal: event.target.value as UploadForm["decimal"] })}
              >
                <option value="point">{say("point")}</option>
                <option value="comma">{say("comma")}</option>
              </SelectField>
              <SelectField
                label={say("delimiter")}
                value={form.delimiter}
                onChange={(event) => onChange({ delimiter: event.target.value })}
              >
                {(["comma", "semicolon", "bar", "tab"] as const).map((one) => (
                  <option key={one} value={one}>
                    {say(`d_${one}`)}
                  </option>
                ))}
              </SelectField>
            </div>
            {mappingFault !== null && (
              <p role="status" className="m-0 text-sm text-warn">
                {mappingFault}
              </p>
            )}
          </>
        )}
        <CheckField
          label={say("strict")}
          hint={say("strict_hint")}
          checked={form.strict}
          onChange={(event) => onChange({ strict: event.target.checked })}
        />
      </fieldset>
    </div>
  );
}
