/** Indicators of closes, as the engine computes them (docs/reference/indicators.md); null while warming up. Drawing only. */
export type Values = Array<number | null>;

export function sma(closes: ArrayLike<number>, length: number): Values {
  const values: Values = new Array<number | null>(closes.length).fill(null);
  // Summed anew for each bar: a running sum would carry its rounding along for thousands of bars.
  for (let index = length - 1; index < closes.length; ++index) {
    let sum = 0;
    for (let back = 0; back < length; ++back) sum += closes[index - back] as number;
    values[index] = sum / length;
  }
  return values;
}

/** Begins with the mean of the first `length` closes. */
export function ema(closes: ArrayLike<number>, length: number): Values {
  const values: Values = new Array<number | null>(closes.length).fill(null);
  if (closes.length < length) return values;
  let value = 0;
  for (let index = 0; index < length; ++index) value += (closes[index] as number) / length;
  values[length - 1] = value;
  const weight = 2 / (length + 1);
  for (let index = length; index < closes.length; ++index) {
    value += weight * ((closes[index] as number) - value);
    values[index] = value;
  }
  return values;
}

/** Wilder's: smoothed gains against smoothed losses, 0 to 100; 0 when nothing moved, as the engine has it. */
export function rsi(closes: ArrayLike<number>, length: number): Values {
  const values: Values = new Array<number | null>(closes.length).fill(null);
  if (closes.length <= length) return values;
  let gain = 0;
  let loss = 0;
  for (let index = 1; index <= length; ++index) {
    const change = (closes[index] as number) - (closes[index - 1] as number);
    gain += Math.max(change, 0) / length;
    loss += Math.max(-change, 0) / length;
  }
  const value = () => (gain + loss === 0 ? 0 : (100 * gain) / (gain + loss));
  values[length] = value();
  for (let index = length + 1; index < closes.length; ++index) {
    const change = (closes[index] as number) - (closes[index - 1] as number);
    gain = (gain * (length - 1) + Math.max(change, 0)) / length;
    loss = (loss * (length - 1) + Math.max(-change, 0)) / length;
    values[index] = value();
  }
  return values;
}
