import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { useLanguage } from "@/lib/language";
import { Arrow } from "@/ui/num";

export type Column<Row> = {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** What rows are sorted by; without it the column does not sort. */
  value?: (row: Row) => string | number | null | undefined;
  align?: "left" | "right";
  /** CSS width of the column's track: `12ch`, `minmax(8ch, 1fr)`. */
  width?: string;
  /** Left out on narrow screens. */
  isMinor?: boolean;
};

type TableProps<Row> = {
  label: string;
  rows: readonly Row[];
  columns: Column<Row>[];
  keyOf: (row: Row) => string;
  onOpen?: (row: Row) => void;
  selectedKey?: string | null;
  /** The selected row is brought into sight when it changes. */
  followSelected?: boolean;
  /** Sorted so at first: `time`, or `-time` falling. */
  sort?: string;
  /** Told instead of sorting here: the server has more rows than there are here. */
  onSort?: (sort: string) => void;
  maxHeight?: number;
  empty?: ReactNode;
  /** At the end of the rows: "load more". */
  footer?: ReactNode;
};

function sorted<Row>(rows: readonly Row[], columns: Column<Row>[], sort: string, collator: Intl.Collator): readonly Row[] {
  const isFalling = sort.startsWith("-");
  const column = columns.find((one) => one.key === sort.replace(/^-/, ""));
  const value = column?.value;
  if (value === undefined) return rows;
  const way = isFalling ? -1 : 1;
  return [...rows].sort((left, right) => {
    const a = value(left) ?? null;
    const b = value(right) ?? null;
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    if (typeof a === "number" && typeof b === "number") return way * (a - b);
    return way * collator.compare(String(a), String(b));
  });
}

/** Rows of one height of which only the visible ones are drawn; headings sort; arrows move, Enter opens. */
export function DataTable<Row>(props: TableProps<Row>) {
  const { label, rows, columns, keyOf, onOpen, selectedKey, onSort, maxHeight = 480, empty, footer } = props;
  const language = useLanguage();
  const [ownSort, setOwnSort] = useState(props.sort ?? "");
  const sort = onSort === undefined ? ownSort : (props.sort ?? "");
  const collator = useMemo(() => new Intl.Collator(language, { numeric: true }), [language]);
  const shown = useMemo(
    () => (onSort === undefined ? sorted(rows, columns, sort, collator) : rows),
    [rows, columns, sort, collator, onSort],
  );
  const [focused, setFocused] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue("--row"), 10) || 28;
  const virtual = useVirtualizer({ count: shown.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 12, initialRect: { width: 800, height: maxHeight } });
  const chosen = props.followSelected && selectedKey != null ? shown.findIndex((row) => keyOf(row) === selectedKey) : -1;
  useEffect(() => {
    if (chosen < 0) return;
    setFocused(chosen);
    virtual.scrollToIndex(chosen, { align: "auto" });
    // `virtual` is the same object for as long as the table stands.
  }, [chosen, virtual]);
  const tracks = columns.map((column) => column.width ?? "minmax(8ch, 1fr)").join(" ");
  const press = (key: string) => {
    const next = sort === key ? `-${key}` : sort === `-${key}` ? key : `-${key}`;
    if (onSort === undefined) setOwnSort(next);
    else onSort(next);
  };
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -shown.length, End: shown.length };
    const step = steps[event.key];
    if (event.key === "Enter" && event.target === scroller.current) {
      const row = shown[focused];
      if (row !== undefined) onOpen?.(row);
      return;
    }
    if (step === undefined || event.target !== scroller.current) return;
    event.preventDefault();
    const next = Math.min(Math.max(focused + step, 0), shown.length - 1);
    setFocused(next);
    virtual.scrollToIndex(next);
  };
  return (
    <div ref={scroller} role="grid" aria-label={label} aria-rowcount={shown.length + 1} tabIndex={0} onKeyDown={move}
      aria-activedescendant={shown.length > 0 ? `${label}-${focused}` : undefined} style={{ maxHeight }}
      className="min-w-0 overflow-auto">
      <div className="min-w-max">
        <div role="row" aria-rowindex={1} style={{ gridTemplateColumns: tracks }} className="sticky top-0 z-10 grid border-b border-line bg-surface text-text-3">
          {columns.map((column) => {
            const isSorted = sort.replace(/^-/, "") === column.key && sort !== "";
            return (
              <div key={column.key} role="columnheader" aria-sort={isSorted ? (sort.startsWith("-") ? "descending" : "ascending") : undefined}
                className={`flex items-center px-2 text-sm ${column.align === "right" ? "justify-end" : ""}`} style={{ minHeight: "var(--row)" }}>
                {column.value === undefined ? column.title : (
                  <button type="button" tabIndex={-1} onClick={() => press(column.key)} className="inline-flex items-center gap-1 whitespace-nowrap hover:text-text">
                    {column.title}
                    {isSorted && <Arrow of={sort.startsWith("-") ? -1 : 1} size={7} />}
                  </button>
                )}
              </div>
            );
          })}
        </div>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const row = shown[item.index] as Row;
            const key = keyOf(row);
            return (
              <div key={key} id={`${label}-${item.index}`} role="row" aria-rowindex={item.index + 2} aria-selected={key === selectedKey || undefined}
                onClick={onOpen === undefined ? undefined : () => { setFocused(item.index); onOpen(row); }}
                style={{ gridTemplateColumns: tracks, height: item.size, transform: `translateY(${item.start}px)` }}
                className={`absolute top-0 right-0 left-0 grid items-center border-b border-line ${onOpen ? "cursor-pointer hover:bg-surface-2" : ""} ${key === selectedKey ? "bg-surface-3" : ""} ${item.index === focused ? "group-focus:outline" : ""}`}>
                {columns.map((column) => (
                  <div key={column.key} role="gridcell" className={`min-w-0 overflow-hidden px-2 text-ellipsis whitespace-nowrap ${column.align === "right" ? "num" : ""}`}>
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
        {shown.length === 0 && empty}
        {footer}
      </div>
    </div>
  );
}
