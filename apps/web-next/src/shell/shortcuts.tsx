import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { setPaletteOpen } from "@/shell/palette/open";
import { areShortcutsOn } from "@/shell/shortcut-setting";
import { isFrozen, setFrozen } from "@/stream/freeze";
import { Dialog } from "@/ui/dialog";

const words = defineWords({
  title: ["Keyboard shortcuts", "Klavye kısayolları"],
  palette: ["Command palette", "Komut paleti"],
  dashboard: ["Dashboard", "Gösterge paneli"],
  markets: ["Markets", "Piyasalar"],
  lab: ["Strategy Lab", "Strateji Lab"],
  backtest: ["Backtests", "Geriye dönük test"],
  optimizer: ["Optimizer", "Optimizasyon"],
  audit: ["Audit & evidence", "Denetim ve kanıt"],
  search: ["Search on the page", "Sayfada ara"],
  freeze: ["Freeze the screen, or let it go on", "Ekranı dondur ya da sürdür"],
  help: ["These shortcuts", "Bu kısayollar"],
  no_order: ["No key ever sends an order.", "Hiçbir tuş emir göndermez."],
  off: [
    "Single letters can be turned off in the user menu.",
    "Tek harfli kısayollar kullanıcı menüsünden kapatılabilir.",
  ],
});

const goes = {
  d: ["/", "dashboard"],
  m: ["/markets", "markets"],
  l: ["/lab", "lab"],
  b: ["/backtest", "backtest"],
  x: ["/optimizer", "optimizer"],
  a: ["/audit", "audit"],
} as const;

/** A second letter counts for so long. */
const chordMs = 1_200;

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [contenteditable=true], [role=textbox], .cm-editor") !== null
  );
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLElement>(
    'main input[type="search"], main [role="searchbox"], main [data-search]',
  );
  field?.focus();
  return field !== null;
}

/** Single letters work nowhere where one types or in a dialog; Ctrl+K works everywhere. */
export function Shortcuts() {
  const say = useWords(words);
  const navigate = useNavigate();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const gAt = useRef(0);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setPaletteOpen(true);
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
      if (!areShortcutsOn() || isTyping(event.target) || document.querySelector("dialog[open]") !== null) return;
      const isSecond = Date.now() - gAt.current < chordMs;
      gAt.current = 0;
      const go = goes[event.key as keyof typeof goes];
      if (isSecond && go !== undefined) void navigate(go[0]);
      else if (event.key === "g") gAt.current = Date.now();
      else if (event.key === "f" && !event.repeat) setFrozen(!isFrozen());
      else if (event.key === "?") setHelpOpen(true);
      else if (event.key === "/") {
        if (!focusSearch()) setPaletteOpen(true);
      } else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [navigate]);
  if (!isHelpOpen) return null;
  const rows: Array<[keys: string[], text: string]> = [
    [["Ctrl", "K"], say("palette")],
    ...Object.entries(goes).map(([letter, [, key]]): [string[], string] => [["g", letter], say(key)]),
    [["/"], say("search")],
    [["f"], say("freeze")],
    [["?"], say("help")],
  ];
  return (
    <Dialog title={say("title")} onClose={() => setHelpOpen(false)}>
      <dl className="m-0 grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2">
        {rows.map(([keys, text]) => (
          <div key={text} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  lang="en"
                  className="rounded-md border border-line-strong bg-surface-2 px-1.5 font-mono text-sm"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="m-0">{text}</dd>
          </div>
        ))}
      </dl>
      <p className="m-0 mt-3 text-sm text-text-3">
        {say("no_order")} {say("off")}
      </p>
    </Dialog>
  );
}
