import type { User, UserOrder } from "@spark/types";
import { useState } from "react";
import { useSearchParams } from "react-router";

import { KeyList } from "./keys";
import { RoleMatrix } from "./role-matrix";
import { Sessions } from "./security";
import { api } from "@/lib/api";
import { useFormat } from "@/lib/format";
import { queries, useApi } from "@/lib/query";
import { useRight, useSession } from "@/lib/session";
import { defineWords, useWords } from "@/lib/words";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { ActDialog, Dialog } from "@/ui/dialog";
import { SelectField, TextField } from "@/ui/fields";
import { Facts } from "@/ui/facts";
import { Time, Token } from "@/ui/num";
import { Loaded, Panel, Skeleton } from "@/ui/panel";
import { DataTable, type Column } from "@/ui/table";
import { useNarrow } from "@/ui/use-narrow";

const words = defineWords({
  title: ["Users", "Kullanıcılar"],
  label: ["Users, oldest first", "Kullanıcılar, en eskisi önce"],
  need: [
    "Needs the right administer, which the role admin has.",
    "administer hakkı gerekir; bu hak admin rolünde vardır.",
  ],
  add: ["Add a user", "Kullanıcı ekle"],
  name: ["Name", "Ad"],
  name_hint: ["a–z, digits, . _ - and @", "a–z, rakam, . _ - ve @"],
  role: ["Role", "Rol"],
  language: ["Language", "Dil"],
  password: ["First password", "İlk parola"],
  password_hint: [
    "To be changed at the first login; until then the user has no right at all.",
    "İlk girişte değiştirilir; o zamana kadar kullanıcının hiçbir hakkı yoktur.",
  ],
  state: ["State", "Durum"],
  factor: ["Second factor", "İkinci adım"],
  since: ["In this role since", "Bu rolde"],
  made: ["Added", "Eklenme"],
  on: ["on", "açık"],
  off: ["off", "kapalı"],
  active: ["active", "etkin"],
  disabled: ["disabled", "devre dışı"],
  must_change: ["must change password", "parola değiştirmeli"],
  you: ["you", "sen"],
  change_role: ["Change role", "Rolü değiştir"],
  disable: ["Disable", "Devre dışı bırak"],
  disable_text: [
    "All sessions and streams of {name} end; keys are refused. It can be enabled again.",
    "{name}: tüm oturumlar ve yayınlar sonlanır, anahtarlar reddedilir. Yeniden etkinleştirilebilir.",
  ],
  enable: ["Enable", "Etkinleştir"],
  set_password: ["Set password", "Parola koy"],
  new_password: ["New password", "Yeni parola"],
  reset_factor: ["Take second factor away", "İkinci adımı kaldır"],
  reset_text: [
    "For somebody who has lost phone and recovery codes. Until it is set up again the password alone suffices.",
    "Telefonunu ve kurtarma kodlarını yitiren için. Yeniden kurulana dek parola tek başına yeter.",
  ],
  remove: ["Remove", "Sil"],
  remove_text: [
    "{name} goes with all sessions and keys; what the audit log says of it stays. Type the name to go on.",
    "{name}, tüm oturumları ve anahtarlarıyla silinir; denetim kaydındakiler kalır. Sürdürmek için adı yazın.",
  ],
  sessions: ["Sessions", "Oturumlar"],
  keys: ["API keys", "API anahtarları"],
  self: ["Not of oneself", "Kendin için olmaz"],
});

const roles = ["viewer", "researcher", "trader", "risk", "auditor", "admin"] as const;
type Role = (typeof roles)[number];
const again = () => queries.invalidateQueries({ queryKey: ["/api/v1/users"] });
const ifMatch = (user: User) => ({ "if-match": `"${user.version}"` });

function RoleField({ value, onValue }: { value: Role; onValue: (role: Role) => void }) {
  const say = useWords(words);
  const { language } = useFormat();
  const table = useApi("/api/v1/roles").data?.roles as Array<{ name: string; en: string; tr: string }> | undefined;
  return (
    <SelectField
      label={say("role")}
      value={value}
      hint={table?.find((one) => one.name === value)?.[language]}
      onChange={(event) => onValue(event.target.value as Role)}
      lang="en"
    >
      {roles.map((role) => (
        <option key={role}>{role}</option>
      ))}
    </SelectField>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const say = useWords(words);
  const [order, setOrder] = useState<UserOrder>({
    name: "",
    role: "viewer",
    password: "",
    language: useFormat().language,
  });
  return (
    <ActDialog
      title={say("add")}
      act={say("add")}
      onClose={onClose}
      canAct={order.name !== "" && order.password !== ""}
      onAct={async () => {
        await api.post("/api/v1/users", { body: order });
        await again();
      }}
    >
      <TextField
        label={say("name")}
        hint={say("name_hint")}
        autoComplete="off"
        spellCheck={false}
        value={order.name}
        onChange={(event) => setOrder({ ...order, name: event.target.value.trim() })}
      />
      <RoleField value={order.role} onValue={(role) => setOrder({ ...order, role })} />
      <SelectField
        label={say("language")}
        value={order.language}
        onChange={(event) => setOrder({ ...order, language: event.target.value as "en" | "tr" })}
      >
        <option value="tr" lang="tr">
          Türkçe
        </option>
        <option value="en" lang="en">
          English
        </option>
      </SelectField>
      <TextField
        label={say("password")}
        hint={say("password_hint")}
        type="password"
        autoComplete="new-password"
        value={order.password}
        onChange={(event) => setOrder({ ...order, password: event.target.value })}
      />
    </ActDialog>
  );
}

type Act = "role" | "disable" | "password" | "factor" | "remove";

function ActOn({ user, act, onClose }: { user: User; act: Act; onClose: () => void }) {
  const say = useWords(words);
  const [role, setRole] = useState<Role>(user.role);
  const [password, setPassword] = useState("");
  const path = { id: user.id };
  const name = <Token className="font-semibold">{user.name}</Token>;
  const run = (work: () => Promise<unknown>) => async () => {
    await work();
    await again();
  };
  if (act === "role")
    return (
      <ActDialog
        title={
          <>
            {say("change_role")}: {name}
          </>
        }
        act={say("change_role")}
        onClose={onClose}
        canAct={role !== user.role}
        onAct={run(() => api.patch("/api/v1/users/{id}", { path, headers: ifMatch(user), body: { role } }))}
      >
        <RoleField value={role} onValue={setRole} />
      </ActDialog>
    );
  if (act === "disable")
    return (
      <ActDialog
        title={
          <>
            {say(user.is_disabled ? "enable" : "disable")}: {name}
          </>
        }
        act={say(user.is_disabled ? "enable" : "disable")}
        kind={user.is_disabled ? "primary" : "danger"}
        onClose={onClose}
        onAct={run(() =>
          api.patch("/api/v1/users/{id}", { path, headers: ifMatch(user), body: { is_disabled: !user.is_disabled } }),
        )}
      >
        {!user.is_disabled && <p className="m-0 text-text-2">{say.rich("disable_text", { name })}</p>}
      </ActDialog>
    );
  if (act === "password")
    return (
      <ActDialog
        title={
          <>
            {say("set_password")}: {name}
          </>
        }
        act={say("set_password")}
        onClose={onClose}
        canAct={password !== ""}
        onAct={run(() => api.post("/api/v1/users/{id}/password", { path, headers: ifMatch(user), body: { password } }))}
      >
        <TextField
          type="password"
          autoComplete="new-password"
          label={say("new_password")}
          hint={say("password_hint")}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </ActDialog>
    );
  if (act === "factor")
    return (
      <ActDialog
        title={
          <>
            {say("reset_factor")}: {name}
          </>
        }
        act={say("reset_factor")}
        kind="danger"
        onClose={onClose}
        onAct={run(() => api.post("/api/v1/users/{id}/totp/reset", { path, headers: ifMatch(user) }))}
      >
        <p className="m-0 text-text-2">{say("reset_text")}</p>
      </ActDialog>
    );
  return (
    <ActDialog
      title={
        <>
          {say("remove")}: {name}
        </>
      }
      act={say("remove")}
      kind="danger"
      typed={user.name}
      onClose={onClose}
      onAct={run(() => api.remove("/api/v1/users/{id}", { path, headers: ifMatch(user) }))}
    >
      <p className="m-0 text-text-2">{say.rich("remove_text", { name })}</p>
    </ActDialog>
  );
}

function State({ user }: { user: User }) {
  const say = useWords(words);
  return user.is_disabled ? (
    <Badge tone="crit">{say("disabled")}</Badge>
  ) : user.must_change_password ? (
    <Badge tone="warn">{say("must_change")}</Badge>
  ) : (
    <Badge tone="ok">{say("active")}</Badge>
  );
}

function UserDrawer({ user, isMe, onClose }: { user: User; isMe: boolean; onClose: () => void }) {
  const say = useWords(words);
  const [act, setAct] = useState<Act | null>(null);
  const why = isMe ? say("self") : undefined;
  if (act !== null)
    return (
      <ActOn
        user={user}
        act={act}
        onClose={() => {
          setAct(null);
          if (act === "remove") onClose();
        }}
      />
    );
  return (
    <Dialog title={<Token>{user.name}</Token>} place="side" width={560} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <Facts
          facts={[
            { name: say("role"), value: <Token>{user.role}</Token> },
            { name: say("state"), value: <State user={user} /> },
            { name: say("factor"), value: say(user.has_second_factor ? "on" : "off") },
            { name: say("since"), value: <Time value={user.role_since} precision="minute" /> },
            { name: say("made"), value: <Time value={user.created_at} precision="minute" /> },
          ]}
        />
        <div className="flex flex-wrap gap-2">
          <Button disabled={isMe} title={why} onClick={() => setAct("role")}>
            {say("change_role")}
          </Button>
          <Button onClick={() => setAct("password")} disabled={isMe} title={why}>
            {say("set_password")}
          </Button>
          <Button disabled={!user.has_second_factor || isMe} title={why} onClick={() => setAct("factor")}>
            {say("reset_factor")}
          </Button>
          <Button kind="danger" disabled={isMe} title={why} onClick={() => setAct("disable")}>
            {say(user.is_disabled ? "enable" : "disable")}
          </Button>
          <Button kind="danger" icon="trash" disabled={isMe} title={why} onClick={() => setAct("remove")}>
            {say("remove")}
          </Button>
        </div>
        <section>
          <h3 className="m-0 text-md font-semibold">{say("sessions")}</h3>
          <Sessions userId={user.id} />
        </section>
        <section>
          <h3 className="mt-0 mb-1 text-md font-semibold">{say("keys")}</h3>
          <KeyList userId={user.id} />
        </section>
      </div>
    </Dialog>
  );
}

export function Users() {
  const say = useWords(words);
  const may = useRight("administer");
  const me = useSession().data?.user?.id;
  const isNarrow = useNarrow();
  const list = useApi("/api/v1/users", { query: { limit: 200 }, enabled: may });
  const [search, setSearch] = useSearchParams();
  const [isAdding, setAdding] = useState(false);
  const chosen = search.get("user");
  const user = list.data?.data.find((one) => one.id === chosen);
  const open = (id: string | null) => setSearch(id === null ? {} : { user: id }, { replace: true });
  const all: Array<Column<User> & { isWide?: boolean }> = [
    {
      key: "name",
      title: say("name"),
      width: "minmax(14ch, 1.2fr)",
      value: (row) => row.name,
      cell: (row) => (
        <>
          <Token className="font-semibold">{row.name}</Token>
          {row.id === me && <span className="text-text-3"> · {say("you")}</span>}
        </>
      ),
    },
    {
      key: "role",
      title: say("role"),
      width: "minmax(12ch, 1fr)",
      value: (row) => row.role,
      cell: (row) => <Token>{row.role}</Token>,
    },
    { key: "state", title: say("state"), width: "24ch", isWide: true, cell: (row) => <State user={row} /> },
    {
      key: "factor",
      title: say("factor"),
      width: "16ch",
      isWide: true,
      cell: (row) => say(row.has_second_factor ? "on" : "off"),
    },
    {
      key: "made",
      title: say("made"),
      width: "20ch",
      isWide: true,
      value: (row) => row.created_at,
      cell: (row) => <Time value={row.created_at} precision="minute" />,
    },
  ];
  return (
    <div className="flex flex-col gap-3">
      <Panel
        flush
        title={say("title")}
        actions={
          <Button
            kind="primary"
            icon="plus"
            disabled={!may}
            title={may ? undefined : say("need")}
            onClick={() => setAdding(true)}
          >
            {say("add")}
          </Button>
        }
      >
        {!may ? (
          <p className="m-0 px-3 pb-3 text-text-2">{say("need")}</p>
        ) : (
          <Loaded
            query={list}
            skeleton={
              <div className="p-3">
                <Skeleton rows={5} />
              </div>
            }
          >
            {(data) => (
              <DataTable
                label={say("label")}
                rows={data.data}
                columns={all.filter((one) => !(isNarrow && one.isWide))}
                keyOf={(row) => row.id}
                selectedKey={chosen}
                onOpen={(row) => open(row.id)}
              />
            )}
          </Loaded>
        )}
      </Panel>
      <RoleMatrix />
      {isAdding && <AddDialog onClose={() => setAdding(false)} />}
      {user !== undefined && <UserDrawer user={user} isMe={user.id === me} onClose={() => open(null)} />}
    </div>
  );
}
