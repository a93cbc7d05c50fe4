import type { Mutation } from './mutation.js';

const serverEvents = {
  family: 'serverEvents',
  tests: ['session/every-server-event.test.ts'],
} as const;
const clientEvents = {
  family: 'clientEvents',
  tests: ['session/every-client-event.test.ts'],
} as const;
const sessionOptions = {
  family: 'sessionOptions',
  tests: ['wire/every-session-option.test.ts'],
} as const;
const responseOptions = {
  family: 'responseOptions',
  tests: ['session/every-response-option.test.ts'],
} as const;
const optionWays = {
  family: 'optionWays',
  tests: ['unit/config/options/option-ways.test.ts'],
} as const;

const serialised = {
  file: 'controller/server-link.ts',
  text: 'const text = JSON.stringify(whole);',
} as const;
const leftOut = { ...serialised, by: 'const text = JSON.stringify(mutant.sent(whole));' } as const;

/** How each row of docs/protocol.md is broken. */
export const mutations: readonly Mutation[] = [
  {
    ...serverEvents,
    name: 'the event means nothing to the session',
    file: 'session/server-events.ts',
    text: 'return meaningOf(noteAnswer(',
    by: 'return mutant.hits(event.type) ? noEffects(state) : meaningOf(noteAnswer(',
    // These are for the log alone.
    except: /: event log|and its line in the event log/,
  },
  {
    ...serverEvents,
    name: 'the line of the event in the log is empty',
    file: 'log/event-log.ts',
    text: 'summary: entry.summary,',
    by: "summary: mutant.hits(type) ? '' : entry.summary,",
    titles: /: event log|and its line in the event log/,
  },
  {
    ...clientEvents,
    name: 'the event is not sent',
    ...serialised,
    by: `if (mutant.hits(event.type)) return; ${serialised.text}`,
    except: /: the microphone/,
  },
  {
    ...clientEvents,
    name: 'the microphone sends nothing',
    file: 'controller/microphone.ts',
    text: 'if (!transport.send(text)) return;',
    by: "if (mutant.hits('input_audio_buffer.append') || !transport.send(text)) return;",
    titles: /: the microphone/,
  },
  {
    ...sessionOptions,
    name: 'the option of a session file is not read',
    file: 'session/session-file.ts',
    text: 'session,\n    ...(misfits.size > 0 &&',
    by: 'session: mutant.without(session),\n    ...(misfits.size > 0 &&',
    // The default all the same.
    except: /^(input|output)_audio_format = "pcm16"/,
  },
  {
    ...sessionOptions,
    name: 'the option is left out when it is sent',
    ...leftOut,
    // In the URL of the connection.
    except: /^model = /,
  },
  {
    ...sessionOptions,
    name: 'the emulator does not report the option',
    file: 'kernel/session-config.ts',
    text: 'return merged;',
    by: 'return mutant.without(merged);',
    // Reported by session.created.
    except: /^model = /,
  },
  {
    ...sessionOptions,
    name: 'the option is not compared with what is applied',
    file: 'connection/session-differences.ts',
    text: "compare(toJson(asked), applied, '', found);",
    by: "compare(mutant.without(toJson(asked)), applied, '', found);",
    // Secrets are not shown; the model is in the header.
    except:
      /^(model|avatar\.ice_servers\[\]\.credential|tools\[\]\(mcp\)\.(authorization|headers)) = /,
  },
  { ...responseOptions, name: 'the option is left out when it is sent', ...leftOut },
  {
    ...optionWays,
    name: 'the flag sets nothing',
    file: 'session/session-plan.ts',
    text: '...(await row.toSession?.(value, draftFor(row.name)))',
    by: '...mutant.without((await row.toSession?.(value, draftFor(row.name))) ?? {})',
    titles: / by `--/,
    except: / by `--(tools|model)`/,
  },
  {
    ...optionWays,
    name: 'the tools of a file are not declared',
    file: 'session/session-plan.ts',
    text: 'return tools.length === 0 ? {} : { tools };',
    by: 'return mutant.without({ tools });',
    titles: / by `--tools`/,
  },
  {
    ...optionWays,
    name: 'the flag does not choose the model',
    file: 'session/session-plan.ts',
    text: 'return { plan: { model, mode,',
    by: "return { plan: { model: 'other', mode,",
    titles: / by `--model`/,
  },
  {
    ...optionWays,
    name: 'the command leaves the option out',
    ...leftOut,
    titles: / by `\//,
    except: / by `\/model`/,
  },
  {
    ...optionWays,
    name: 'the command does not change the model',
    file: 'connection/renew.ts',
    text: "const told = addNotice(withModel(state, model), 'info', text);",
    by: "const told = addNotice(state, 'info', text);",
    titles: / by `\/model`/,
  },
];
