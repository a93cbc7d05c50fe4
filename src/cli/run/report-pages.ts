import { stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { inspectRecording } from '../../analysis/inspect-recording.js';
import { EventCollector } from '../../page/data/collect-events.js';
import { html, type Html } from '../../page/html.js';
import { encoderFor } from '../../page/audio/encoders.js';
import { makePage } from '../../page/make-page.js';
import { checkLines, failureLines, type LineAt } from '../../script/check/failure-text.js';
import type { RepeatsResult, ScriptResult } from '../../script/model/result.js';
import { runLabel, summaryLines } from '../../script/run/result-text.js';
import type { RunResults } from '../../script/run/run-results.js';
import { isFlaky, isMet, summarise } from '../../script/run/summary.js';
import { messageOf, VoiceliveError } from '../../shared/errors.js';
import { writeDiagnostic } from '../terminal/report.js';

/**
 * Writes the page of every recording into the report's folder.
 * @returns the index of the pages, HTML
 */
export async function writeReportPages(
  folder: string,
  run: RunResults,
  lineAt: LineAt,
): Promise<string> {
  const { results, repeats } = run;
  const rows: Html[] = [];
  for (const result of results) rows.push(row(result, await pageOf(folder, result), lineAt));
  for (const each of repeats) rows.push(percentilesRow(each, lineAt));
  const elapsedMs = results.reduce((sum, each) => sum + each.elapsedMs, 0);
  const summary = summaryLines(summarise(run), elapsedMs);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>voicelive run</title>
        <style>
          :root {
            color-scheme: light dark;
            font:
              15px/1.5 system-ui,
              sans-serif;
          }
          body {
            max-width: 70rem;
            margin: 2rem auto;
            padding: 0 1rem;
          }
          table {
            width: 100%;
            border-collapse: collapse;
          }
          th,
          td {
            padding: 0.4rem 0.6rem;
            text-align: left;
            vertical-align: top;
            border-bottom: 1px solid #8884;
          }
          td.time {
            text-align: right;
            white-space: nowrap;
          }
          .failed,
          .error {
            color: light-dark(#a40e26, #ff8080);
            font-weight: 600;
          }
          .flaky,
          .interrupted {
            color: light-dark(#7a5200, #e5b567);
          }
          pre {
            margin: 0.3rem 0 0;
            white-space: pre-wrap;
            overflow-wrap: anywhere;
          }
        </style>
      </head>
      <body>
        <main>
          <h1>voicelive run</h1>
          ${summary.map((line) => html`<p>${line}</p> `)}
          <table>
            <thead>
              <tr>
                <th scope="col">Result</th>
                <th scope="col">Script</th>
                <th scope="col">Time</th>
                <th scope="col">Recording</th>
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>
          </table>
        </main>
      </body>
    </html> `;
  return page.text;
}

function row(result: ScriptResult, page: string | undefined, lineAt: LineAt): Html {
  const word = isFlaky(result) ? 'flaky' : result.verdict;
  const reasons = result.verdict === 'passed' ? [] : failureLines(result, lineAt);
  const link = page === undefined ? undefined : html`<a href="${page}">open</a>`;
  return html`<tr>
    <td class="${word}">${word}</td>
    <td>${runLabel(result)}${preformatted(reasons)}</td>
    <td class="time">${(result.elapsedMs / 1000).toFixed(1)} s</td>
    <td>${link}</td>
  </tr> `;
}

function percentilesRow(repeats: RepeatsResult, lineAt: LineAt): Html {
  const word = isMet(repeats) ? 'passed' : 'failed';
  const lines = repeats.percentiles.flatMap((check) =>
    check.passed ? [`${check.name}: ${check.actual}`] : checkLines(check, lineAt),
  );
  return html`<tr>
    <td class="${word}">${word}</td>
    <td>${repeats.file}, percentiles${preformatted(lines)}</td>
    <td></td>
    <td></td>
  </tr> `;
}

function preformatted(lines: readonly string[]): Html | undefined {
  return lines.length === 0 ? undefined : html`<pre>${lines.join('\n')}</pre>`;
}

/** Link to the page of a recording; undefined without one. */
async function pageOf(folder: string, { recording }: ScriptResult): Promise<string | undefined> {
  if (recording === undefined) return undefined;
  const file = join(folder, `${basename(recording)}.html`);
  try {
    await stat(recording);
    const collector = new EventCollector();
    const inspection = await inspectRecording(recording, recording, { follower: collector });
    const encoder = await encoderFor({ kind: 'auto' }, process.env['PATH'] ?? '');
    await makePage(file, inspection, collector, { kind: 'auto' }, encoder);
  } catch (thrown) {
    const reason = thrown instanceof VoiceliveError ? thrown.message : messageOf(thrown);
    writeDiagnostic(`No page of ${recording}: ${reason}`);
    return undefined;
  }
  return relative(folder, file).split(sep).map(encodeURIComponent).join('/');
}
