const small = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
] as const;

const tens = [
  '',
  '',
  'twenty',
  'thirty',
  'forty',
  'fifty',
  'sixty',
  'seventy',
  'eighty',
  'ninety',
] as const;

/** Every word that `numberWords` uses for integers between -100 and 100. */
export const numberVocabulary: readonly string[] = [
  ...small,
  ...tens.filter((word) => word !== ''),
  'minus',
];

/**
 * An integer in English words, e.g. 23 -> `twenty three`, -5 -> `minus five`. Numbers from a million on are read digit by
 * digit.
 * @param value rounded to the nearest integer
 */
export function numberWords(value: number): string {
  const whole = Math.round(value);
  if (!Number.isFinite(whole)) return 'many';
  if (whole < 0) return `minus ${numberWords(-whole)}`;
  if (whole < 20) return small[whole] ?? '';
  if (whole < 100) return joined(tens[Math.floor(whole / 10)] ?? '', whole % 10);
  if (whole < 1000) return joined(`${numberWords(Math.floor(whole / 100))} hundred`, whole % 100);
  if (whole < 1_000_000) {
    return joined(`${numberWords(Math.floor(whole / 1000))} thousand`, whole % 1000);
  }
  return Array.from(BigInt(whole).toString(), (digit) => small[Number(digit)] ?? '').join(' ');
}

function joined(head: string, rest: number): string {
  return rest === 0 ? head : `${head} ${numberWords(rest)}`;
}

/**
 * A time of day in words on the 12-hour clock: `ten forty five`, `ten oh five`, `ten o'clock`.
 * @param hour 0..23
 * @param minute 0..59
 */
export function timeWords(hour: number, minute: number): string {
  const hourWords = numberWords(hour % 12 === 0 ? 12 : hour % 12);
  if (minute === 0) return `${hourWords} o'clock`;
  return `${hourWords} ${minute < 10 ? 'oh ' : ''}${numberWords(minute)}`;
}
