import type { Upload } from "@spark/types";
import { useEffect, useRef, useState, type DragEvent } from "react";
import { useBlocker } from "react-router";

import { Refusal, newIdempotencyKey } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { useRight } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { ActDialog } from "@/ui/dialog";
import { Icon } from "@/ui/icon";
import { ProgressBar } from "@/ui/job-progress";
import { Token } from "@/ui/num";
import { ErrorStrip } from "@/ui/panel";
import { ResearchButton } from "../_parts/right-button";
import { sendFile } from "../_parts/send-file";
import { fileBytesMax } from "../_parts/upload-form";

const words = defineWords({
  drop: ["Drop a candle file here", "Mum dosyasını buraya bırakın"],
  what: [
    "CSV or gzip, in UTF-8, up to {size}. Nothing is changed in the file, and nothing is kept as a data set until you say so.",
    "CSV ya da gzip, UTF-8, en çok {size}. Dosyada hiçbir şey değiştirilmez; siz onaylamadan veri kümesi oluşmaz.",
  ],
  choose: ["Choose a file", "Dosya seç"],
  file: ["Candle file", "Mum dosyası"],
  sending: ["Sending {name}", "{name} gönderiliyor"],
  cancel: ["Cancel", "İptal et"],
  too_large: [
    "{name} has {size}; at most {most} are taken. Pack it with gzip, or split it: two files of one symbol make two versions.",
    "{name} {size} büyüklüğünde; en çok {most} alınır. gzip ile sıkıştırın ya da bölün: aynı sembolün iki dosyası iki sürüm olur.",
  ],
  empty: ["{name} is empty: there is nothing in it to read.", "{name} boş: içinde okunacak bir şey yok."],
  leave: ["Leave while the file is being sent?", "Dosya gönderilirken sayfadan çıkılsın mı?"],
  leave_text: [
    "The part that has been sent is lost. The file itself stays on your machine.",
    "Gönderilen kısım kaybolur. Dosyanız bilgisayarınızda kalır.",
  ],
  leave_act: ["Leave", "Çık"],
});

type Sending = { file: File; ratio: number; control: AbortController };

/** Takes one file by drop, mouse or keyboard and sends it; leaving in the middle of it asks first. */
export function DropZone({ onSent }: { onSent: (upload: Upload) => void }) {
  const say = useWords(words);
  const format = useFormat();
  const may = useRight("research");
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const [sending, setSending] = useState<Sending | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isSending = sending !== null;
  // A ref, because the way on after the last byte must not be asked about.
  const isLocked = useRef(false);
  const blocker = useBlocker(() => isLocked.current);
  useEffect(() => {
    if (!isSending) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isSending]);

  const send = async (file: File | undefined) => {
    if (file === undefined || isLocked.current || !may) return;
    setFault(null);
    setRefusal(null);
    if (file.size > fileBytesMax)
      return setFault(
        say("too_large", { name: file.name, size: format.bytes(file.size), most: format.bytes(fileBytesMax) }),
      );
    if (file.size === 0) return setFault(say("empty", { name: file.name }));
    const control = new AbortController();
    isLocked.current = true;
    setSending({ file, ratio: 0, control });
    try {
      const upload = await sendFile(file, {
        signal: control.signal,
        idempotencyKey: newIdempotencyKey(),
        onProgress: (ratio) => setSending((before) => (before === null ? null : { ...before, ratio })),
      });
      isLocked.current = false;
      onSent(upload);
    } catch (error) {
      if (error instanceof Refusal) setRefusal(error);
      else if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
    } finally {
      isLocked.current = false;
      setSending(null);
      if (input.current !== null) input.current.value = "";
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void send(event.dataTransfer.files[0]);
  };
  return (
    <div className="flex flex-col gap-3">
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`flex min-h-64 flex-col items-center justify-center gap-3 rounded-md border border-dashed px-4 py-8 text-center ${isOver ? "border-accent bg-surface-2" : "border-line-strong"}`}
      >
        {sending === null ? (
          <>
            <Icon name="upload" size={28} className="text-text-3" />
            <p className="m-0 text-lg font-semibold">{say("drop")}</p>
            <p className="m-0 max-w-prose text-text-2">{say("what", { size: format.bytes(fileBytesMax) })}</p>
            <ResearchButton kind="primary" icon="upload" onClick={() => input.current?.click()}>
              {say("choose")}
            </ResearchButton>
            <input
              ref={input}
              type="file"
              accept=".csv,.tsv,.txt,.gz,text/csv,application/gzip"
              aria-label={say("file")}
              tabIndex={-1}
              disabled={!may}
              onChange={(event) => void send(event.target.files?.[0])}
              className="sr-only"
            />
          </>
        ) : (
          <div className="flex w-full max-w-md flex-col gap-3">
            <p className="m-0 break-all">{say.rich("sending", { name: <Token>{sending.file.name}</Token> })}</p>
            <ProgressBar value={sending.ratio} label={say("sending", { name: sending.file.name })} />
            <p className="m-0 text-sm text-text-3">
              {format.bytes(Math.round(sending.ratio * sending.file.size))} / {format.bytes(sending.file.size)}
            </p>
            <div>
              <Button icon="stop" onClick={() => sending.control.abort()}>
                {say("cancel")}
              </Button>
            </div>
          </div>
        )}
      </div>
      {fault !== null && (
        <p role="alert" className="m-0 rounded-md border border-crit bg-surface-2 px-3 py-2 text-sm break-words">
          {fault}
        </p>
      )}
      {refusal !== null && <ErrorStrip error={refusal} />}
      {blocker.state === "blocked" && (
        <ActDialog
          title={say("leave")}
          act={say("leave_act")}
          kind="danger"
          onClose={() => blocker.state === "blocked" && blocker.reset()}
          onAct={async () => {
            sending?.control.abort();
            blocker.proceed();
          }}
        >
          <p className="m-0">{say("leave_text")}</p>
        </ActDialog>
      )}
    </div>
  );
}
