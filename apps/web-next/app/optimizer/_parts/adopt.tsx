import type { Strategy } from "@spark/types";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";

import { api, newIdempotencyKey } from "@/lib/api";
import { queries, useApi } from "@/lib/query";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { ActDialog } from "@/ui/dialog";
import { TextField } from "@/ui/fields";
import { Token } from "@/ui/num";
import { Loaded, Skeleton } from "@/ui/panel";
import { useToast } from "@/ui/toast";

const words = defineWords({
  keep: ["Keep as version", "Sürüm olarak sakla"],
  title: ["Keep as version {version} of {name}", "Sakla: {name}, {version}. sürüm"],
  act: ["Keep", "Sakla"],
  text: [
    "The newest document with these values as its defaults becomes the next version; nothing is overwritten, and where the values come from stays with it.",
    "En yeni belge, varsayılanları bu değerler olarak bir sonraki sürüm olur; hiçbir şeyin üzerine yazılmaz, değerlerin nereden geldiği sürümle kalır.",
  ],
  parameter: ["Parameter", "Parametre"],
  now: ["Version {version}", "{version}. sürüm"],
  next: ["Set", "Küme"],
  values: ["Values before and after", "Önceki ve sonraki değerler"],
  message: ["Message", "Not"],
  done: ["Version {version} is kept", "{version}. sürüm saklandı"],
  right: ["Needs the right to research", "Araştırma yetkisi gerekir"],
  built_in: [
    "{name} is built in: keep a copy under your own name in the lab, and search that.",
    "{name} yerleşik: Lab'de kendi adınızla bir kopya saklayıp onu arayın.",
  ],
});

type Values = Readonly<Record<string, unknown>>;
export type SetChoice = "best" | "plateau" | number;

function AdoptDialog({
  strategy,
  optimization,
  set,
  values,
  onClose,
  onKept,
}: {
  strategy: Strategy;
  optimization: string;
  set: SetChoice;
  values: Values;
  onClose: () => void;
  onKept?: (kept: Strategy) => void;
}) {
  const say = useWords(words);
  const toast = useToast();
  const navigate = useNavigate();
  const [message, setMessage] = useState("");
  const key = useRef(newIdempotencyKey());
  const parameters = (strategy.document.parameters ?? {}) as Record<string, { default?: unknown }>;
  const act = async () => {
    const kept = await api.post("/api/v1/strategies/{name}/adopt", {
      path: { name: strategy.name },
      headers: { "if-match": `"${strategy.version}"` },
      body: { optimization, set, ...(message === "" ? {} : { message }) },
      idempotencyKey: key.current,
    });
    await queries.invalidateQueries({
      predicate: ({ queryKey: [url] }) => String(url).startsWith("/api/v1/strategies"),
    });
    toast({ text: say("done", { version: String(kept.version) }), tone: "ok" });
    if (onKept !== undefined) onKept(kept);
    else await navigate(`/lab/${encodeURIComponent(strategy.name)}?step=versions`);
  };
  const cell = "px-2 py-1 text-left";
  return (
    <ActDialog
      title={say.rich("title", { version: String(strategy.version + 1), name: <Token>{strategy.name}</Token> })}
      act={say("act")}
      onClose={onClose}
      onAct={act}
    >
      <p className="m-0 text-text-2">{say("text")}</p>
      <table className="w-full border-collapse">
        <caption className="sr-only">{say("values")}</caption>
        <thead>
          <tr className="border-b border-line text-sm text-text-3">
            <th scope="col" className={`${cell} font-normal`}>
              {say("parameter")}
            </th>
            <th scope="col" className={`${cell} font-normal`}>
              {say("now", { version: String(strategy.version) })}
            </th>
            <th scope="col" className={`${cell} font-normal`}>
              {say("next")}
              {typeof set === "number" && <Token> {set}</Token>}
            </th>
          </tr>
        </thead>
        <tbody lang="en" translate="no" className="font-mono text-sm">
          {Object.entries(values).map(([name, value]) => (
            <tr key={name} className="border-b border-line">
              <td className={cell}>{name}</td>
              <td className={`${cell} text-text-2`}>{String(parameters[name]?.default ?? "–")}</td>
              <td className={`${cell} font-semibold`}>{String(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <TextField label={say("message")} value={message} onChange={(event) => setMessage(event.target.value)} />
    </ActDialog>
  );
}

type Props = {
  /** Name of the strategy that was searched. */
  strategy: string;
  optimization: string;
  set: SetChoice;
  values: Values;
  label?: string;
  kind?: "primary" | "secondary";
  onKept?: (kept: Strategy) => void;
};

/** Makes the values of a set the defaults of the strategy's next version. */
export function AdoptButton({ strategy, optimization, set, values, label, kind = "secondary", onKept }: Props) {
  const say = useWords(words);
  const may = useRight("research");
  const [isOpen, setOpen] = useState(false);
  const query = useApi("/api/v1/strategies/{name}", { path: { name: strategy } });
  // Only what is kept in versions can have a next one.
  const isKept = query.data?.from === "versions";
  const why = !may
    ? say("right")
    : query.data !== undefined && !isKept
      ? say("built_in", { name: strategy })
      : undefined;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div>
        <Button
          kind={kind}
          icon="check"
          disabled={why !== undefined || query.data === undefined}
          title={why}
          onClick={() => setOpen(true)}
        >
          {label ?? say("keep")}
        </Button>
      </div>
      {why !== undefined && <span className="text-sm text-text-3">{why}</span>}
      {isOpen && (
        <Loaded query={query} skeleton={<Skeleton rows={1} />}>
          {(data) => (
            <AdoptDialog
              strategy={data}
              optimization={optimization}
              set={set}
              values={values}
              onClose={() => setOpen(false)}
              onKept={onKept}
            />
          )}
        </Loaded>
      )}
    </div>
  );
}
