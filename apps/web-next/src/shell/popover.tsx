import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from "react";

type PopoverProps = {
  /** What the button shows. */
  face: ReactNode;
  /** What it is called, with its value: read out as one sentence. */
  label: string;
  /** The heading of what opens. */
  title: string;
  children: (close: () => void) => ReactNode;
  className?: string;
  width?: number;
  tooltip?: string;
};

/** A cell that opens a small sheet below it: Escape, a press outside or leaving by Tab closes. */
export function Popover({ face, label, title, children, className = "", width = 320, tooltip }: PopoverProps) {
  const [left, setLeft] = useState<number | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const id = useId();
  const isOpen = left !== null;
  const close = () => setLeft(null);
  const toggle = () => {
    if (isOpen) return close();
    const begin = button.current?.getBoundingClientRect().left ?? 0;
    setLeft(Math.max(8, Math.min(begin, document.documentElement.clientWidth - width - 8)));
  };
  useLayoutEffect(() => {
    if (isOpen) sheet.current?.focus();
  }, [isOpen]);
  useEffect(() => {
    if (!isOpen) return;
    const isInside = (target: EventTarget | null) =>
      target instanceof Node && (sheet.current?.contains(target) || button.current?.contains(target));
    const press = (event: PointerEvent) => {
      if (!isInside(event.target)) close();
    };
    const leave = (event: FocusEvent) => {
      if (event.relatedTarget !== null && !isInside(event.relatedTarget)) close();
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      close();
      button.current?.focus();
    };
    const node = sheet.current;
    addEventListener("pointerdown", press, true);
    addEventListener("resize", close);
    node?.addEventListener("focusout", leave);
    addEventListener("keydown", key, true);
    return () => {
      removeEventListener("pointerdown", press, true);
      removeEventListener("resize", close);
      node?.removeEventListener("focusout", leave);
      removeEventListener("keydown", key, true);
    };
  }, [isOpen]);
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-label={label}
        title={tooltip}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        aria-controls={isOpen ? id : undefined}
        onClick={toggle}
        className={`flex items-center gap-1.5 whitespace-nowrap -outline-offset-2 hover:bg-surface-3 ${className}`}
      >
        {face}
      </button>
      {isOpen && (
        <div
          ref={sheet}
          id={id}
          role="dialog"
          aria-label={title}
          tabIndex={-1}
          style={{ left, width: `min(${width}px, calc(100vw - 16px))` }}
          className="fixed top-[calc(var(--status-h)+4px)] z-50 max-h-[calc(100dvh-48px)] overflow-y-auto rounded-md border border-line-strong bg-surface p-3 text-md text-text shadow-lg focus:outline-none"
        >
          <h2 className="m-0 mb-2 text-md font-semibold">{title}</h2>
          {children(close)}
        </div>
      )}
    </>
  );
}

/** Rows of a name and its value. */
export function Facts({ rows }: { rows: Array<[name: ReactNode, value: ReactNode]> }) {
  return (
    <dl className="m-0 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      {rows.map(([name, value], index) => (
        <div key={index} className="contents">
          <dt className="text-text-3">{name}</dt>
          <dd className="m-0 min-w-0 text-right break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
