import { colourOf, cssOf, inkOn, scaleOf, type Scale } from "@/charts/heat-colours";

/** What stands in a cell. `none`: not run; `refused`: it cannot be run; `idle`: it was run and never traded. */
export type HeatCell = {
  state: "value" | "none" | "refused" | "idle";
  value?: number | null;
  /** It breaks a constraint and is not ranked. */
  isBroken?: boolean;
};

export type HeatPlace = { x: number; y: number };
export type HeatRegion = { from: HeatPlace; to: HeatPlace };

export type HeatTable = {
  xs: readonly string[];
  ys: readonly string[];
  /** Row by row, the first row that of ys[0]. */
  cells: readonly HeatCell[];
};

export const cellAt = (table: HeatTable, place: HeatPlace): HeatCell =>
  table.cells[place.y * table.xs.length + place.x] ?? { state: "none" };

export const scaleOfTable = (table: HeatTable): Scale | null =>
  scaleOf(table.cells.flatMap((cell) => (cell.state === "value" && cell.value != null ? [cell.value] : [])));

/** Corners in order, whichever way it was drawn. */
export function orderedRegion({ from, to }: HeatRegion): HeatRegion {
  return {
    from: { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y) },
    to: { x: Math.max(from.x, to.x), y: Math.max(from.y, to.y) },
  };
}

/** Numbers are written into the cells of small maps. */
export const numbersMost = 12;

export type HeatMarks = { at: HeatPlace | null; best: HeatPlace | null; plateau: HeatPlace | null };
export type HeatInk = { grey: string; line: string; mark: string; focus: string; font: string };

type Frame = { context: CanvasRenderingContext2D; table: HeatTable; width: number; height: number };

/** The rectangle of a cell in pixels; rows grow upward, as on a chart. */
export function boxOf(frame: Pick<Frame, "table" | "width" | "height">, { x, y }: HeatPlace) {
  const [columns, rows] = [frame.table.xs.length, frame.table.ys.length];
  const left = Math.round((x * frame.width) / columns);
  const right = Math.round(((x + 1) * frame.width) / columns);
  const top = Math.round(((rows - 1 - y) * frame.height) / rows);
  const bottom = Math.round(((rows - y) * frame.height) / rows);
  return { left, top, width: right - left, height: bottom - top };
}

/** The cell under a point, or null outside. */
export function placeAt(frame: Pick<Frame, "table" | "width" | "height">, left: number, top: number): HeatPlace | null {
  const [columns, rows] = [frame.table.xs.length, frame.table.ys.length];
  const x = Math.floor((left / frame.width) * columns);
  const y = rows - 1 - Math.floor((top / frame.height) * rows);
  return x >= 0 && x < columns && y >= 0 && y < rows ? { x, y } : null;
}

function strike(frame: Frame, place: HeatPlace, ink: HeatInk, isHatched: boolean) {
  const { context } = frame;
  const box = boxOf(frame, place);
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  context.strokeStyle = ink.line;
  context.lineWidth = 1;
  context.beginPath();
  if (isHatched) {
    for (let shift = -box.height; shift < box.width; shift += 5) {
      context.moveTo(box.left + shift, box.top + box.height);
      context.lineTo(box.left + shift + box.height, box.top);
    }
  } else {
    const reach = Math.min(box.width, box.height) / 4;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    context.moveTo(x - reach, y - reach);
    context.lineTo(x + reach, y + reach);
    context.moveTo(x - reach, y + reach);
    context.lineTo(x + reach, y - reach);
  }
  context.stroke();
  context.restore();
}

function outline(frame: Frame, place: HeatPlace, colour: string, thick: number, dash: number[] = []) {
  const box = boxOf(frame, place);
  frame.context.save();
  frame.context.setLineDash(dash);
  frame.context.strokeStyle = colour;
  frame.context.lineWidth = thick;
  frame.context.strokeRect(
    box.left + thick / 2,
    box.top + thick / 2,
    Math.max(1, box.width - thick),
    Math.max(1, box.height - thick),
  );
  frame.context.restore();
}

function drawCell(frame: Frame, place: HeatPlace, scale: Scale | null, ink: HeatInk, write: (value: number) => string) {
  const { context, table } = frame;
  const cell = cellAt(table, place);
  const box = boxOf(frame, place);
  const colour = cell.state === "value" && cell.value != null && scale !== null ? colourOf(scale, cell.value) : null;
  context.fillStyle = colour === null ? ink.grey : cssOf(colour);
  context.fillRect(box.left, box.top, box.width, box.height);
  if (cell.state === "idle") strike(frame, place, ink, true);
  if (cell.state === "refused") strike(frame, place, ink, false);
  if (cell.isBroken === true) outline(frame, place, ink.line, 1);
  if (colour === null || cell.value == null) return;
  if (table.xs.length > numbersMost || table.ys.length > numbersMost) return;
  const text = write(cell.value);
  if (box.height < 14 || context.measureText(text).width > box.width - 4) return;
  context.fillStyle = inkOn(colour);
  context.fillText(text, box.left + box.width / 2, box.top + box.height / 2);
}

/** All cells, without what is marked. */
export function drawCells(frame: Frame, ink: HeatInk, scale: Scale | null, write: (value: number) => string) {
  const { context, table, width, height } = frame;
  context.clearRect(0, 0, width, height);
  context.font = ink.font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (let y = 0; y < table.ys.length; ++y)
    for (let x = 0; x < table.xs.length; ++x) drawCell(frame, { x, y }, scale, ink, write);
}

export function drawMarks(frame: Frame, ink: HeatInk, marks: HeatMarks & { region: HeatRegion | null }) {
  const { context } = frame;
  if (marks.region !== null) {
    const { from, to } = orderedRegion(marks.region);
    const [low, high] = [boxOf(frame, from), boxOf(frame, to)];
    const box = [
      low.left + 1,
      high.top + 1,
      high.left + high.width - low.left - 2,
      low.top + low.height - high.top - 2,
    ] as const;
    // A dark and a light line, so that it is seen on every colour.
    context.strokeStyle = "#000";
    context.lineWidth = 4;
    context.strokeRect(...box);
    context.strokeStyle = ink.focus;
    context.lineWidth = 2;
    context.strokeRect(...box);
  }
  for (const [place, dash] of [
    [marks.plateau, [4, 3]],
    [marks.best, []],
  ] as const) {
    if (place === null) continue;
    outline(frame, place, "#000", 4, [...dash]);
    outline(frame, place, ink.mark, 2, [...dash]);
  }
  if (marks.at !== null) outline(frame, marks.at, ink.focus, 2);
}
