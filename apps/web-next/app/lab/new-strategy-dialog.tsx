import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";

import { api, newIdempotencyKey } from "@/lib/api";
import { queries, useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { formatOf, setAllInText } from "@/editor/edit";
import { Written } from "@/editor/tree";
import { ActDialog } from "@/ui/dialog";
import { SelectField, TextField } from "@/ui/fields";
import { dropDraft } from "./[strategy]/draft";

const words = defineWords({
  title: ["New strategy", "Yeni strateji"],
  copy: ["Keep as an own copy", "Kendi kopyası olarak sakla"],
  act: ["Create", "Oluştur"],
  name: ["Name", "Ad"],
  name_hint: ["A letter, then letters, digits, _ or -", "Bir harf, sonra harf, rakam, _ ya da -"],
  name_wrong: [
    "A letter first, then up to 63 letters, digits, _ or -",
    "Önce bir harf, sonra en çok 63 harf, rakam, _ ya da -",
  ],
  name_taken: ["There is a strategy of this name", "Bu adda bir strateji var"],
  from: ["Begin with", "Başlangıç"],
  blank: ["A blank document", "Boş belge"],
  starters: ["Built-in strategies", "Yerleşik stratejiler"],
  own: ["Own strategies", "Kendi stratejileriniz"],
  message: ["Message", "Not"],
  message_hint: ["Stands in the list of versions", "Sürüm listesinde görünür"],
  native: ["Written in C++: it has no document to copy", "C++ ile yazılmış: kopyalanacak belgesi yok"],
  first: ["First version", "İlk sürüm"],
});

/** What a blank document says: the shortest that is worth a look. */
export const blankDocument = (name: string): string => `name = "${name}"
version = 1
description = ""

[parameters]
length = { type = "int", least = 2, most = 200, default = 20, unit = "bars" }

[long]
enter = "ta.crossover(close, ta.sma(close, length))"
exit = "ta.crossunder(close, ta.sma(close, length))"
`;

export const isName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name);

/** The same document under another name, as version 1. */
export function renamed(text: string, name: string): string {
  return setAllInText(text, formatOf(text), [
    { path: ["name"], value: name },
    { path: ["version"], value: new Written("1") },
  ]).text;
}

type NewStrategyProps = {
  onClose: () => void;
  /** A document that is open: kept as a copy under a new name. */
  text?: string;
  suggested?: string;
  /** Called before the page goes to the new strategy. */
  onKept?: () => void;
};

export function NewStrategyDialog({ onClose, text, suggested = "", onKept }: NewStrategyProps) {
  const say = useWords(words);
  const navigate = useNavigate();
  const list = useApi("/api/v1/strategies");
  const key = useRef(newIdempotencyKey());
  const [name, setName] = useState(suggested);
  const [from, setFrom] = useState("");
  const [message, setMessage] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const rows = list.data?.data ?? [];
  const origin = useApi("/api/v1/strategies/{name}", { path: { name: from }, enabled: from !== "" });
  // Strategies written in C++ have no document to begin with.
  const isNative = from !== "" && origin.data !== undefined && origin.data.text === undefined;
  const isTaken = rows.some((row) => row.name === name);
  const wrong = name !== "" && !isName(name) ? say("name_wrong") : isTaken ? say("name_taken") : undefined;
  const act = async () => {
    let document = text ?? blankDocument(name);
    if (text === undefined && from !== "") document = origin.data?.text ?? "";
    await api.post("/api/v1/strategies", {
      body: { document: renamed(document, name), message: message === "" ? say("first") : message },
      idempotencyKey: key.current,
    });
    dropDraft(name);
    onKept?.();
    await queries.invalidateQueries({ queryKey: ["/api/v1/strategies"] });
    await navigate(`/lab/${encodeURIComponent(name)}`);
  };
  const option = (row: { name: string }) => (
    <option key={row.name} value={row.name}>
      {row.name}
    </option>
  );
  return (
    <ActDialog
      title={say(text === undefined ? "title" : "copy")}
      act={say("act")}
      onClose={onClose}
      onAct={act}
      canAct={isName(name) && !isTaken && !isNative && (from === "" || origin.data !== undefined)}
    >
      <TextField
        label={say("name")}
        hint={say("name_hint")}
        error={wrong}
        value={name}
        ref={field}
        autoComplete="off"
        spellCheck={false}
        lang="en"
        onChange={(event) => setName(event.target.value)}
      />
      {text === undefined && (
        <SelectField
          label={say("from")}
          value={from}
          error={isNative ? say("native") : undefined}
          onChange={(event) => setFrom(event.target.value)}
        >
          <option value="">{say("blank")}</option>
          <optgroup label={say("starters")}>{rows.filter((row) => row.from === "built_in").map(option)}</optgroup>
          <optgroup label={say("own")}>{rows.filter((row) => row.from !== "built_in").map(option)}</optgroup>
        </SelectField>
      )}
      <TextField
        label={say("message")}
        hint={say("message_hint")}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
      />
    </ActDialog>
  );
}
