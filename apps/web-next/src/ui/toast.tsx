import { createContext, useCallback, useContext, useState, type ReactNode } from "react";

import { IconButton } from "@/ui/button";
import { Dot, type Tone } from "@/ui/badge";
import { defineWords, useWords } from "@/lib/words";

/** `seconds`: how long it stays; without it one with an act in it stays until it is dismissed, others 6 s. */
type Toast = { text: ReactNode; tone?: Tone; action?: ReactNode; seconds?: number };
type Shown = Toast & { id: number };

const Context = createContext<(toast: Toast) => void>(() => undefined);
const words = defineWords({ dismiss: ["Dismiss", "Kapat"], messages: ["Messages", "Bildirimler"] });
let number = 0;

/** Says something in passing; an error that needs an act belongs where it happened instead. */
export const useToast = () => useContext(Context);

export function ToastHost({ children }: { children: ReactNode }) {
  const say = useWords(words);
  const [shown, setShown] = useState<Shown[]>([]);
  const drop = useCallback((id: number) => setShown((all) => all.filter((one) => one.id !== id)), []);
  const add = useCallback(
    (toast: Toast) => {
      const id = ++number;
      setShown((all) => [...all.slice(-3), { ...toast, id }]);
      const seconds = toast.seconds ?? (toast.action === undefined ? 6 : null);
      if (seconds !== null) setTimeout(() => drop(id), seconds * 1_000);
    },
    [drop],
  );
  return (
    <Context.Provider value={add}>
      {children}
      <div
        role="region"
        aria-label={say("messages")}
        className="fixed right-3 bottom-3 z-50 flex max-w-[min(24rem,calc(100vw-24px))] flex-col gap-2 max-sm:bottom-24"
      >
        {shown.map((one) => (
          <div
            key={one.id}
            role={one.tone === "crit" ? "alert" : "status"}
            className="flex items-center gap-2 rounded-md border border-line-strong bg-surface-3 px-3 py-2 shadow-lg"
          >
            <Dot tone={one.tone ?? "info"} />
            <div className="min-w-0 grow">{one.text}</div>
            {one.action}
            <IconButton icon="close" label={say("dismiss")} onClick={() => drop(one.id)} />
          </div>
        ))}
      </div>
    </Context.Provider>
  );
}
