import type { Login, TotpEnrolment } from "@spark/types";
import { useRef, useState } from "react";

import { ForPerson } from "./person";
import { api } from "@/lib/api";
import { queries, useApi } from "@/lib/query";
import { adoptSession } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { ActDialog, Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/fields";
import { Ago, Time, Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";
import { useToast } from "@/ui/toast";

const words = defineWords({
  password: ["Password", "Parola"],
  password_text: ["After a change all your other sessions end.", "Değişince diğer tüm oturumların sonlanır."],
  change: ["Change password", "Parolayı değiştir"],
  old: ["Password now", "Şimdiki parola"],
  new: ["New password", "Yeni parola"],
  again: ["New password again", "Yeni parola (yeniden)"],
  differ: ["The two are not the same", "İkisi aynı değil"],
  code: ["Code of the second factor", "İkinci adım kodu"],
  changed: ["Password changed; other sessions have ended", "Parola değişti; diğer oturumlar sonlandı"],
  factor: ["Second factor (TOTP)", "İkinci adım (TOTP)"],
  factor_on: ["on", "açık"],
  factor_off: ["off", "kapalı"],
  factor_text: [
    "A code of an app on your phone besides the password, at each login.",
    "Her girişte parolanın yanında telefondaki bir uygulamanın kodu.",
  ],
  enrol: ["Set up", "Kur"],
  disable: ["Do without", "Kaldır"],
  begin: ["Begin", "Başla"],
  secret: ["Secret, said only now", "Gizli anahtar (yalnızca şimdi gösterilir)"],
  uri: ["Address for the app", "Uygulama için adres"],
  secret_text: [
    "Put the secret (or the whole address) into the app, then type the code it shows.",
    "Gizli anahtarı (ya da adresin tümünü) uygulamaya girin, sonra gösterdiği kodu yazın.",
  ],
  confirm: ["Confirm", "Onayla"],
  recovery: ["Recovery codes", "Kurtarma kodları"],
  recovery_text: [
    "Each works once instead of a code of the app. They are shown only now: keep them where you keep your passwords.",
    "Her biri, uygulama kodunun yerine bir kez geçer. Yalnızca şimdi gösterilirler: parolaların yanında saklayın.",
  ],
  kept: ["I have kept them", "Sakladım"],
  sessions: ["Sessions", "Oturumlar"],
  current: ["this one", "bu oturum"],
  live: ["open", "açık"],
  ended: ["ended", "sona erdi"],
  end: ["End", "Sonlandır"],
  end_title: ["End this session?", "Bu oturum sonlandırılsın mı?"],
  end_text: ["Whoever uses it has to log in anew.", "Kullanan kişinin yeniden giriş yapması gerekir."],
  seen: ["last seen", "son görülme"],
  began: ["begun", "başlangıç"],
  none: ["No sessions.", "Oturum yok."],
});

function PasswordDialog({ hasFactor, onClose }: { hasFactor: boolean; onClose: () => void }) {
  const say = useWords(words);
  const toast = useToast();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [code, setCode] = useState("");
  const act = async () => {
    const answer = await api.post("/api/v1/session/password", {
      body: { password: old, new_password: fresh, ...(hasFactor ? { totp: code } : {}) },
    });
    await adoptSession(answer);
    toast({ text: say("changed"), tone: "ok" });
  };
  return (
    <ActDialog
      title={say("change")}
      act={say("change")}
      onClose={onClose}
      onAct={act}
      canAct={old !== "" && fresh !== "" && fresh === again}
    >
      <TextField
        type="password"
        label={say("old")}
        autoComplete="current-password"
        value={old}
        onChange={(event) => setOld(event.target.value)}
      />
      <TextField
        type="password"
        label={say("new")}
        autoComplete="new-password"
        value={fresh}
        onChange={(event) => setFresh(event.target.value)}
      />
      <TextField
        type="password"
        label={say("again")}
        autoComplete="new-password"
        value={again}
        onChange={(event) => setAgain(event.target.value)}
        error={again !== "" && again !== fresh ? say("differ") : undefined}
      />
      {hasFactor && (
        <TextField
          label={say("code")}
          autoComplete="one-time-code"
          inputMode="numeric"
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      )}
    </ActDialog>
  );
}

const isChanged = () => queries.invalidateQueries({ queryKey: ["/api/v1/session"] });

function EnrolDialog({ onClose, onCodes }: { onClose: () => void; onCodes: (codes: string[]) => void }) {
  const say = useWords(words);
  const [password, setPassword] = useState("");
  const [made, setMade] = useState<TotpEnrolment | null>(null);
  const isBegun = useRef(false);
  const [code, setCode] = useState("");
  if (made === null)
    return (
      <ActDialog
        key="proof"
        title={say("factor")}
        act={say("begin")}
        onClose={() => {
          if (!isBegun.current) onClose();
        }}
        canAct={password !== ""}
        onAct={async () => {
          const answer = await api.post("/api/v1/session/totp", { body: { password } });
          // The dialog closes itself after its act; here the next step takes its place.
          isBegun.current = true;
          setMade(answer);
        }}
      >
        <TextField
          type="password"
          label={say("old")}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </ActDialog>
    );
  return (
    <ActDialog
      key="code"
      title={say("factor")}
      act={say("confirm")}
      onClose={onClose}
      canAct={/^\d{6}$/.test(code)}
      onAct={async () => onCodes((await api.post("/api/v1/session/totp/confirm", { body: { code } })).recovery_codes)}
    >
      <p className="m-0 text-text-2">{say("secret_text")}</p>
      <div>
        <div className="text-sm text-text-3">{say("secret")}</div>
        <CodeBlock label={say("secret")} text={made.secret} wrap />
      </div>
      <div>
        <div className="text-sm text-text-3">{say("uri")}</div>
        <CodeBlock label={say("uri")} text={made.uri} wrap />
      </div>
      <TextField
        label={say("code")}
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={6}
        value={code}
        onChange={(event) => setCode(event.target.value.trim())}
      />
    </ActDialog>
  );
}

function Factor({ isOn }: { isOn: boolean }) {
  const say = useWords(words);
  const [open, setOpen] = useState<"enrol" | "disable" | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const closeCodes = () => {
    setCodes(null);
    setOpen(null);
    void isChanged();
  };
  return (
    <Panel
      title={say("factor")}
      actions={<Badge tone={isOn ? "ok" : "neutral"}>{say(isOn ? "factor_on" : "factor_off")}</Badge>}
      className="col-span-12 md:col-span-6"
    >
      <p className="mt-0 text-text-2">{say("factor_text")}</p>
      <div>
        {isOn ? (
          <Button kind="danger" onClick={() => setOpen("disable")}>
            {say("disable")}
          </Button>
        ) : (
          <Button onClick={() => setOpen("enrol")}>{say("enrol")}</Button>
        )}
      </div>
      {open === "enrol" && codes === null && <EnrolDialog onClose={() => setOpen(null)} onCodes={setCodes} />}
      {open === "disable" && (
        <ActDialog
          title={say("disable")}
          act={say("disable")}
          kind="danger"
          onClose={() => setOpen(null)}
          canAct={password !== "" && code !== ""}
          onAct={async () => {
            await api.remove("/api/v1/session/totp", { body: { password, totp: code } });
            await isChanged();
          }}
        >
          <TextField
            type="password"
            label={say("old")}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          <TextField
            label={say("code")}
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.target.value.trim())}
          />
        </ActDialog>
      )}
      {codes !== null && (
        <Dialog title={say("recovery")} onClose={closeCodes}>
          <div className="flex flex-col gap-3">
            <p className="m-0 text-text-2">{say("recovery_text")}</p>
            <CodeBlock label={say("recovery")} text={codes.join("\n")} />
            <div className="flex justify-end">
              <Button kind="primary" onClick={closeCodes}>
                {say("kept")}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </Panel>
  );
}

/** "Firefox 144 · Linux" out of what a browser says of itself; the whole text stands in the title. */
export function agentName(agent: string): string {
  // Edge and Opera call themselves Chrome, too, and Chrome calls itself Safari.
  const parts = ["Edg", "OPR", "Firefox", "Chrome", "Safari", "curl", "spark"];
  const versions = parts.map((part) => [part, new RegExp(`${part}/(\\d+)`).exec(agent)?.[1]] as const);
  const [part, version] = versions.find(([, found]) => found !== undefined) ?? [];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(agent)?.[1];
  const browser = part === "Edg" ? "Edge" : part === "OPR" ? "Opera" : part;
  const name = browser === undefined ? agent.slice(0, 24) : `${browser} ${version}`;
  return system === undefined ? name : `${name} · ${system}`;
}

export function Sessions({ userId }: { userId?: string }) {
  const say = useWords(words);
  const list = useApi("/api/v1/sessions", {
    query: userId === undefined ? { limit: 100 } : { limit: 100, user: userId },
  });
  const [ending, setEnding] = useState<Login | null>(null);
  return (
    <>
      <Loaded
        query={list}
        skeleton={<Skeleton rows={4} height={36} />}
        isEmpty={(data) => data.data.length === 0}
        empty={<EmptyState text={say("none")} />}
      >
        {(data) => (
          <ul className="m-0 flex list-none flex-col p-0">
            {data.data.map((one) => (
              <li
                key={one.id}
                className={`flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2 last:border-0 ${one.is_live ? "" : "text-text-3"}`}
              >
                <span className="min-w-0 grow basis-52" title={one.user_agent}>
                  <Token>{agentName(one.user_agent)}</Token>{" "}
                  <Token mono className="text-text-3">
                    {one.address}
                  </Token>
                </span>
                <span className="text-sm text-text-3">
                  {say("began")} <Time value={one.created_at} precision="minute" />
                </span>
                <span className="text-sm text-text-3">
                  {one.is_live ? (
                    <>
                      {say("seen")} <Ago time={one.last_seen_at} />
                    </>
                  ) : (
                    <>
                      {say("ended")} <Token>{one.ended_why}</Token>
                    </>
                  )}
                </span>
                {one.is_current ? (
                  <Badge tone="info">{say("current")}</Badge>
                ) : one.is_live ? (
                  <Button onClick={() => setEnding(one)}>{say("end")}</Button>
                ) : (
                  <Badge>{say("ended")}</Badge>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {ending !== null && (
        <ActDialog
          title={say("end_title")}
          act={say("end")}
          kind="danger"
          onClose={() => setEnding(null)}
          onAct={async () => {
            await api.remove("/api/v1/sessions/{id}", { path: { id: ending.id } });
            await list.refetch();
          }}
        >
          <p className="m-0">
            <Token>{agentName(ending.user_agent)}</Token> · <Token mono>{ending.address}</Token>
          </p>
          <p className="m-0 text-text-2">{say("end_text")}</p>
        </ActDialog>
      )}
    </>
  );
}

export function Security() {
  const say = useWords(words);
  const [isOpen, setOpen] = useState(false);
  return (
    <ForPerson>
      {(user) => (
        <div className="grid grid-cols-12 gap-3">
          <Panel title={say("password")} className="col-span-12 md:col-span-6">
            <p className="mt-0 text-text-2">{say("password_text")}</p>
            <div>
              <Button onClick={() => setOpen(true)}>{say("change")}</Button>
            </div>
          </Panel>
          <Factor isOn={user.has_second_factor} />
          <Panel title={say("sessions")} className="col-span-12">
            <Sessions />
          </Panel>
          {isOpen && <PasswordDialog hasFactor={user.has_second_factor} onClose={() => setOpen(false)} />}
        </div>
      )}
    </ForPerson>
  );
}
