import { useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from "react";

import { Refusal } from "@/lib/api";
import { defineWords, useWords } from "@/lib/words";
import { Button, IconButton } from "@/ui/button";
import { ErrorStrip } from "@/ui/panel";

const words = defineWords({ close: ["Close", "Kapat"], cancel: ["Cancel", "Vazgeç"] });

const places = {
  middle: "m-auto max-h-[calc(100dvh-80px)] rounded-md",
  side: "mt-[var(--status-h)] mr-0 mb-0 ml-auto h-[calc(100dvh-var(--status-h))] max-h-none rounded-none",
  bottom: "mx-auto mt-auto mb-0 max-h-[calc(100dvh-var(--status-h)-24px)] rounded-b-none rounded-t-md",
} as const;

type DialogProps = {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** `side`: a drawer at the right edge, `bottom`: a sheet, as phones have it. Neither covers the StatusBar. */
  place?: keyof typeof places;
  width?: number;
};

/** The browser's own modal dialog: focus is kept inside, Escape closes, focus goes back. */
export function Dialog({ title, onClose, children, place = "middle", width = 480 }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const say = useWords(words);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null) return;
    const before = document.activeElement as HTMLElement | null;
    dialog.showModal();
    return () => {
      dialog.close();
      before?.focus?.();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={heading}
      style={{ width: `min(${width}px, calc(100vw - 16px))` }}
      className={`border border-line-strong bg-surface p-0 text-text ${places[place]}`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      <div className="flex h-full max-h-[inherit] flex-col">
        <header className="flex items-center justify-between gap-3 border-b border-line px-4 py-2">
          <h2 id={heading} className="m-0 text-lg font-semibold">
            {title}
          </h2>
          <IconButton icon="close" label={say("close")} onClick={onClose} />
        </header>
        <div className="min-h-0 overflow-y-auto p-4">{children}</div>
      </div>
    </dialog>
  );
}

type ActProps = {
  title: ReactNode;
  /** What the button says: what is done, never "OK". */
  act: string;
  kind?: "primary" | "danger";
  /** Typed letter by letter before the button works. */
  typed?: string;
  onClose: () => void;
  /** Runs once however often Enter is pressed; a Refusal is shown and nothing is lost. */
  onAct: () => Promise<unknown>;
  canAct?: boolean;
  children?: ReactNode;
};

/** A dialog with one act in it that is sent once. */
export function ActDialog({ title, act, kind = "primary", typed, onClose, onAct, canAct = true, children }: ActProps) {
  const say = useWords(words);
  const isSent = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [text, setText] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSent.current || !canAct || (typed !== undefined && text !== typed)) return;
    isSent.current = true;
    setBusy(true);
    setRefusal(null);
    try {
      await onAct();
      onClose();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      isSent.current = false;
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        {children}
        {typed !== undefined && (
          <input
            aria-label={typed}
            placeholder={typed}
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            className="min-h-8 rounded-md border border-line-strong bg-bg px-2 font-mono"
          />
        )}
        {refusal !== null && <ErrorStrip error={refusal} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{say("cancel")}</Button>
          <Button
            type="submit"
            kind={kind}
            isBusy={isBusy}
            disabled={!canAct || (typed !== undefined && text !== typed)}
          >
            {act}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
