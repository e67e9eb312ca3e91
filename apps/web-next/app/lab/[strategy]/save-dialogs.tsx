import type { Strategy } from "@spark/types";
import { useEffect, useRef, useState } from "react";

import { Refusal, api } from "@/lib/api";
import { formatOf, setInText } from "@/editor/edit";
import { Written } from "@/editor/tree";
import { useApi } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { ActDialog, Dialog } from "@/ui/dialog";
import { mergeThree } from "@/ui/diff-lines";
import { DiffView } from "@/ui/diff-view";
import { TextField } from "@/ui/fields";
import { Time, Token } from "@/ui/num";
import { Loaded, Skeleton } from "@/ui/panel";

const words = defineWords({
  title: ["Save as version {version}", "{version}. sürüm olarak kaydet"],
  act: ["Save", "Kaydet"],
  message: ["Message", "Not"],
  message_hint: ["What changed and why; stands in the list of versions", "Ne değişti, neden; sürüm listesinde görünür"],
  conflict: ["Somebody has saved since", "Bu arada başkası kaydetti"],
  who: ["Version {version} was saved by {author} on {time}", "{version}. sürümü kaydeden: {author}, {time}"],
  said: ["Message: {message}", "Not: {message}"],
  theirs: ["Version {version}", "{version}. sürüm"],
  mine: ["Your document", "Sizin belgeniz"],
  merge: ["Put both together", "İkisini birleştir"],
  merge_hint: [
    "You changed different lines: both changes fit into one document. Nothing is saved yet.",
    "Farklı satırları değiştirdiniz: iki değişiklik tek belgede birleşir. Henüz hiçbir şey kaydedilmez.",
  ],
  no_merge: [
    "Both of you changed the same lines, so one of the two has to be chosen.",
    "İkiniz de aynı satırları değiştirdiniz; birini seçmek gerekir.",
  ],
  keep: ["Go on with mine", "Benimkiyle devam et"],
  take: ["Take theirs", "Onunkini al"],
  difference: ["Difference", "Fark"],
});

/** The text with the version it will be. */
export const withVersion = (text: string, version: number): string =>
  setInText(text, formatOf(text), ["version"], new Written(String(version))).text;

type SaveProps = {
  base: Strategy;
  text: string;
  onClose: () => void;
  onSaved: (saved: Strategy) => void;
  onConflict: () => void;
};

export function SaveDialog({ base, text, onClose, onSaved, onConflict }: SaveProps) {
  const say = useWords(words);
  const [message, setMessage] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const act = async () => {
    try {
      const saved = await api.put("/api/v1/strategies/{name}", {
        path: { name: base.name },
        headers: { "if-match": `"${base.version}"` },
        body: { document: withVersion(text, base.version + 1), ...(message === "" ? {} : { message }) },
      });
      onSaved(saved);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status !== 412) throw error;
      onConflict();
    }
  };
  return (
    <ActDialog
      title={say("title", { version: String(base.version + 1) })}
      act={say("act")}
      onClose={onClose}
      onAct={act}
    >
      <TextField
        label={say("message")}
        hint={say("message_hint")}
        value={message}
        ref={field}
        onChange={(event) => setMessage(event.target.value)}
      />
    </ActDialog>
  );
}

type ConflictProps = {
  base: Strategy;
  text: string;
  onClose: () => void;
  /** From now on the document is based on `theirs`; `text` is what stands in the editor. */
  onRebase: (theirs: Strategy, text: string) => void;
};

/** Another person's version in between: who, what, and how to go on. */
export function ConflictDialog({ base, text, onClose, onRebase }: ConflictProps) {
  const say = useWords(words);
  const theirs = useApi("/api/v1/strategies/{name}", { path: { name: base.name }, staleTimeMs: 0 });
  return (
    <Dialog title={say("conflict")} onClose={onClose} width={1100}>
      <Loaded
        query={{
          ...theirs,
          data: theirs.data !== undefined && theirs.data.version !== base.version ? theirs.data : undefined,
        }}
        skeleton={<Skeleton rows={8} />}
      >
        {(current) => {
          const kept = current.kept as { author?: string; created_at?: string; message?: string } | undefined;
          const own = withVersion(text, current.version);
          const merged = mergeThree(
            withVersion(base.text ?? "", current.version),
            withVersion(current.text ?? "", current.version),
            own,
          );
          return (
            <div className="flex flex-col gap-3">
              <p className="m-0">
                {say.rich("who", {
                  version: String(current.version),
                  author: <Token className="font-semibold">{kept?.author}</Token>,
                  time: <Time value={kept?.created_at} />,
                })}
              </p>
              {kept?.message !== undefined && kept.message !== "" && (
                <p className="m-0 text-text-2">{say("said", { message: kept.message })}</p>
              )}
              <DiffView
                label={say("difference")}
                before={withVersion(current.text ?? "", current.version)}
                after={own}
                beforeTitle={say("theirs", { version: String(current.version) })}
                afterTitle={say("mine")}
              />
              <p className="m-0 text-sm text-text-2">{say(merged === null ? "no_merge" : "merge_hint")}</p>
              <div className="flex flex-wrap justify-end gap-2">
                <Button onClick={() => onRebase(current, current.text ?? "")}>{say("take")}</Button>
                <Button kind={merged === null ? "primary" : "secondary"} onClick={() => onRebase(current, own)}>
                  {say("keep")}
                </Button>
                {merged !== null && (
                  <Button kind="primary" onClick={() => onRebase(current, merged)}>
                    {say("merge")}
                  </Button>
                )}
              </div>
            </div>
          );
        }}
      </Loaded>
    </Dialog>
  );
}
