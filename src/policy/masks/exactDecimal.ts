/** `digits` × 10^-`scale`: a decimal of any size, exactly. */
export interface ExactDecimal {
  readonly digits: bigint;
  readonly scale: number;
}

const decimalText = /^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?:[eE](?<exponent>[+-]?\d{1,3}))?$/;

/** Reads `-12.50` or `1e-7`; undefined for what is no finite decimal. */
export function parseDecimal(text: string): ExactDecimal | undefined {
  const parts = decimalText.exec(text)?.groups;
  const whole = parts?.['whole'] ?? '';
  const fraction = parts?.['fraction'] ?? '';
  if (parts === undefined || whole + fraction === '') return undefined;
  const digits = BigInt(whole + fraction) * (parts['sign'] === '-' ? -1n : 1n);
  const scale = fraction.length - Number(parts['exponent'] ?? '0');
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** The largest multiple of `width` that is not above `value`. `width` is positive. */
export function floorToMultiple(value: ExactDecimal, width: ExactDecimal): ExactDecimal {
  const scale = Math.max(value.scale, width.scale);
  const step = digitsAt(width, scale);
  return { digits: floorDivide(digitsAt(value, scale), step) * step, scale };
}

/** The largest integer that is not above `value`. */
export function floorToInteger(value: ExactDecimal): bigint {
  return floorDivide(value.digits, 10n ** BigInt(value.scale));
}

/** Negative, zero or positive, as the first is less than, equal to or greater than the second. */
export function compareDecimals(left: ExactDecimal, right: ExactDecimal): number {
  const scale = Math.max(left.scale, right.scale);
  const [a, b] = [digitsAt(left, scale), digitsAt(right, scale)];
  return a < b ? -1 : Number(a > b);
}

/** Plain notation without trailing zeros: `-12.5`, `0`. */
export function printDecimal({ digits, scale }: ExactDecimal): string {
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  const zeros = /0*$/;
  const fraction = scale === 0 ? '' : text.slice(-scale).replace(zeros, '');
  return `${sign}${whole}${fraction === '' ? '' : '.'}${fraction}`;
}

function digitsAt(value: ExactDecimal, scale: number): bigint {
  return value.digits * 10n ** BigInt(scale - value.scale);
}

// BigInt division cuts towards zero; a bucket's lower bound lies towards minus infinity.
function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}
