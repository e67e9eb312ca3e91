import { useId, useState, type ComponentProps, type ReactNode } from "react";

import { useLanguage } from "@/lib/language";
import { parseNumber } from "@/lib/parse-number";
import { formatNumber } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";

const words = defineWords({
  wrong: ["This is not a number", "Bu bir sayı değil"],
  ambiguous: ["Two readings: {here} or {there}?", "İki okunuş: {here} mi, {there} mi?"],
});

export const inputShape =
  "min-h-[30px] w-full min-w-0 rounded-md border border-line-strong bg-bg px-2 text-md text-text placeholder:text-text-3 " +
  "disabled:opacity-60 aria-invalid:border-crit pointer-coarse:min-h-[40px]";

type FieldProps = {
  label: ReactNode;
  /** Below the field: what it means, its unit, its range. */
  hint?: ReactNode;
  error?: ReactNode;
  children: (ids: {
    id: string;
    "aria-describedby": string | undefined;
    "aria-invalid": boolean | undefined;
  }) => ReactNode;
  className?: string;
};

export function Field({ label, hint, error, children, className }: FieldProps) {
  const id = useId();
  const described = [error ? `${id}-error` : "", hint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className ?? ""}`}>
      <label htmlFor={id} className="text-sm text-text-2">
        {label}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {error && (
        <p id={`${id}-error`} className="m-0 text-sm text-crit">
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="m-0 text-sm text-text-3">
          {hint}
        </p>
      )}
    </div>
  );
}

type Common = { label: ReactNode; hint?: ReactNode; error?: ReactNode; className?: string };

export function TextField({ label, hint, error, className, ...input }: Common & ComponentProps<"input">) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(ids) => <input {...ids} {...input} className={inputShape} />}
    </Field>
  );
}

export function SelectField({ label, hint, error, className, children, ...select }: Common & ComponentProps<"select">) {
  return (
    <Field label={label} hint={hint} error={error} className={className}>
      {(ids) => (
        <select {...ids} {...select} className={`${inputShape} cursor-pointer`}>
          {children}
        </select>
      )}
    </Field>
  );
}

export function CheckField({
  label,
  hint,
  ...input
}: { label: ReactNode; hint?: ReactNode } & ComponentProps<"input">) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <input id={id} type="checkbox" {...input} className="mt-0.5 size-4 accent-[var(--accent)]" />
      <label htmlFor={id} className="min-w-0">
        <span>{label}</span>
        {hint && <span className="block text-sm text-text-3">{hint}</span>}
      </label>
    </div>
  );
}

type NumberFieldProps = Common & {
  /** Decimal text with a point, or empty. */
  value: string;
  onValue: (canonical: string) => void;
  unit?: string;
  disabled?: boolean;
  placeholder?: string;
};

/** Typed in the page's language, echoed as what will be sent; a pasted text with two readings asks. */
export function NumberField({
  label,
  hint,
  error,
  className,
  value,
  onValue,
  unit,
  disabled,
  placeholder,
}: NumberFieldProps) {
  const language = useLanguage();
  const say = useWords(words);
  const [typed, setTyped] = useState<string | null>(null);
  const [choice, setChoice] = useState<{ here: string; there: string } | null>(null);
  const [isWrong, setWrong] = useState(false);
  const shown = typed ?? (value === "" ? "" : formatNumber(value, {}, language).replace("−", "-"));
  const take = (text: string, isPasted: boolean) => {
    setTyped(text);
    const parsed = parseNumber(text, language, isPasted);
    setChoice(parsed.kind === "ambiguous" ? parsed : null);
    setWrong(parsed.kind === "wrong");
    if (parsed.kind === "value") onValue(parsed.canonical);
    else if (parsed.kind === "empty") onValue("");
  };
  const pick = (canonical: string) => {
    onValue(canonical);
    setTyped(null);
    setChoice(null);
  };
  const echo = value !== "" && typed !== null && !isWrong ? `= ${value}${unit ? ` ${unit}` : ""}` : undefined;
  return (
    <Field
      label={
        unit ? (
          <>
            {label} <span className="text-text-3">({unit})</span>
          </>
        ) : (
          label
        )
      }
      hint={echo ?? hint}
      error={isWrong ? say("wrong") : error}
      className={className}
    >
      {(ids) => (
        <>
          <input
            {...ids}
            inputMode="decimal"
            autoComplete="off"
            disabled={disabled}
            placeholder={placeholder}
            value={shown}
            className={`${inputShape} text-right`}
            onChange={(event) =>
              take(event.target.value, (event.nativeEvent as InputEvent).inputType === "insertFromPaste")
            }
            onBlur={() => {
              if (!isWrong && choice === null) setTyped(null);
            }}
          />
          {choice !== null && (
            <div role="group" className="flex flex-wrap items-center gap-2 text-sm text-warn">
              {say("ambiguous", {
                here: formatNumber(choice.here, {}, language),
                there: formatNumber(choice.there, {}, language),
              })}
              {[choice.here, choice.there].map((one) => (
                <button
                  key={one}
                  type="button"
                  className="rounded-md border border-line-strong px-2"
                  onClick={() => pick(one)}
                >
                  = {one}
                </button>
              ))}
            </div>
          )}
        </>
      )}
    </Field>
  );
}
