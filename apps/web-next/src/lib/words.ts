import { Fragment, createElement, type ReactNode } from "react";

import { languageTag, useLanguage, type Language } from "@/lib/language";

/** One text in both languages: `[English, Turkish]`. With `{count}` a text may have two forms. */
export type Form = string | { one: string; other: string };
export type Words = Record<string, readonly [en: Form, tr: Form]>;
export type Values = Record<string, string | number>;
export type Say<W extends Words> = {
  (key: keyof W & string, values?: Values): string;
  /** As above, with elements in the places: machine tokens stay marked as such. */
  rich: (key: keyof W & string, values: Record<string, ReactNode>) => ReactNode;
};

/** Keeps the literal keys, so that a text that is missing in one language is a type error. */
export const defineWords = <W extends Words>(words: W): W => words;

const plurals = { en: new Intl.PluralRules("en"), tr: new Intl.PluralRules("tr") };

function formOf(words: Words, key: string, language: Language, values?: Record<string, unknown>): string {
  const pair = words[key];
  if (pair === undefined) return key;
  const form = pair[language === "tr" ? 1 : 0];
  if (typeof form === "string") return form;
  const count = typeof values?.count === "number" ? values.count : 0;
  return plurals[language].select(count) === "one" ? form.one : form.other;
}

/** Numbers are written the language's way, texts as they are. */
export function sayIn<W extends Words>(words: W, language: Language, key: keyof W & string, values?: Values): string {
  const form = formOf(words, key, language, values);
  if (values === undefined) return form;
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? value.toLocaleString(languageTag(language)) : value;
  });
}

export function useWords<W extends Words>(words: W): Say<W> {
  const language = useLanguage();
  const say = ((key, values) => sayIn(words, language, key, values)) as Say<W>;
  say.rich = (key, values) =>
    formOf(words, key, language, values)
      .split(/\{(\w+)\}/)
      .map((part, index) => createElement(Fragment, { key: index }, index % 2 === 1 ? (values[part] ?? "") : part));
  return say;
}
