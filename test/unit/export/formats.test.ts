import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import harSchemas from 'har-schema';
import { marked } from 'marked';
import { parseText } from 'media-captions';
import { WebVTTParser, type VttNode } from 'webvtt-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatTable, type TextFormat } from '../../../src/export/format-table.js';
import { openSource } from '../../../src/export/source.js';
import { textFormats } from '../../../src/export/text-formats.js';
import { parseTextScript } from '../../../src/script/text-script.js';
import { isJsonArray, isJsonObject, type JsonObject } from '../../../src/shared/json.js';
import { exportConversation } from '../../helpers/export-conversation.js';
import { writeKnown } from '../../helpers/known-recording.js';

const load = createRequire(import.meta.url);
const [question, stop] = ['Is 1 < 2 & <b>true</b> --> yes?', '- *Stop*, # please_now [a](b) `c`'];

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-export-'));
  await writeKnown(folder, exportConversation);
});

afterAll(() => rm(folder, { recursive: true }));

async function exported(format: TextFormat, redact = false): Promise<string> {
  const { source } = await openSource(folder, { program: '9.9.9', redact });
  let text = '';
  for await (const piece of textFormats[format](source)) text += piece;
  return text;
}

function textOf(node: VttNode): string {
  return node.type === 'text'
    ? String(node.value)
    : (node.children ?? []).map((child) => textOf(child)).join('');
}

function timesIn(node: VttNode): readonly number[] {
  if (node.type === 'timestamp') return [Number(node.value)];
  return (node.children ?? []).flatMap((child) => timesIn(child));
}

function objectsIn(text: string, key: string): readonly JsonObject[] {
  const value: unknown = JSON.parse(text);
  const list = isJsonObject(value) ? value[key] : undefined;
  if (!isJsonArray(list)) throw new Error(`no list ${key}`);
  return list.filter(isJsonObject);
}

describe('the WebVTT of a recording, read by the parser of the W3C', () => {
  it('has no errors, and every text with its speaker', async () => {
    const entities: unknown = load('webvtt-parser/html-entities.json');
    if (!isJsonObject(entities)) throw new Error('the parser has no entities');
    const names = Object.fromEntries(
      Object.entries(entities).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : '',
      ]),
    );
    const { cues, errors } = new WebVTTParser(names).parse(await exported('vtt'), 'captions');
    expect(errors).toEqual([]);
    const said = cues.map(({ tree, startTime, endTime }) => {
      const [voice] = tree.children ?? [];
      return { who: voice?.value, classes: voice?.classes, text: textOf(tree), startTime, endTime };
    });
    expect(said[0]).toMatchObject({ who: 'You', classes: ['estimated'], text: question });
    expect(said[0]?.startTime).toBeCloseTo(1, 1);
    expect(said[0]?.endTime).toBeCloseTo(2.5, 1);
    expect(said[1]).toMatchObject({ who: 'Assistant', classes: [], text: 'Yes, it is.' });
    // The service's own times: the reply starts at 3 s, its words 100, 900 and 1100 ms later.
    expect(said[1]).toMatchObject({ startTime: 3.1, endTime: 4.8 });
    expect(timesIn(cues[1]?.tree ?? { type: 'text' })).toEqual([3.9, 4.1]);
    // Of the interrupted reply only what was heard.
    expect(said[2]?.text).toMatch(/^A long story/);
    expect(said[2]?.text).not.toContain('more');
    expect(said.map(({ text }) => text)).toContain(stop);
  });
});

describe('the SRT of a recording, read by another parser', () => {
  it('has no errors, and the same captions as the WebVTT', async () => {
    const text = await exported('srt');
    const { cues, errors } = await parseText(text, { type: 'srt', strict: true, errors: true });
    expect(errors).toEqual([]);
    expect(cues.map(({ id }) => id)).toEqual(cues.map((_, index) => String(index + 1)));
    expect(cues[0]?.text).toBe(`You: ${question.replace('-->', '→')}`);
    expect(cues[1]).toMatchObject({ startTime: 3.1, endTime: 4.8, text: 'Assistant: Yes, it is.' });
    for (const { startTime, endTime } of cues) expect(endTime).toBeGreaterThan(startTime);
  });
});

describe('the Markdown of a recording, rendered by another program', () => {
  it('shows the texts as they are, and strikes what was not heard', async () => {
    const html = await marked.parse(await exported('md'));
    const text = html
      .replace(/<br>/g, '\n')
      .replace(/<[^>]+>/g, '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&');
    expect(text).toContain(`You (0:01): ${question}`);
    expect(text).toContain(`You (0:08): ${stop}`);
    expect(text).toContain('Assistant (0:06): A long\nstory');
    expect(html).toMatch(/<del>.*more&lt;\/i&gt;\.<\/del>/s);
    expect(html).not.toContain('<b>');
    expect(html).not.toContain('<em>Stop');
  });
});

describe('the JSON of a recording', () => {
  it('fits the published schema, in which no other fields are allowed', async () => {
    const path = new URL('../../../docs/export.schema.json', import.meta.url);
    const schema: unknown = JSON.parse(await readFile(path, 'utf8'), (key, value: unknown) =>
      isJsonObject(value) && 'properties' in value && key !== 'properties'
        ? { ...value, additionalProperties: false }
        : value,
    );
    if (!isJsonObject(schema)) throw new Error('not a schema');
    const ajv = new Ajv({ allErrors: true });
    const text = await exported('json');
    expect(ajv.validate(schema, JSON.parse(text)), ajv.errorsText()).toBe(true);
    const lines = objectsIn(text, 'transcript');
    expect(lines.map(({ kind }) => kind)).toEqual([
      ...['user', 'assistant', 'assistant', 'user', 'assistant', 'user'],
    ]);
    expect(lines[2]).toMatchObject({ interrupted: true, startMs: 6000 });
    expect(lines[2]?.['unheard']).toMatch(/more<\/i>\.$/);
  });
});

describe('the Audacity labels of a recording', () => {
  it('are lines of start, tab, end, tab and text, in seconds', async () => {
    const lines = (await exported('audacity')).trimEnd().split('\n');
    for (const line of lines) {
      expect(line).toMatch(/^\d+\.\d{6}\t\d+\.\d{6}\t[^\t]+$/);
      const [start, end] = line.split('\t').map(Number);
      expect(end).toBeGreaterThanOrEqual(start ?? Number.NaN);
    }
    expect(lines[0]).toMatch(new RegExp(`^(?:0\\.99|1\\.00)\\d+\t2\\.[45]\\d+\tYou: Is 1`));
    expect(lines).toContainEqual(expect.stringMatching(/\tInterruption \(speech\)$/));
  });
});

describe('the trace of a recording', () => {
  it('keeps the rules of the Trace Event Format', async () => {
    const events = objectsIn(await exported('trace'), 'traceEvents');
    const threads = new Map<unknown, JsonObject[]>();
    for (const event of events) {
      expect(event).toMatchObject({ pid: 1 });
      expect(typeof event['name']).toBe('string');
      expect(Number.isInteger(event['tid'])).toBe(true);
      expect(['M', 'X', 'i']).toContain(event['ph']);
      if (event['ph'] === 'M') continue;
      expect(Number.isSafeInteger(event['ts'])).toBe(true);
      expect(event['ts']).toBeGreaterThanOrEqual(0);
      if (event['ph'] === 'i') expect(event['s']).toBe('t');
      else threads.set(event['tid'], [...(threads.get(event['tid']) ?? []), event]);
    }
    // Slices of a thread lie inside each other or apart.
    for (const slices of threads.values()) {
      const open: number[] = [];
      for (const { ts, dur } of slices) {
        const [start, end] = [Number(ts), Number(ts) + Number(dur)];
        while ((open.at(-1) ?? Infinity) <= start) open.pop();
        expect(end).toBeLessThanOrEqual(open.at(-1) ?? Infinity);
        open.push(end);
      }
    }
    const names = events
      .filter(({ name }) => name === 'thread_name')
      .map(({ args }) => isJsonObject(args) && args['name']);
    expect(names).toEqual(['user', 'assistant', 'tools', 'service', 'errors']);
    expect(events).toContainEqual(
      expect.objectContaining({ ph: 'X', name: 'Yes, it is.', ts: 3_000_000, dur: 2_000_000 }),
    );
  });
});

describe('the HAR of a recording', () => {
  it('fits the schemas of HAR 1.2, and holds the messages as Chrome saves them', async () => {
    const text = await exported('har');
    const ajv = new Ajv();
    const draft6: unknown = load('ajv/lib/refs/json-schema-draft-06.json');
    ajv.addMetaSchema(isJsonObject(draft6) ? draft6 : {});
    ajv.addSchema(Object.values(harSchemas));
    const validate = ajv.getSchema('har.json#');
    expect(validate?.(JSON.parse(text))).toBe(true);
    const har: unknown = JSON.parse(text);
    const log = isJsonObject(har) ? har['log'] : undefined;
    const entries = objectsIn(JSON.stringify(log), 'entries');
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      startedDateTime: '2026-11-20T18:45:01.233Z',
      response: { status: 101 },
      _resourceType: 'websocket',
    });
    const messages = objectsIn(JSON.stringify(entries[0]), '_webSocketMessages');
    const startedAt = Date.parse('2026-11-20T18:45:01.234Z') / 1000;
    for (const { type, time, opcode, data } of messages) {
      expect(['send', 'receive']).toContain(type);
      expect(opcode).toBe(1);
      expect(Math.abs(Number(time) - startedAt)).toBeLessThan(25);
      const event: unknown = JSON.parse(typeof data === 'string' ? data : '');
      expect(isJsonObject(event) && typeof event['type']).toBe('string');
    }
    expect(messages.filter(({ type }) => type === 'send')).toHaveLength(20 * 50);
  });
});

describe('the script of a recording', () => {
  it('is one that run takes, with spoken turns as typed ones', async () => {
    const { lines, problems } = parseTextScript(await exported('script'));
    expect(problems).toEqual([]);
    expect(lines.map(({ intent }) => intent)).toEqual([
      { type: 'say', text: question },
      { type: 'say', text: stop },
      { type: 'say', text: 'mhm' },
    ]);
  });
});

describe('every text format', () => {
  it.each(Object.keys(textFormats))('has nothing that a terminal obeys: %s', async (name) => {
    const format = formatTable.find((row) => row.name === name);
    if (format?.result !== 'text') throw new Error(`no text format ${name}`);
    expect(await exported(format.name)).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
  });
});

describe('a redacted export', () => {
  it.each(['vtt', 'srt', 'md', 'json', 'audacity', 'trace', 'har', 'script'] as const)(
    'has no word of the conversation: %s',
    async (format) => {
      const [whole, redacted] = [await exported(format), await exported(format, true)];
      expect(whole.includes('Stop')).toBe(true);
      const words = ['Stop*', 'please', 'fox', 'story', 'Sorry', 'instead', 'Yes,'];
      expect(words.filter((word) => redacted.includes(word))).toEqual([]);
      expect(redacted.includes(folder)).toBe(false);
    },
  );

  it('has the figures of the whole one', async () => {
    const figuresOf = async (redact: boolean): Promise<unknown> => {
      const document: unknown = JSON.parse(await exported('json', redact));
      const recording = isJsonObject(document) ? document['recording'] : undefined;
      return isJsonObject(recording) ? recording['figures'] : undefined;
    };
    const whole = await figuresOf(false);
    expect(whole).toMatchObject({ falseStops: 0, interruptions: 1 });
    expect(await figuresOf(true)).toEqual(whole);
  });
});
