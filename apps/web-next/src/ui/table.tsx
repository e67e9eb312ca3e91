import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from "react";

import { useLanguage } from "@/lib/language";
import { Arrow } from "@/ui/num";
import { keyOfSort, leastWidth, nextSort, sortRows, type SortValue } from "@/ui/table-sort";
import { usePhone } from "@/lib/use-media";

export type Column<Row> = {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** What rows are sorted by; without it the column does not sort. Decimal texts are compared exactly. */
  value?: (row: Row) => SortValue;
  align?: "left" | "right";
  /** CSS width of the column's track: `12ch`, `minmax(8ch, 1fr)`. */
  width?: string;
  /** Left out on narrow screens. */
  isMinor?: boolean;
  /** The way a first press sorts; else right-aligned columns fall first and the others rise. */
  first?: "rising" | "falling";
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
  /** Told after sorting here as well: to keep the choice in the address, say. */
  onSorted?: (sort: string) => void;
  maxHeight?: number;
  /** Of every row in px, where the house's row height is too little. */
  rowHeight?: number;
  empty?: ReactNode;
  /** At the end of the rows: "load more". */
  footer?: ReactNode;
  /** The rows' end is nearly in sight: more can be fetched. */
  onNearEnd?: () => void;
  /** The row that the keyboard is on, or the pointer over: for a picture beside the table. */
  onPoint?: (row: Row | null) => void;
};

function useRowHeight(): number {
  const read = () => Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue("--row"), 10) || 28;
  const [height, setHeight] = useState(read);
  useEffect(() => {
    const change = () => setHeight(read());
    document.addEventListener("spark:looks", change);
    return () => document.removeEventListener("spark:looks", change);
  }, []);
  return height;
}

const inner = "a, button, input, select, textarea, label, summary";

/**
 * Rows of one height of which only the visible ones are drawn. One tab stop for the headings (arrows between them, Enter
 * sorts) and one for the rows (arrows, Page, Home, End move; Enter or Space opens).
 */
export function DataTable<Row>(props: TableProps<Row>) {
  const {
    label,
    rows,
    keyOf,
    onOpen,
    selectedKey,
    onSort,
    onSorted,
    maxHeight = 480,
    empty,
    footer,
    onNearEnd,
    onPoint,
  } = props;
  const language = useLanguage();
  const isNarrow = usePhone();
  const columns = useMemo(
    () => props.columns.filter((column) => !isNarrow || column.isMinor !== true),
    [props.columns, isNarrow],
  );
  const [ownSort, setOwnSort] = useState(props.sort ?? "");
  const sort = onSort === undefined ? ownSort : (props.sort ?? "");
  const collator = useMemo(() => new Intl.Collator(language, { numeric: true }), [language]);
  const shown = useMemo(
    () => (onSort === undefined ? sortRows(rows, props.columns, sort, collator) : rows),
    [rows, props.columns, sort, collator, onSort],
  );
  // The focus belongs to a row, not to a place: it stays with it through sorting and new rows.
  const [focusedKey, setFocusedKey] = useState<string | null>(null);
  const focused = useMemo(() => {
    const wanted = focusedKey ?? selectedKey ?? null;
    return wanted === null
      ? 0
      : Math.max(
          0,
          shown.findIndex((row) => keyOf(row) === wanted),
        );
  }, [shown, focusedKey, selectedKey, keyOf]);
  const [heading, setHeading] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const headings = useRef<HTMLDivElement>(null);
  const id = useId();
  const houseHeight = useRowHeight();
  const rowHeight = props.rowHeight ?? houseHeight;
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 800, height: maxHeight },
    scrollPaddingStart: houseHeight,
  });
  useEffect(() => virtual.measure(), [rowHeight, virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const nearEnd = useRef(onNearEnd);
  nearEnd.current = onNearEnd;
  useEffect(() => {
    if (shown.length > 0 && last >= shown.length - 1) nearEnd.current?.();
  }, [last, shown.length]);

  const chosen =
    props.followSelected && selectedKey != null ? shown.findIndex((row) => keyOf(row) === selectedKey) : -1;
  useEffect(() => {
    // `virtual` is the same object for as long as the table stands.
    if (chosen >= 0) virtual.scrollToIndex(chosen, { align: "auto" });
  }, [chosen, virtual]);

  const tracks = columns.map((column) => column.width ?? "minmax(8ch, 1fr)");
  const template = tracks.join(" ");
  const press = (column: Column<Row>) => {
    const next = nextSort(sort, column.key, column.first ?? (column.align === "right" ? "falling" : "rising"));
    if (onSort === undefined) setOwnSort(next);
    else onSort(next);
    onSorted?.(next);
  };
  const move = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return;
    const row = shown[focused];
    if ((event.key === "Enter" || event.key === " ") && row !== undefined && onOpen !== undefined) {
      event.preventDefault();
      onOpen(row);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current.clientHeight - houseHeight) / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -shown.length,
      End: shown.length,
    };
    const step = steps[event.key];
    if (step === undefined || shown.length === 0) return;
    event.preventDefault();
    const next = Math.min(
      Math.max(focused + (focusedKey === null && step === 1 && selectedKey == null ? 0 : step), 0),
      shown.length - 1,
    );
    const target = shown[next] as Row;
    setFocusedKey(keyOf(target));
    onPoint?.(target);
    virtual.scrollToIndex(next);
  };
  const sortable = columns.filter((column) => column.value !== undefined);
  const moveHeading = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (heading + step + sortable.length) % sortable.length;
    setHeading(next);
    headings.current?.querySelectorAll("button")[next]?.focus();
  };
  const open = (event: MouseEvent, row: Row) => {
    setFocusedKey(keyOf(row));
    // A link in the row is its own act, and marking text is none.
    if ((event.target as Element).closest(inner) !== null || (getSelection()?.toString() ?? "") !== "") return;
    onOpen?.(row);
  };
  const activeId = shown.length > 0 && items.some((item) => item.index === focused) ? `${id}-${focused}` : undefined;
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={shown.length + 1}
      aria-colcount={columns.length}
      tabIndex={0}
      onKeyDown={move}
      aria-activedescendant={activeId}
      style={{ maxHeight }}
      onMouseLeave={onPoint === undefined ? undefined : () => onPoint(null)}
      className="group/grid relative min-w-0 overflow-auto"
    >
      <div style={{ minWidth: leastWidth(tracks) }}>
        <div role="rowgroup" className="sticky top-0 z-10">
          <div
            ref={headings}
            role="row"
            aria-rowindex={1}
            onKeyDown={moveHeading}
            style={{ gridTemplateColumns: template }}
            className="grid border-b border-line bg-surface text-text-3"
          >
            {columns.map((column, index) => {
              const isSorted = sort !== "" && keyOfSort(sort) === column.key;
              const stop = sortable.indexOf(column);
              return (
                <div
                  key={column.key}
                  role="columnheader"
                  aria-colindex={index + 1}
                  aria-sort={
                    isSorted
                      ? sort.startsWith("-")
                        ? "descending"
                        : "ascending"
                      : column.value === undefined
                        ? undefined
                        : "none"
                  }
                  className={`flex min-w-0 items-center px-2 ${column.align === "right" ? "justify-end" : ""}`}
                  style={{ minHeight: "var(--row)" }}
                >
                  {column.value === undefined ? (
                    <span className={`min-w-0 grow truncate text-sm ${column.align === "right" ? "text-right" : ""}`}>
                      {column.title}
                    </span>
                  ) : (
                    <button
                      type="button"
                      tabIndex={stop === Math.min(heading, sortable.length - 1) ? 0 : -1}
                      onFocus={() => setHeading(stop)}
                      onClick={() => press(column)}
                      className={`inline-flex min-h-6 min-w-0 items-center gap-1 text-sm -outline-offset-2 hover:text-text ${isSorted ? "text-text" : ""}`}
                    >
                      <span className="truncate">{column.title}</span>
                      {isSorted && <Arrow of={sort.startsWith("-") ? -1 : 1} size={7} />}
                    </button>
                  )}
                </div>
              );
            })}
          </div>
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {items.map((item) => {
            const row = shown[item.index] as Row;
            const key = keyOf(row);
            const isSelected = selectedKey !== undefined && selectedKey !== null && key === selectedKey;
            return (
              <div
                key={key}
                id={`${id}-${item.index}`}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={selectedKey === undefined ? undefined : isSelected}
                onClick={onOpen === undefined ? undefined : (event) => open(event, row)}
                onMouseEnter={onPoint === undefined ? undefined : () => onPoint(row)}
                style={{ gridTemplateColumns: template, height: item.size, transform: `translateY(${item.start}px)` }}
                className={`absolute top-0 right-0 left-0 grid items-center border-b border-line ${onOpen ? "cursor-pointer" : ""} ${onOpen || onPoint ? "hover:bg-surface-2" : ""} ${isSelected ? "bg-surface-3" : ""} ${item.index === focused ? "-outline-offset-2 outline-focus group-focus-visible/grid:outline-2" : ""}`}
              >
                {columns.map((column, index) => (
                  <div
                    key={column.key}
                    role="gridcell"
                    aria-colindex={index + 1}
                    className={`min-w-0 overflow-hidden px-2 text-ellipsis whitespace-nowrap ${column.align === "right" ? "num" : ""}`}
                  >
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
