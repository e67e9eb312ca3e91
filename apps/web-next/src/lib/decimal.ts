/** Decimal text as an exact integer of 10^-scale: money is summed and compared without a double in between. */
export type Decimal = { readonly units: bigint; readonly scale: number };

const form = /^([+-]?)(\d+)(?:\.(\d*))?$/;

/** Null when the text is no plain decimal number: no exponents, no blanks, no groups. */
export function parseDecimal(text: string): Decimal | null {
  const found = form.exec(text);
  if (found === null) return null;
  const [, sign, whole, fraction = ""] = found;
  const units = BigInt(`${whole}${fraction}`);
  return { units: sign === "-" ? -units : units, scale: fraction.length };
}

/** As `parseDecimal`; for texts the server vouches for, where another form is a fault of the program. */
export function toDecimal(text: string): Decimal {
  const decimal = parseDecimal(text);
  if (decimal === null) throw new RangeError(`'${text}' is no decimal number`);
  return decimal;
}

const scaledTo = (value: Decimal, scale: number): bigint => value.units * 10n ** BigInt(scale - value.scale);

export function addDecimals(left: Decimal, right: Decimal): Decimal {
  const scale = Math.max(left.scale, right.scale);
  return { units: scaledTo(left, scale) + scaledTo(right, scale), scale };
}

export const negated = (value: Decimal): Decimal => ({ units: -value.units, scale: value.scale });
export const subtractDecimals = (left: Decimal, right: Decimal): Decimal => addDecimals(left, negated(right));

export function compareDecimals(left: Decimal, right: Decimal): -1 | 0 | 1 {
  const { units } = subtractDecimals(left, right);
  return units > 0n ? 1 : units < 0n ? -1 : 0;
}

/** The shortest exact text: `12.5`, `-0.01`, `0`. */
export function decimalText({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? "" : digits.slice(-scale).replace(/0+$/, "");
  const text = fraction === "" ? whole : `${whole}.${fraction}`;
  return units < 0n && text !== "0" ? `-${text}` : text;
}

/** Sum of decimal texts, exact to the last digit of each. */
export function sumTexts(texts: Iterable<string>): string {
  let sum: Decimal = { units: 0n, scale: 0 };
  for (const text of texts) sum = addDecimals(sum, toDecimal(text));
  return decimalText(sum);
}

export const lessTexts = (left: string, right: string): string =>
  decimalText(subtractDecimals(toDecimal(left), toDecimal(right)));
export const isSameAmount = (left: string, right: string): boolean =>
  compareDecimals(toDecimal(left), toDecimal(right)) === 0;
