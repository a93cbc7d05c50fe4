/** A copy for JSON with milliseconds and decibels to a tenth, and dollars to a millionth: more digits mean nothing. */
export function rounded(value: unknown, key = ''): unknown {
  if (typeof value === 'number') return roundedNumber(value, key);
  if (Array.isArray(value)) return value.map((item: unknown) => rounded(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, rounded(item, name)]),
  );
}

function roundedNumber(value: number, key: string): number {
  if (/(?:Ms|Db|Ppm|^ms)$/.test(key)) return Math.round(value * 10) / 10;
  return key.endsWith('Usd') ? Math.round(value * 1e6) / 1e6 : value;
}
