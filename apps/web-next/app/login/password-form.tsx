import { useRef, useState, type FormEvent } from "react";

import { Refusal, api } from "@/lib/api";
import { adoptSession } from "@/lib/session";
import { useWords } from "@/lib/words";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/fields";
import { ErrorStrip } from "@/ui/panel";

import { loginWords } from "./words";

/** `known`: the password typed a moment ago, which nobody has to type again. */
export function PasswordForm({ known, onDone }: { known: string; onDone: () => void }) {
  const say = useWords(loginWords);
  const [old, setOld] = useState("");
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const isSent = useRef(false);
  const differ = second !== "" && first !== second;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isSent.current || first === "" || first !== second) return;
    isSent.current = true;
    setBusy(true);
    setRefusal(null);
    try {
      const session = await api.post("/api/v1/session/password", {
        body: { password: known || old, new_password: first },
      });
      await adoptSession(session);
      onDone();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setRefusal(error);
    } finally {
      isSent.current = false;
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <p className="m-0 text-sm text-text-2">{say("must")}</p>
      {known === "" && (
        <TextField
          label={say("old")}
          type="password"
          autoComplete="current-password"
          required
          value={old}
          onChange={(event) => setOld(event.target.value)}
        />
      )}
      <TextField
        label={say("new")}
        hint={say("new_hint")}
        type="password"
        autoComplete="new-password"
        required
        autoFocus
        value={first}
        onChange={(event) => setFirst(event.target.value)}
      />
      <TextField
        label={say("again")}
        error={differ ? say("differ") : undefined}
        type="password"
        autoComplete="new-password"
        required
        value={second}
        onChange={(event) => setSecond(event.target.value)}
      />
      {refusal !== null && <ErrorStrip error={refusal} />}
      <Button
        type="submit"
        kind="primary"
        isBusy={isBusy}
        disabled={first === "" || first !== second}
        className="min-h-9"
      >
        {say("change")}
      </Button>
    </form>
  );
}
