import { useState } from "react";
import { NavLink } from "react-router";

import { defineWords, useWords } from "@/lib/words";
import { groups, isBuilt, pageWords, type PageItem } from "@/shell/pages";
import { Dialog } from "@/ui/dialog";
import { Icon } from "@/ui/icon";

const words = defineWords({
  pages: ["Pages", "Sayfalar"],
  not_yet: ["not yet", "henüz yok"],
  more: ["More", "Diğer"],
});

function NotYetMark() {
  const say = useWords(words);
  return (
    <span title={say("not_yet")} className="ml-auto shrink-0">
      <span aria-hidden className="block size-1.5 rounded-full border border-text-3" />
      <span className="sr-only">{say("not_yet")}</span>
    </span>
  );
}

/** `narrow`: below 1100 px only the drawing stands there, its name in the tooltip. */
function Item({ item, narrow = false, onGo }: { item: PageItem; narrow?: boolean; onGo?: () => void }) {
  const say = useWords(pageWords);
  const isThere = isBuilt(item.to);
  return (
    <NavLink
      to={item.to}
      end={item.to === "/"}
      title={say(item.key)}
      onClick={onGo}
      className={({ isActive }) =>
        `flex min-h-[30px] items-center gap-1.5 rounded-md px-1.5 leading-tight no-underline pointer-coarse:min-h-10 ` +
        `${narrow ? "max-md:justify-center max-md:px-0" : ""} ` +
        `${isActive ? "bg-surface-3 text-text" : `${isThere ? "text-text-2" : "text-text-3"} hover:bg-surface-2`}`
      }
    >
      <Icon name={item.icon} />
      <span className={`min-w-0 ${narrow ? "max-md:sr-only" : ""}`}>{say(item.key)}</span>
      {!isThere && (
        <span className={`ml-auto ${narrow ? "max-md:sr-only" : ""}`}>
          <NotYetMark />
        </span>
      )}
    </NavLink>
  );
}

export function Navigation() {
  const say = useWords(words);
  const sayPage = useWords(pageWords);
  return (
    <nav
      aria-label={say("pages")}
      data-no-print
      className="sticky top-[var(--status-h)] flex h-[calc(100dvh-var(--status-h))] w-[168px] shrink-0 flex-col self-start overflow-y-auto border-r border-line p-1.5 max-md:w-14 max-sm:hidden"
    >
      {groups.map((group, index) => (
        <div key={group.key ?? index}>
          {group.key !== undefined && (
            <div className="px-1.5 pt-3 pb-1 text-xs font-semibold text-text-3 max-md:mx-1 max-md:my-2 max-md:border-t max-md:border-line max-md:p-0">
              <span className="max-md:sr-only">{sayPage(group.key)}</span>
            </div>
          )}
          {group.items.map((item) => (
            <Item key={item.to} item={item} narrow />
          ))}
        </div>
      ))}
      <div className="mt-auto flex items-center gap-2 px-2 pt-3 text-xs text-text-3 max-md:hidden" aria-hidden>
        <span className="block size-1.5 rounded-full border border-text-3" />
        {say("not_yet")}
      </div>
    </nav>
  );
}

const barItems = ["/", "/markets", "/lab", "/backtest"];

/** Below 760 px: four pages and all the others behind the fifth. */
export function BottomBar() {
  const say = useWords(words);
  const sayPage = useWords(pageWords);
  const [isOpen, setOpen] = useState(false);
  const shown = groups.flatMap((group) => group.items).filter((item) => barItems.includes(item.to));
  const shape =
    "flex min-w-0 flex-1 flex-col items-center justify-center gap-0.5 px-0.5 text-xs no-underline -outline-offset-2";
  return (
    <>
      <nav
        aria-label={say("pages")}
        data-no-print
        className="fixed inset-x-0 bottom-0 z-40 flex h-14 border-t border-line bg-surface-2 sm:hidden"
      >
        {shown.map((item) => (
          <NavLink
            key={item.to}
            to={item.to}
            end={item.to === "/"}
            className={({ isActive }) => `${shape} ${isActive ? "text-accent" : "text-text-2"}`}
          >
            <Icon name={item.icon} size={18} />
            <span className="max-w-full text-center leading-none [overflow-wrap:anywhere]">{sayPage(item.key)}</span>
          </NavLink>
        ))}
        <button
          type="button"
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(true)}
          className={`${shape} text-text-2`}
        >
          <Icon name="menu" size={18} />
          {say("more")}
        </button>
      </nav>
      {isOpen && (
        <Dialog title={say("pages")} place="bottom" onClose={() => setOpen(false)}>
          <div className="grid grid-cols-2 gap-x-3">
            {groups.map((group, index) => (
              <div
                key={group.key ?? index}
                className={group.key === undefined ? "col-span-2 grid grid-cols-2 gap-x-3" : ""}
              >
                {group.key !== undefined && (
                  <div className="px-2 pt-3 pb-1 text-xs font-semibold text-text-3">{sayPage(group.key)}</div>
                )}
                {group.items.map((item) => (
                  <Item key={item.to} item={item} onGo={() => setOpen(false)} />
                ))}
              </div>
            ))}
          </div>
        </Dialog>
      )}
    </>
  );
}
