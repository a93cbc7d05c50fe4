import { describe, expect, it } from 'vitest';
import { noTokens } from '../../../../src/session/initial-state.js';
import type { SessionState } from '../../../../src/session/state.js';
import { renderTranscript } from '../../../../src/tui/plain/exit-transcript.js';
import { createPlainPrinter } from '../../../../src/tui/plain/plain-printer.js';
import {
  assistantEntry,
  fakeView,
  noticeEntry,
  sessionState,
  toolEntry,
  userEntry,
} from '../../../helpers/state.js';

function printed(states: readonly SessionState[]) {
  const out: string[] = [];
  const replies: string[] = [];
  const [first = sessionState(), ...rest] = states;
  const view = fakeView(first);
  const printer = createPlainPrinter(view, {
    out: (line) => out.push(line),
    replies: (line) => replies.push(line),
  });
  for (const state of rest) view.set(state);
  return { out, replies, printer, view };
}

const cut = { heardMs: 100, receivedMs: 900, deleted: false };

describe('plain mode', () => {
  it('prints a reply once, when it is complete, and everything else beside it', () => {
    const growing = assistantEntry({ text: 'It is', final: false });
    const confirmed = { ...cut, confirmedMs: 90 };
    const { out, replies, printer } = printed([
      sessionState({ transcript: [userEntry()] }),
      sessionState({ transcript: [userEntry(), toolEntry({ phase: 'running' }), growing] }),
      sessionState({ transcript: [userEntry(), toolEntry(), assistantEntry()] }),
      sessionState({ transcript: [userEntry(), toolEntry(), assistantEntry({ cut })] }),
      sessionState({ transcript: [userEntry(), toolEntry(), assistantEntry({ cut: confirmed })] }),
    ]);
    printer.close();
    expect(replies).toEqual(['It is four degrees and raining in Oslo.']);
    expect(out).toEqual([
      'voicelive  emulator · gpt-realtime · alloy · hands-free',
      "you     what's the weather in Oslo?",
      'tool    get_weather {"city":"Oslo"} (running)',
      'tool    get_weather {"city":"Oslo"} (ok, 212 ms)',
      '        … [not heard: four degrees and raining in Oslo.]',
      '        (heard 0.1 of 0.9 s, truncated at 90 ms)',
    ]);
  });

  it('marks the words that were not heard in a reply that is cut before it is complete', () => {
    const { out, replies, printer } = printed([
      sessionState({ transcript: [assistantEntry({ final: false })] }),
      sessionState({ transcript: [assistantEntry({ cut })] }),
    ]);
    printer.close();
    expect(replies).toEqual(['It is … [not heard: four degrees and raining in Oslo.]']);
    expect(out.filter((line) => line.includes('not heard'))).toEqual([]);
  });

  it('marks where a reply was cancelled', () => {
    const { replies } = printed([
      sessionState({ transcript: [assistantEntry({ text: 'It is', cancelled: true })] }),
    ]);
    expect(replies).toEqual(['It is … [cancelled]']);
  });

  it('tells a proof that the service never confirms at the end', () => {
    const { out, printer } = printed([
      sessionState(),
      sessionState({ transcript: [assistantEntry({ cut })] }),
    ]);
    expect(out.join()).not.toContain('heard');
    printer.close();
    expect(out.at(-1)).toBe('        (heard 0.1 of 0.9 s)');
  });

  it('prints notices and errors by name', () => {
    const { out } = printed([
      sessionState({
        connection: { phase: 'connecting', attempt: 1 },
        transcript: [
          noticeEntry({ text: 'Audio is back.' }),
          noticeEntry({ key: 'n2', level: 'error', text: 'No.' }),
        ],
      }),
    ]);
    expect(out).toEqual(['note    Audio is back.', 'error   No.']);
  });

  it('says that the connection is made again, each try once, in the words of the screen', () => {
    const outage = { failures: 1, sinceMs: 0, reason: 'lost', unanswered: false };
    const again = { ...outage, failures: 2 };
    const { out, printer } = printed([
      sessionState({ connection: { phase: 'reconnecting', attempt: 1, outage } }),
      sessionState({ connection: { phase: 'connecting', attempt: 2, outage } }),
      sessionState({ connection: { phase: 'reconnecting', attempt: 2, outage: again } }),
    ]);
    printer.close();
    expect(out).toEqual([
      'state   reconnecting, attempt 1 of 5',
      'state   reconnecting, attempt 2 of 5',
    ]);
  });

  it('marks a reply that was deleted, and takes one that was not complete for no result', () => {
    const half = assistantEntry({ key: 'half', text: 'Half of', final: false });
    const { out, replies } = printed([
      sessionState({ transcript: [assistantEntry(), half] }),
      sessionState({
        transcript: [assistantEntry({ deleted: true }), { ...half, final: true, deleted: true }],
      }),
    ]);
    expect(replies).toEqual(['It is four degrees and raining in Oslo.']);
    expect(out.slice(-3)).toEqual([
      '        (deleted from the conversation)',
      'bot     Half of',
      '        (deleted from the conversation)',
    ]);
  });

  it('takes a reply that was broken off and is asked for again for no result', () => {
    const { out, replies, printer } = printed([
      sessionState({ transcript: [assistantEntry({ text: 'Half of', final: false })] }),
      sessionState({ transcript: [assistantEntry({ text: 'Half of', lost: true })] }),
    ]);
    printer.close();
    expect(replies).toEqual([]);
    expect(out.slice(-2)).toEqual([
      'bot     Half of',
      '        (interrupted: the connection was lost; the reply is requested again)',
    ]);
  });

  it('prints what is unfinished when it closes, once', () => {
    const { replies, out, printer } = printed([
      sessionState({ transcript: [assistantEntry({ text: 'Half of', final: false })] }),
    ]);
    printer.close();
    printer.close();
    expect(replies).toEqual(['Half of']);
    expect(out.at(-1)).toContain('before this reply was complete');
  });

  it('says nothing more after it closed', () => {
    const { replies, printer, view } = printed([sessionState()]);
    printer.close();
    view.set(sessionState({ transcript: [assistantEntry()] }));
    expect(replies).toEqual([]);
  });

  it('lets no escape sequence through', () => {
    const { replies } = printed([
      sessionState({ transcript: [assistantEntry({ text: 'a\x1b]52;c;x\x07b\nc' })] }),
    ]);
    expect(replies).toEqual(['ab', 'c']);
  });
});

describe('the transcript at exit', () => {
  it('marks what was not heard, where a reply was cancelled and what was not answered', () => {
    const text = renderTranscript(
      sessionState({
        transcript: [
          assistantEntry({ cut }),
          assistantEntry({ key: 'item_2', text: 'It is', cancelled: true }),
          toolEntry({ phase: 'expired', output: 'the session ended' }),
        ],
      }),
    );
    expect(text).toContain('bot     It is … [not heard: four degrees and raining in Oslo.]\n');
    expect(text).toContain('bot     It is … [cancelled]\n');
    expect(text).toContain('(not answered) → the session ended\n');
  });

  it('has who said what, the proof of a cut, and totals', () => {
    const text = renderTranscript(
      sessionState({
        transcriptDropped: 2,
        transcript: [userEntry(), assistantEntry({ text: 'One\x1b[2J\nTwo', cut })],
        usage: {
          responses: 1,
          total: { ...noTokens, inputText: 400, inputAudio: 12, outputAudio: 980 },
          costUsd: 0.0312,
          priced: true,
        },
      }),
    );
    expect(text).toBe(
      [
        'voicelive  emulator · gpt-realtime · alloy · hands-free',
        '(2 earlier lines are no longer kept)',
        "   0:03  you     what's the weather in Oslo?",
        '   0:05  bot     One',
        '                 Two',
        '                 (heard 0.1 of 0.9 s)',
        'tokens  412 in (400 text, 12 audio), 980 out (980 audio) in 1 response, ~$0.031 (prices of 2026-02)',
        '',
      ].join('\n'),
    );
  });
});
