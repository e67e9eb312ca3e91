import { Link, useLocation, useNavigate } from "react-router";

import { Refusal, api } from "@/lib/api";
import type { Looks } from "@/lib/appearance";
import { changeLooks, useLooks } from "@/lib/looks";
import { adoptSession, useSession } from "@/lib/session";
import { useWords } from "@/lib/words";
import { Popover } from "@/shell/popover";
import { sessionWords } from "@/shell/session-words";
import { setShortcuts, useShortcutsOn } from "@/shell/shortcut-setting";
import { cell } from "@/shell/status-cells";
import { Button } from "@/ui/button";
import { CheckField } from "@/ui/fields";
import { Icon } from "@/ui/icon";
import { Token } from "@/ui/num";
import { useToast } from "@/ui/toast";

type ChoiceProps<T extends string> = {
  legend: string;
  value: T;
  options: Array<[value: T, text: string]>;
  onPick: (value: T) => void;
  lang?: boolean;
};

/** A row of buttons of which one is pressed. */
export function Choice<T extends string>({ legend, value, options, onPick, lang = false }: ChoiceProps<T>) {
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className="mb-1 p-0 text-sm text-text-3">{legend}</legend>
      <div className="flex flex-wrap gap-1">
        {options.map(([one, text]) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === value}
            lang={lang ? one : undefined}
            onClick={() => onPick(one)}
            className={`min-h-[28px] rounded-md border px-2 whitespace-nowrap pointer-coarse:min-h-9 ${one === value ? "border-accent bg-surface-3 font-semibold text-text" : "border-line text-text-2 hover:bg-surface-2"}`}
          >
            {text}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** A change of looks that is shown at once and kept; a refusal to keep it is said. */
export function useChangeLooks(): (change: Partial<Looks>) => void {
  const say = useWords(sessionWords);
  const toast = useToast();
  const isLoggedIn = useSession().data?.kind === "session";
  return (change) => {
    changeLooks(change, isLoggedIn).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      toast({ text: `${say("not_kept")}: ${error.problem.detail || error.problem.title}`, tone: "warn" });
    });
  };
}

export function LanguageChoice() {
  const say = useWords(sessionWords);
  const change = useChangeLooks();
  return (
    <Choice
      legend={say("language")}
      lang
      value={useLooks().language}
      options={[
        ["en", "English"],
        ["tr", "Türkçe"],
      ]}
      onPick={(language) => change({ language })}
    />
  );
}

export function useLogOut(): () => Promise<void> {
  const say = useWords(sessionWords);
  const toast = useToast();
  return async () => {
    try {
      await api.remove("/api/v1/session");
    } catch (error) {
      // A session that has ended already is what was wanted.
      if (!(error instanceof Refusal)) throw error;
      if (error.status !== 401) return toast({ text: error.problem.title, tone: "crit" });
    }
    await adoptSession(null);
    toast({ text: say("logged_out"), tone: "ok" });
  };
}

/** Where to go on after a login: here. */
export function useLoginAddress(): string {
  const { pathname, search } = useLocation();
  return pathname === "/login" ? "/login" : `/login?next=${encodeURIComponent(pathname + search)}`;
}

/** Who is logged in, and how things look: for the cell's sheet and for the phone's. */
export function UserPanel({ onDone }: { onDone: () => void }) {
  const say = useWords(sessionWords);
  const session = useSession().data;
  const looks = useLooks();
  const change = useChangeLooks();
  const areShortcutsOn = useShortcutsOn();
  const logOut = useLogOut();
  const navigate = useNavigate();
  const login = useLoginAddress();
  const name = session?.user?.name;
  return (
    <div className="flex flex-col gap-3">
      {name === undefined ? (
        <p className="m-0 text-sm text-text-2">{say("reader")}</p>
      ) : (
        <p className="m-0 flex items-baseline justify-between gap-2">
          <strong translate="no">{name}</strong>
          <Token className="text-text-3">{session?.role}</Token>
        </p>
      )}
      <LanguageChoice />
      <Choice
        legend={say("theme")}
        value={looks.theme}
        onPick={(theme) => change({ theme })}
        options={[
          ["system", say("system")],
          ["dark", say("dark")],
          ["light", say("light")],
          ["contrast", say("contrast")],
        ]}
      />
      <Choice
        legend={say("density")}
        value={looks.density}
        onPick={(density) => change({ density })}
        options={[
          ["comfortable", say("comfortable")],
          ["compact", say("compact")],
          ["ultra", say("ultra")],
        ]}
      />
      <Choice
        legend={say("palette")}
        value={looks.palette}
        onPick={(palette) => change({ palette })}
        options={[
          ["default", say("default")],
          ["safe", say("safe")],
          ["classic", say("classic")],
        ]}
      />
      <CheckField
        label={say("inverted")}
        checked={looks.palette_inverted}
        onChange={(event) => change({ palette_inverted: event.target.checked })}
      />
      <CheckField
        label={say("keys")}
        checked={areShortcutsOn}
        onChange={(event) => setShortcuts(event.target.checked)}
      />
      <div className="flex justify-end border-t border-line pt-3">
        {session?.kind === "session" ? (
          <Button
            onClick={() => {
              onDone();
              void logOut();
            }}
          >
            {say("log_out")}
          </Button>
        ) : (
          <Button
            kind="primary"
            onClick={() => {
              onDone();
              void navigate(login);
            }}
          >
            {say("log_in")}
          </Button>
        )}
      </div>
    </div>
  );
}

export function UserCell() {
  const say = useWords(sessionWords);
  const session = useSession().data;
  const login = useLoginAddress();
  const name = session?.user?.name;
  return (
    <>
      {session !== undefined && session.kind === "local" && (
        <Link
          to={login}
          className={`${cell} whitespace-nowrap text-accent no-underline -outline-offset-2 hover:bg-surface-3 max-sm:hidden`}
        >
          {say("log_in")}
        </Link>
      )}
      <Popover
        title={say("menu")}
        label={name === undefined ? say("menu") : `${say("menu")}: ${name}`}
        width={300}
        className={`${cell} text-text-2 max-xs:hidden`}
        face={
          <>
            <Icon name="user" size={14} />
            {name !== undefined && (
              <span className="max-w-24 overflow-hidden text-ellipsis max-md:hidden" translate="no">
                {name}
              </span>
            )}
          </>
        }
      >
        {(close) => <UserPanel onDone={close} />}
      </Popover>
    </>
  );
}
