import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { setLanguage } from "@/lib/language";
import { DataTable, type Column } from "@/ui/table";
import { compareDecimals, leastWidth, nextSort, sortRows } from "@/ui/table-sort";

type Row = { id: string; city: string; size: number | null };
const columns: Column<Row>[] = [
  { key: "city", title: "City", cell: (row) => row.city, value: (row) => row.city },
  { key: "size", title: "Size", cell: (row) => row.size, value: (row) => row.size, align: "right" },
  { key: "act", title: "Act", cell: (row) => <button type="button">do {row.id}</button> },
];
const rowsOf = (...cities: string[]): Row[] => cities.map((city, index) => ({ id: String(index), city, size: index }));
const cities = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getAllByRole("gridcell")[0]?.textContent);

// jsdom lays nothing out: the table's window is said here.
beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(280);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(800);
});

afterEach(() => {
  cleanup();
  setLanguage("en");
});

describe("sorting", () => {
  test("Turkish letters stand where a Turkish reader looks for them", () => {
    const rows = rowsOf("zaman", "şeker", "ırmak", "iğne", "çay", "cam", "ördek", "olta", "sabun");
    const sorted = sortRows(rows, columns, "city", new Intl.Collator("tr")).map((row) => row.city);
    expect(sorted).toEqual(["cam", "çay", "ırmak", "iğne", "olta", "ördek", "sabun", "şeker", "zaman"]);
  });

  test("decimal texts are compared exactly, also past what a double holds", () => {
    expect(compareDecimals("9007199254740993", "9007199254740992")).toBeGreaterThan(0);
    expect(compareDecimals("-2.5", "-10")).toBeGreaterThan(0);
    expect(compareDecimals("0.10", "0.1")).toBe(0);
    expect(compareDecimals("-0", "0.000")).toBe(0);
    expect(compareDecimals("10", "9.99")).toBeGreaterThan(0);
    const rows = ["10", "9.5", "-3", "100"].map((price) => ({ price }));
    const price = [{ key: "price", value: (row: { price: string }) => row.price }];
    expect(sortRows(rows, price, "-price", new Intl.Collator("en")).map((row) => row.price)).toEqual([
      "100",
      "10",
      "9.5",
      "-3",
    ]);
  });

  test("rows without a value come last both ways, equal rows keep their order", () => {
    const rows: Row[] = [
      { id: "a", city: "x", size: null },
      { id: "b", city: "x", size: 2 },
      { id: "c", city: "x", size: 2 },
      { id: "d", city: "x", size: 1 },
    ];
    const ids = (sort: string) =>
      sortRows(rows, columns, sort, new Intl.Collator("en"))
        .map((row) => row.id)
        .join("");
    expect(ids("size")).toBe("dbca");
    expect(ids("-size")).toBe("bcda");
    expect(ids("act")).toBe("abcd");
  });

  test("texts rise first, numbers fall first, a second press turns round", () => {
    expect(nextSort("", "city", "rising")).toBe("city");
    expect(nextSort("city", "city", "rising")).toBe("-city");
    expect(nextSort("-city", "city", "rising")).toBe("city");
    expect(nextSort("city", "size", "falling")).toBe("-size");
  });

  test("a heading sorts and says so, in the page's language", () => {
    setLanguage("tr");
    render(
      <DataTable label="Şehirler" rows={rowsOf("zaman", "çay", "cam")} columns={columns} keyOf={(row) => row.id} />,
    );
    fireEvent.click(screen.getByRole("button", { name: "City" }));
    expect(cities()).toEqual(["cam", "çay", "zaman"]);
    const header = screen.getByRole("columnheader", { name: "City" });
    expect(header.getAttribute("aria-sort")).toBe("ascending");
    fireEvent.click(screen.getByRole("button", { name: "City" }));
    expect(cities()).toEqual(["zaman", "çay", "cam"]);
    expect(header.getAttribute("aria-sort")).toBe("descending");
    expect(screen.getByRole("columnheader", { name: "Act" }).hasAttribute("aria-sort")).toBe(false);
  });

  test("with onSort the rows stay as the server sent them", () => {
    const onSort = vi.fn();
    render(
      <DataTable
        label="Cities"
        rows={rowsOf("b", "a")}
        columns={columns}
        keyOf={(row) => row.id}
        sort="-size"
        onSort={onSort}
      />,
    );
    fireEvent.click(screen.getByRole("button", { name: "City" }));
    expect(onSort).toHaveBeenCalledWith("city");
    expect(cities()).toEqual(["b", "a"]);
  });
});

describe("keyboard", () => {
  test("arrows, End and Home move, Enter and Space open, and the focus is told", () => {
    const onOpen = vi.fn();
    render(
      <DataTable
        label="All the cities"
        rows={rowsOf("a", "b", "c")}
        columns={columns}
        keyOf={(row) => row.id}
        onOpen={onOpen}
      />,
    );
    const grid = screen.getByRole("grid", { name: "All the cities" });
    const active = () => document.getElementById(grid.getAttribute("aria-activedescendant") ?? "")?.textContent;
    fireEvent.keyDown(grid, { key: "ArrowDown" });
    fireEvent.keyDown(grid, { key: "ArrowDown" });
    expect(active()).toContain("b");
    fireEvent.keyDown(grid, { key: "Enter" });
    expect(onOpen.mock.lastCall?.[0].city).toBe("b");
    fireEvent.keyDown(grid, { key: "End" });
    fireEvent.keyDown(grid, { key: " " });
    expect(onOpen.mock.lastCall?.[0].city).toBe("c");
    fireEvent.keyDown(grid, { key: "Home" });
    expect(active()).toContain("a");
    fireEvent.keyDown(grid, { key: "ArrowUp" });
    expect(active()).toContain("a");
  });

  test("the focus stays with its row through sorting", () => {
    const onOpen = vi.fn();
    render(
      <DataTable
        label="Cities"
        rows={rowsOf("b", "c", "a")}
        columns={columns}
        keyOf={(row) => row.id}
        onOpen={onOpen}
      />,
    );
    const grid = screen.getByRole("grid");
    fireEvent.keyDown(grid, { key: "End" });
    fireEvent.click(screen.getByRole("button", { name: "City" }));
    fireEvent.keyDown(grid, { key: "Enter" });
    expect(onOpen.mock.lastCall?.[0].city).toBe("a");
  });

  test("the headings are one tab stop, arrows go between them", () => {
    render(<DataTable label="Cities" rows={rowsOf("a")} columns={columns} keyOf={(row) => row.id} />);
    const city = screen.getByRole("button", { name: "City" });
    const size = screen.getByRole("button", { name: "Size" });
    expect([city.tabIndex, size.tabIndex]).toEqual([0, -1]);
    city.focus();
    fireEvent.keyDown(city, { key: "ArrowRight" });
    expect(document.activeElement).toBe(size);
    expect([city.tabIndex, size.tabIndex]).toEqual([-1, 0]);
  });

  test("a button in a row is its own act", () => {
    const onOpen = vi.fn();
    render(<DataTable label="Cities" rows={rowsOf("a")} columns={columns} keyOf={(row) => row.id} onOpen={onOpen} />);
    fireEvent.click(screen.getByRole("button", { name: "do 0" }));
    expect(onOpen).not.toHaveBeenCalled();
    fireEvent.click(screen.getByText("a"));
    expect(onOpen).toHaveBeenCalledTimes(1);
  });
});

describe("many rows", () => {
  test("100,000 rows draw a screenful and are told as 100,000", () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => ({
      id: String(index),
      city: `city ${index}`,
      size: index,
    }));
    render(<DataTable label="Many" rows={rows} columns={columns} keyOf={(row) => row.id} maxHeight={280} />);
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
    expect(screen.getAllByRole("row").length).toBeGreaterThan(10);
    expect(screen.getByRole("grid").getAttribute("aria-rowcount")).toBe("100001");
    expect(screen.getAllByRole("row").at(-1)?.getAttribute("aria-rowindex")).toBe(
      String(screen.getAllByRole("row").length),
    );
  });

  test("the end in sight asks for more, once for each length", () => {
    const onNearEnd = vi.fn();
    const table = (count: number) => (
      <DataTable
        label="Pages"
        rows={rowsOf(...Array.from({ length: count }, (_, index) => `c${index}`))}
        columns={columns}
        keyOf={(row) => row.id}
        onNearEnd={onNearEnd}
      />
    );
    const { rerender } = render(table(3));
    rerender(table(3));
    expect(onNearEnd).toHaveBeenCalledTimes(1);
    rerender(table(6));
    expect(onNearEnd).toHaveBeenCalledTimes(2);
  });
});

test("selection is told only where rows can be selected", () => {
  const { rerender } = render(
    <DataTable label="Cities" rows={rowsOf("a", "b")} columns={columns} keyOf={(row) => row.id} />,
  );
  expect(screen.getAllByRole("row")[1]?.hasAttribute("aria-selected")).toBe(false);
  rerender(
    <DataTable label="Cities" rows={rowsOf("a", "b")} columns={columns} keyOf={(row) => row.id} selectedKey="1" />,
  );
  expect(
    screen
      .getAllByRole("row")
      .slice(1)
      .map((row) => row.getAttribute("aria-selected")),
  ).toEqual(["false", "true"]);
});

test("a table needs the least width of its columns, not more", () => {
  expect(leastWidth(["12ch", "minmax(8ch, 1fr)", "2fr", "auto"])).toBe("calc(12ch + 8ch + 8ch + 8ch)");
});

test("columns of little weight are left out on a narrow screen", () => {
  vi.stubGlobal("matchMedia", () => ({
    matches: true,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  render(
    <DataTable
      label="Cities"
      rows={rowsOf("a")}
      columns={[...columns, { key: "minor", title: "Minor", cell: () => "m", isMinor: true }]}
      keyOf={(row) => row.id}
    />,
  );
  expect(screen.queryByRole("columnheader", { name: "Minor" })).toBeNull();
  expect(screen.getByRole("grid").getAttribute("aria-colcount")).toBe("3");
  vi.unstubAllGlobals();
});
