import { escapeVisibly } from '../../shared/escape-visibly.js';
import { eventDirections, eventLevels, type PageEvents } from '../data/page-data.js';
import { create, element } from './dom.js';
import { matchingRows, typeOf } from './event-filter.js';
import { timeText } from './time-text.js';
import { unpack } from './unpack.js';

const rowHeight = 24;
/** Rows that are drawn beyond those that are seen. */
const spare = 8;
const arrows = ['←', '→', '·'];
const directionWords = ['received', 'sent', 'local'];

/** The event table: only the rows that are seen are elements. */
export class EventView {
  readonly #events: PageEvents;
  readonly #seek: (ms: number) => void;
  readonly #list = element('rows', HTMLDivElement);
  readonly #filter = element('filter', HTMLInputElement);
  readonly #kind = element('filter-kind', HTMLSelectElement);
  readonly #json = element('json', HTMLPreElement);
  readonly #body = create('div', 'row-space');
  #rows: readonly number[] = [];
  /** Index in `#rows`. */
  #selected = -1;
  #shownJson = -1;

  constructor(events: PageEvents, seek: (ms: number) => void) {
    this.#events = events;
    this.#seek = seek;
    this.#body.setAttribute('role', 'presentation');
    this.#list.append(this.#body);
    element('event-view', HTMLDivElement).hidden = false;
    this.#filter.addEventListener('input', this.#refilter);
    this.#kind.addEventListener('change', this.#refilter);
    this.#filter.addEventListener('keydown', this.#leaveFilter);
    this.#list.addEventListener('scroll', this.#draw);
    this.#list.addEventListener('keydown', this.#key);
    this.#list.addEventListener('click', this.#click);
    this.#list.addEventListener('dblclick', this.#goThere);
    new ResizeObserver(this.#draw).observe(this.#list);
    this.#refilter();
  }

  focusFilter(): void {
    this.#filter.focus();
    this.#filter.select();
  }

  readonly #leaveFilter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    this.#list.focus();
    if (this.#selected < 0) this.#select(0);
  };

  readonly #refilter = (): void => {
    const row = this.#rows[this.#selected] ?? -1;
    this.#rows = matchingRows(this.#events, this.#filter.value, this.#kind.value);
    this.#selected = this.#rows.indexOf(row);
    const all = this.#events.atMs.length;
    element('matches', HTMLOutputElement).value = `${this.#rows.length} of ${all}`;
    this.#body.style.height = `${this.#rows.length * rowHeight}px`;
    this.#list.scrollTop = Math.max(0, this.#selected * rowHeight - this.#list.clientHeight / 2);
    this.#draw();
  };

  readonly #draw = (): void => {
    const first = Math.max(0, Math.floor(this.#list.scrollTop / rowHeight) - spare);
    const seen = Math.ceil(this.#list.clientHeight / rowHeight) + 2 * spare;
    const rows = this.#rows.slice(first, first + seen);
    this.#body.replaceChildren(...rows.map((row, index) => this.#element(row, first + index)));
    const active = this.#body.querySelector('[aria-selected=true]');
    if (active === null) this.#list.removeAttribute('aria-activedescendant');
    else this.#list.setAttribute('aria-activedescendant', active.id);
  };

  #element(row: number, index: number): HTMLElement {
    const { atMs, direction, level, count, summary } = this.#events;
    const way = direction[row] ?? 0;
    const made = create('div', `row ${eventLevels[level[row] ?? 0] ?? ''}`);
    made.id = `row-${row}`;
    made.style.top = `${index * rowHeight}px`;
    made.setAttribute('role', 'option');
    made.setAttribute('aria-selected', String(index === this.#selected));
    made.setAttribute('aria-setsize', String(this.#rows.length));
    made.setAttribute('aria-posinset', String(index + 1));
    const arrow = create('span', eventDirections[way] ?? '', arrows[way]);
    arrow.title = directionWords[way] ?? '';
    const times = count[row] ?? 1;
    made.append(
      create('span', 'at', timeText(atMs[row] ?? 0, 3)),
      arrow,
      create('span', 'type', `${typeOf(this.#events, row)}${times > 1 ? ` ×${times}` : ''}`),
      create('span', 'summary', summary[row]),
    );
    return made;
  }

  readonly #click = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest('.row') : null;
    const at = Number(row?.getAttribute('aria-posinset') ?? 0) - 1;
    if (at >= 0) this.#select(at);
  };

  readonly #goThere = (): void => {
    const row = this.#rows[this.#selected];
    if (row !== undefined) this.#seek(this.#events.atMs[row] ?? 0);
  };

  readonly #key = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(this.#list.clientHeight / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -page,
      PageDown: page,
      Home: -this.#rows.length,
      End: this.#rows.length,
    };
    const step = steps[event.key];
    if (event.key === 'Enter') this.#goThere();
    else if (step === undefined) return;
    else this.#select(Math.max(0, this.#selected) + (this.#selected < 0 ? 0 : step));
    event.preventDefault();
    event.stopPropagation();
  };

  #select(index: number): void {
    this.#selected = Math.max(0, Math.min(this.#rows.length - 1, index));
    const top = this.#selected * rowHeight;
    const { scrollTop, clientHeight } = this.#list;
    if (top < scrollTop) this.#list.scrollTop = top;
    else if (top + rowHeight > scrollTop + clientHeight)
      this.#list.scrollTop = top + rowHeight - clientHeight;
    this.#draw();
    const row = this.#rows[this.#selected];
    if (row !== undefined) void this.#showJson(row);
  }

  async #showJson(row: number): Promise<void> {
    this.#shownJson = row;
    const { blockRows, blocks } = this.#events;
    const block = Math.floor(row / blockRows);
    const events = block < blocks ? await unpack(`block-${block}`) : undefined;
    // Another row was selected meanwhile.
    if (this.#shownJson !== row) return;
    const json: unknown = Array.isArray(events) ? events[row % blockRows] : undefined;
    this.#json.textContent =
      typeof json === 'string'
        ? JSON.stringify(JSON.parse(json), undefined, 2).split('\n').map(escapeVisibly).join('\n')
        : 'This event is left out of the page. It is in events.jsonl.';
    this.#json.scrollTop = 0;
  }
}
