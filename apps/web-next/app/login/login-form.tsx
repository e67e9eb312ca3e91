import type { Session } from "@spark/types";
import { useRef, useState, type FormEvent } from "react";

import { Refusal, api } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { adoptSession } from "@/lib/session";
import { useWords } from "@/lib/words";
import { markStep } from "@/shell/checklist-steps";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/fields";
import { ErrorStrip } from "@/ui/panel";
import { useNow } from "@/ui/use-now";

import { loginWords } from "./words";

type Trouble =
  { kind: "wrong" } | { kind: "code" } | { kind: "wait"; until: number } | { kind: "other"; refusal: Refusal };

function troubleOf(refusal: Refusal, hasCode: boolean): Trouble {
  if (refusal.code === "bad_credentials") return { kind: hasCode ? "code" : "wrong" };
  if (refusal.status === 429) return { kind: "wait", until: Date.now() + (refusal.retryAfterSeconds ?? 60) * 1_000 };
  return { kind: "other", refusal };
}

/** Name, password and, when the server asks for it, the second factor. Enter twice sends once. */
export function LoginForm({ onDone }: { onDone: (session: Session, password: string) => void }) {
  const say = useWords(loginWords);
  const format = useFormat();
  const now = useNow(1_000);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [wantsCode, setWantsCode] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const isSent = useRef(false);
  const waitMs = trouble?.kind === "wait" ? trouble.until - now : 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSent.current || waitMs > 0 || name === "" || password === "") return;
    isSent.current = true;
    setBusy(true);
    setTrouble(null);
    try {
      const session = await api.post("/api/v1/session", {
        body: { name, password, ...(wantsCode && code !== "" ? { totp: code.replace(/\s/g, "") } : {}) },
      });
      markStep("log_in");
      await adoptSession(session);
      onDone(session, password);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === "second_factor_wanted") setWantsCode(true);
      else setTrouble(troubleOf(error, wantsCode));
    } finally {
      isSent.current = false;
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <TextField
        label={say("name")}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={say("password")}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {wantsCode && (
        <TextField
          label={say("code")}
          hint={say("code_hint")}
          name="totp"
          autoComplete="one-time-code"
          inputMode="text"
          autoFocus
          required
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      )}
      <div role="alert" className="empty:hidden">
        {trouble?.kind === "wrong" && <p className="m-0 text-sm text-crit">{say("wrong")}</p>}
        {trouble?.kind === "code" && <p className="m-0 text-sm text-crit">{say("wrong_code")}</p>}
        {trouble?.kind === "wait" && (
          <p className="m-0 text-sm text-warn">
            {waitMs > 0
              ? say("throttled", { time: format.duration(Math.ceil(waitMs / 1_000) * 1_000).replace(/[.,]0/, "") })
              : say("may_again")}
          </p>
        )}
      </div>
      {trouble?.kind === "other" && <ErrorStrip error={trouble.refusal} />}
      <Button type="submit" kind="primary" isBusy={isBusy} disabled={waitMs > 0} className="min-h-9">
        {say("enter")}
      </Button>
      <p className="m-0 text-sm text-text-3">{say("first")}</p>
    </form>
  );
}
