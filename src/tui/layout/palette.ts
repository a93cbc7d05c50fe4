import type { PaletteChoice } from '../../session/commands/palette.js';
import { sanitise } from '../../shared/sanitise.js';
import { openPalette, type OpenPalette } from '../keys/palette-keys.js';
import { rowWidth, span, spread, type Row } from '../text/rows.js';
import { shorten, textWidth } from '../text/width.js';
import { modeOf } from '../ui-state.js';
import type { Scene } from './scene.js';

const maxRows = 10;
/** What the palette leaves of the transcript. */
const minOtherRows = 3;
const minLabelColumns = 12;

/** Rows above the text box, the best choice on top; none when no command is being typed. */
export function paletteRows(scene: Scene, room: number): readonly Row[] {
  const { state, ui, size } = scene;
  const height = Math.min(maxRows, room - minOtherRows);
  if (height < 1 || modeOf(ui, state) !== 'text') return [];
  const palette = openPalette(ui, state);
  if (palette === undefined) return [];
  const { choices, command } = palette;
  if (choices.length > 0) return choiceRows(palette, size.columns, height);
  if (command === undefined) return [[span('   No such command.', 'dim')]];
  const usage = `/${command.name} ${command.argument}`.trim();
  return [choiceRow({ label: usage, about: command.about }, textWidth(usage), false, size.columns)];
}

function choiceRows({ choices, at }: OpenPalette, columns: number, height: number): readonly Row[] {
  const from = Math.max(0, Math.min((at ?? 0) - height + 1, choices.length - height));
  const shown = choices.slice(from, from + height);
  const widest = Math.max(minLabelColumns, ...shown.map(({ label }) => textWidth(label)));
  const labels = Math.min(widest, Math.floor(columns / 2));
  const more = choices.length - shown.length;
  const count: Row = more > 0 ? [span(` +${String(more)} `, 'dim')] : [];
  return shown.map((choice, index) => {
    const beside = index === shown.length - 1 ? count : [];
    const width = columns - rowWidth(beside);
    const row = choiceRow(choice, labels, from + index === at, width);
    return spread(row, beside, columns);
  });
}

function choiceRow(
  { label, about, unavailable }: Pick<PaletteChoice, 'label' | 'about' | 'unavailable'>,
  labels: number,
  isPicked: boolean,
  columns: number,
): Row {
  const name = shorten(sanitise(label), labels);
  const gap = ' '.repeat(Math.max(0, labels - textWidth(name)) + 2);
  const words = unavailable === undefined ? about : `not now: ${unavailable}`;
  const text = shorten(sanitise(words), Math.max(0, columns - labels - 5));
  const style = isPicked ? 'selected' : unavailable === undefined ? 'key' : 'dim';
  return [span(isPicked ? ' › ' : '   ', 'key'), span(name, style), span(gap), span(text, 'dim')];
}
