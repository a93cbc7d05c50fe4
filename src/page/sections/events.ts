import type { PackedEvents } from '../data/pack-events.js';
import { html, type Html } from '../html.js';

/** The place of the event table, which the page's script fills. */
export function eventSection({ events, leftOut }: PackedEvents): Html {
  const count = events.atMs.length;
  if (count === 0) return html``;
  return html`<section id="events" aria-labelledby="events-title">
    <h2 id="events-title">Events</h2>
    <p>${count} rows. ${leftOut.join(' ')}</p>
    <noscript
      ><p>
        The table of events needs JavaScript; <code>events.jsonl</code> in the recording has them
        all.
      </p></noscript
    >
    <div id="event-view" hidden>
      <div class="bar">
        <label
          >Filter
          <input
            id="filter"
            type="search"
            autocomplete="off"
            spellcheck="false"
            placeholder="words of type or summary, -without"
        /></label>
        <label
          >Show
          <select id="filter-kind">
            <option value="all">all</option>
            <option value="in">received</option>
            <option value="out">sent</option>
            <option value="local">local</option>
            <option value="problems">errors and warnings</option>
          </select></label
        >
        <output id="matches" for="filter filter-kind"></output>
      </div>
      <div class="events">
        <div id="rows" role="listbox" tabindex="0" aria-label="Events"></div>
        <pre id="json" tabindex="0" role="group" aria-label="Event as JSON">
Select an event to see its JSON.</pre>
      </div>
    </div>
  </section>`;
}
