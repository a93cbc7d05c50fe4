/** Size of a cell in a picture. */
export const cellWidth = 8.4;
export const lineHeight = 18;

export function coordinate(value: number): string {
  return String(Math.round(value * 10) / 10);
}
