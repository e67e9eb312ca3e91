import type { Key, KeyOrder, MadeKey } from "@spark/types";
import { useRef, useState } from "react";

import { ForPerson } from "./person";
import { api, newIdempotencyKey } from "@/lib/api";
import { useApi } from "@/lib/query";
import { useSession, type Right } from "@/lib/session";
import { useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { CodeBlock } from "@/ui/code-block";
import { ActDialog, Dialog } from "@/ui/dialog";
import { CheckField, SelectField, TextField } from "@/ui/fields";
import { Ago, Time, Token } from "@/ui/num";
import { EmptyState, Loaded, Panel, Skeleton } from "@/ui/panel";

const words = defineWords({
  title: ["API keys", "API anahtarları"],
  text: [
    "For programs: Authorization: Bearer. A key may do what both it and its owner may do now.",
    "Programlar için: Authorization: Bearer. Bir anahtar, hem kendisinin hem sahibinin o anda yapabildiğini yapar.",
  ],
  make: ["Make a key", "Anahtar oluştur"],
  name: ["Name", "Ad"],
  name_hint: ["What it is for, e.g. nightly", "Ne için olduğu, örn. gecelik"],
  scopes: ["What it may do", "Neler yapabilir"],
  not_yours: ["You do not have this right yourself", "Bu hak sende de yok"],
  expiry: ["Ends", "Bitiş"],
  never: ["never", "hiçbir zaman"],
  in_days: [
    { one: "in {count} day", other: "in {count} days" },
    { one: "{count} gün sonra", other: "{count} gün sonra" },
  ],
  addresses: ["Only from these addresses", "Yalnızca bu adreslerden"],
  addresses_hint: [
    "IPv4 or IPv6, also ranges like 10.0.0.0/8; parted by blanks or commas. Empty: from anywhere.",
    "IPv4 ya da IPv6, 10.0.0.0/8 gibi aralıklar da olur; boşluk ya da virgülle ayrılır. Boş: her yerden.",
  ],
  secret: ["The key, shown only now", "Anahtar (yalnızca şimdi gösterilir)"],
  secret_text: [
    "Spark keeps only its hash. If it is lost, revoke it and make another.",
    "Spark yalnızca özetini saklar. Kaybolursa iptal edip yenisini oluşturun.",
  ],
  try_it: ["To try it", "Denemek için"],
  kept: ["I have kept it", "Sakladım"],
  empty: ["You have no keys.", "Anahtarın yok."],
  used: ["last used", "son kullanım"],
  unused: ["never used", "hiç kullanılmadı"],
  made: ["made", "oluşturma"],
  ends: ["ends", "bitiş"],
  revoked: ["revoked", "iptal edildi"],
  expired: ["expired", "süresi doldu"],
  live: ["valid", "geçerli"],
  revoke: ["Revoke", "İptal et"],
  revoke_title: ["Revoke the key {name}?", "{name} anahtarı iptal edilsin mi?"],
  revoke_text: [
    "What uses it is refused at once and for ever. Type its name to go on.",
    "Onu kullanan her şey hemen ve kalıcı olarak reddedilir. Sürdürmek için adını yazın.",
  ],
});

const allRights: Right[] = ["look", "research", "trade", "halt", "approve", "administer", "read_audit"];
const dayMs = 86_400_000;

function MakeDialog({ onClose, onMade }: { onClose: () => void; onMade: (made: MadeKey) => void }) {
  const say = useWords(words);
  const { language } = useFormat();
  const rights = useSession().data?.rights ?? [];
  const table = useApi("/api/v1/roles").data?.rights as Array<{ name: string; en: string; tr: string }> | undefined;
  const key = useRef(newIdempotencyKey());
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Right[]>(["look"]);
  const [days, setDays] = useState("90");
  const [addresses, setAddresses] = useState("");
  const act = async () => {
    const list = addresses.split(/[\s,]+/).filter(Boolean);
    const body: KeyOrder = { name: name.trim(), scopes };
    if (list.length > 0) body.addresses = list;
    if (days !== "") body.expires_at = new Date(Date.now() + Number(days) * dayMs).toISOString();
    onMade(await api.post("/api/v1/keys", { body, idempotencyKey: key.current }));
  };
  return (
    <ActDialog
      title={say("make")}
      act={say("make")}
      onClose={onClose}
      onAct={act}
      canAct={name.trim() !== "" && scopes.length > 0}
    >
      <TextField
        label={say("name")}
        hint={say("name_hint")}
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.target.value)}
        autoComplete="off"
      />
      <fieldset className="m-0 flex flex-col gap-1.5 rounded-md border border-line px-3 py-2">
        <legend className="px-1 text-sm text-text-2">{say("scopes")}</legend>
        {allRights.map((right) => (
          <CheckField
            key={right}
            label={<Token mono>{right}</Token>}
            disabled={!rights.includes(right)}
            checked={scopes.includes(right)}
            hint={rights.includes(right) ? table?.find((one) => one.name === right)?.[language] : say("not_yours")}
            onChange={(event) =>
              setScopes(event.target.checked ? [...scopes, right] : scopes.filter((one) => one !== right))
            }
          />
        ))}
      </fieldset>
      <SelectField label={say("expiry")} value={days} onChange={(event) => setDays(event.target.value)}>
        {[1, 7, 30, 90, 365].map((count) => (
          <option key={count} value={count}>
            {say("in_days", { count })}
          </option>
        ))}
        <option value="">{say("never")}</option>
      </SelectField>
      <TextField
        label={say("addresses")}
        hint={say("addresses_hint")}
        value={addresses}
        onChange={(event) => setAddresses(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        lang="en"
      />
    </ActDialog>
  );
}

export const keyState = (key: Key): "revoked" | "expired" | "live" =>
  key.revoked_at !== null
    ? "revoked"
    : key.expires_at !== null && Date.parse(key.expires_at) <= Date.now()
      ? "expired"
      : "live";

export function KeyList({ userId, canMake = false }: { userId?: string; canMake?: boolean }) {
  const say = useWords(words);
  const list = useApi("/api/v1/keys", { query: userId === undefined ? { limit: 100 } : { limit: 100, user: userId } });
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeKey | null>(null);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const button = canMake ? (
    <Button kind="primary" icon="plus" onClick={() => setMaking(true)}>
      {say("make")}
    </Button>
  ) : undefined;
  return (
    <>
      {canMake && (
        <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
          <p className="m-0 max-w-prose text-text-2">{say("text")}</p>
          {button}
        </div>
      )}
      <Loaded
        query={list}
        skeleton={<Skeleton rows={3} height={44} />}
        isEmpty={(data) => data.data.length === 0}
        empty={<EmptyState text={say("empty")} />}
      >
        {(data) => (
          <ul className="m-0 flex list-none flex-col border-t border-line p-0">
            {data.data.map((key) => {
              const state = keyState(key);
              return (
                <li
                  key={key.id}
                  className={`flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2 last:border-0 ${state === "live" ? "" : "text-text-3"}`}
                >
                  <span className="min-w-0 grow basis-52">
                    <b className="font-semibold break-words">{key.name}</b>{" "}
                    <Token mono className="text-text-3">
                      {key.hint}…
                    </Token>
                    <span className="block text-sm text-text-3">
                      <Token mono>{key.scopes.join(" ")}</Token>
                      {key.addresses.length > 0 && (
                        <>
                          {" "}
                          · <Token mono>{key.addresses.join(" ")}</Token>
                        </>
                      )}
                    </span>
                  </span>
                  <span className="text-sm text-text-3">
                    {say("made")} <Time value={key.created_at} precision="day" /> · {say("ends")}{" "}
                    {key.expires_at === null ? say("never") : <Time value={key.expires_at} precision="day" />}
                  </span>
                  <span className="text-sm text-text-3">
                    {key.last_used_at === null ? (
                      say("unused")
                    ) : (
                      <>
                        {say("used")} <Ago time={key.last_used_at} />
                      </>
                    )}
                  </span>
                  <Badge tone={state === "live" ? "ok" : "neutral"}>{say(state)}</Badge>
                  {state === "live" && (
                    <Button kind="danger" onClick={() => setRevoking(key)}>
                      {say("revoke")}
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
      {isMaking && (
        <MakeDialog
          onClose={() => setMaking(false)}
          onMade={(answer) => {
            setMade(answer);
            void list.refetch();
          }}
        />
      )}
      {made !== null && !isMaking && (
        <Dialog title={say("secret")} onClose={() => setMade(null)} width={560}>
          <div className="flex flex-col gap-3">
            <CodeBlock label={say("secret")} text={made.secret ?? "–"} wrap />
            <p className="m-0 text-text-2">{say("secret_text")}</p>
            <div>
              <div className="text-sm text-text-3">{say("try_it")}</div>
              <CodeBlock
                label={say("try_it")}
                text={`curl -H 'Authorization: Bearer ${made.secret ?? "$SPARK_API_KEY"}' ${location.origin}/api/v1/session`}
                shown={`curl -H 'Authorization: Bearer $SPARK_API_KEY' ${location.origin}/api/v1/session`}
                wrap
              />
            </div>
            <div className="flex justify-end">
              <Button kind="primary" onClick={() => setMade(null)}>
                {say("kept")}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
      {revoking !== null && (
        <ActDialog
          title={say.rich("revoke_title", { name: <Token>{revoking.name}</Token> })}
          act={say("revoke")}
          kind="danger"
          typed={revoking.name}
          onClose={() => setRevoking(null)}
          onAct={async () => {
            await api.remove("/api/v1/keys/{id}", { path: { id: revoking.id } });
            await list.refetch();
          }}
        >
          <p className="m-0 text-text-2">{say("revoke_text")}</p>
        </ActDialog>
      )}
    </>
  );
}

export function Keys() {
  const say = useWords(words);
  return (
    <ForPerson>
      {() => (
        <Panel title={say("title")}>
          <KeyList canMake />
        </Panel>
      )}
    </ForPerson>
  );
}
