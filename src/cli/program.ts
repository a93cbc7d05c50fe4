import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { exitCodeTable } from '../config/options/exit-code-table.js';
import { optionTable } from '../config/options/option-table.js';
import { resolveOptions } from '../config/options/resolve-options.js';
import { defaultText, type OptionRow, type Subcommand } from '../config/options/row.js';
import { formatTable } from '../export/format-table.js';
import { parseSpeed, parseStartPoint, type StartPoint } from '../replay/start-point.js';
import { exitCodes, VoiceliveError } from '../shared/errors.js';
import { nearest } from '../shared/suggest.js';
import type { DevicesOptions } from './commands/devices.js';
import type { DoctorOptions } from './commands/doctor.js';
import type { ExportOptions } from './commands/export.js';
import type { ReplayOptions } from './replay/replay-options.js';
import type { InspectOptions } from './commands/inspect.js';
import type { RunOptions } from './commands/run.js';
import type { ServeOptions } from './commands/serve.js';
import { examplesOf } from './examples.js';
import { knownSecrets } from './terminal/report-cleanly.js';
import { stderr, stdout } from './terminal/standard-streams.js';
import { programVersion } from './version.js';

/**
 * Reads the command line and runs the subcommand, whose code is loaded only then. Returns the exit code.
 */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.ok;
  let complaint = '';
  const program = new Command('voicelive')
    .description('Talk to Azure AI Voice Live, or to its built-in emulator, from a terminal.')
    .version(programVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        stdout.write(text);
      },
      writeErr: (text) => {
        complaint += text;
      },
      outputError: (text, write) => {
        write(usageError(text));
      },
    })
    .helpCommand(false)
    .addHelpText('after', () => helpEnd('voicelive'));

  addOptions(program.command('talk'), 'talk')
    .description('have a live conversation: hands-free, push-to-talk or typed')
    .action(async (_options: unknown, command: Command) => {
      const { talk } = await import('./commands/talk.js');
      exitCode = await talk(resolveOptions({ flags: givenFlags(command), env: process.env }));
    });
  addOptions(
    program
      .command('run')
      .argument('[script]', 'text file with one user message or /command per line; - for stdin')
      .option('--from <recording>', 'send what the user of this recording said and typed')
      .option(
        '--matrix <settings...>',
        'with --from: run every combination, such as turn-detection=server_vad,azure_semantic_vad silence=300,500',
      ),
    'run',
  )
    .description('run a scripted conversation in text, or the user of a recording again')
    .action(async (script: string | undefined, options: RunOptions, command: Command) => {
      const { run } = await import('./commands/run.js');
      exitCode = await run(script, options, givenFlags(command));
    });
  program
    .command('replay')
    .argument('[recording]', 'folder or zip file of a recording, or its events.jsonl')
    .description('replay a recorded session on the full screen, or print its transcript')
    .option('--speed <factor>', '0.25 to 16, or max; sound is heard at 1 only', speed, 1)
    .option(
      '--from <where>',
      'start at a time (1:23), a turn (turn:4) or the first error',
      startPoint,
    )
    .option('--no-audio', 'do not play the sound')
    .option('--speaker <device>', 'index or part of the name of a device, FILE.wav, or none')
    .option('--plain', 'print the transcript, also in a terminal')
    .addOption(new Option('--no-color', 'do not use colours').env('NO_COLOR'))
    .addOption(
      new Option('--theme <name>', 'colours of the screen')
        .choices(['auto', 'dark', 'light', 'none'])
        .env('VOICELIVE_THEME')
        .default('auto'),
    )
    .addOption(
      new Option('--no-mouse', 'leave the mouse to the terminal').env('VOICELIVE_NO_MOUSE'),
    )
    .option('--sample', 'replay the recording that comes with the program')
    .action(async (recording: string | undefined, options: ReplayOptions) => {
      const { replay } = await import('./commands/replay.js');
      exitCode = await replay(recording, options);
    });
  program
    .command('repair')
    .argument('<recordings...>', 'folders of recordings, or zip files of them')
    .description('mend recordings of programs that were killed, or of disks that failed')
    .option('--dry-run', 'only say what would be mended')
    .action(async (recordings: readonly string[], options: { dryRun?: boolean }) => {
      const { repair } = await import('./commands/repair.js');
      exitCode = await repair(recordings, options);
    });
  program
    .command('inspect')
    .argument('<recording...>', 'folders that --record made, or zip files of them')
    .description('report on recordings: turns, latency, interruptions, tokens, cost, sound')
    .option('--json', 'print the reports as one JSON line (docs/inspect.md has its schema)')
    .option('--html <file>', 'write a page to read and hear one recording in a browser')
    .option(
      '--audio <kind>',
      'audio in the page: none, wav, opus or opus-N for N kbit/s (default: opus up to 10 minutes)',
    )
    .option('--redact', 'without words: only when things happened and how long they took')
    .option('--baseline <recording>', 'compare with this recording')
    .option(
      '--fail-if <condition>',
      "exit with code 5 if it is true, such as 'latency.p90 > 800 ms' or 'errors > 0'; repeatable",
      (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
    )
    .action(async (recordings: readonly string[], options: InspectOptions) => {
      const { inspect } = await import('./commands/inspect.js');
      exitCode = await inspect(recordings, options);
    });
  program
    .command('export')
    .argument('<recording>', 'folder that --record made')
    .description('write a recording in the form of another program')
    .addOption(
      new Option('--format <name>', 'form of the result, see below')
        .choices(formatTable.map(({ name }) => name))
        .makeOptionMandatory(),
    )
    .option('--output <file>', 'file, or folder of several; - is stdout, the default for one text')
    .option('--redact', 'without words and sound: only when things happened and how long they took')
    .option('--force', 'replace files that exist')
    .addHelpText('after', () => formatHelp())
    .action(async (recording: string, options: ExportOptions) => {
      const { exportRecording } = await import('./commands/export.js');
      exitCode = await exportRecording(recording, options);
    });
  program
    .command('serve')
    .description('run the emulator alone, for any Voice Live client')
    .option('--port <number>', 'port on 127.0.0.1; 0 picks a free one', portNumber, 0)
    .option('--scenario <file>', 'use this YAML scenario in the emulator')
    .addOption(
      new Option('--latency <kind>', 'response times as recorded from the service, or none')
        .choices(['recorded', 'none'])
        .default('recorded'),
    )
    .option('--seed <number>', 'make ids and timing repeatable', wholeNumber)
    .option('--json', 'print the URL and the token as one JSON line')
    .action(async (options: ServeOptions) => {
      const { serve } = await import('./commands/serve.js');
      exitCode = await serve(options);
    });
  program
    .command('devices')
    .description('list the microphones and speakers that --mic and --speaker can name')
    .option('--all', 'include ALSA plug-ins, which are no devices of their own')
    .addOption(
      new Option('--audio-backend <kind>', 'list what this backend can open')
        .choices(['auto', 'portaudio', 'exec'])
        .default('auto'),
    )
    .option('--json', 'print the devices as JSON')
    .action(async (options: DevicesOptions) => {
      const { devices } = await import('./commands/devices.js');
      exitCode = await devices(options);
    });
  addOptions(program.command('doctor'), 'doctor')
    .description('check this machine, its audio devices and the connection; suggest fixes')
    .option('--loopback', 'measure and save the speaker-to-microphone delay')
    .option('--json', 'print the findings as JSON')
    .action(async (options: DoctorOptions, command: Command) => {
      const { doctor } = await import('./commands/doctor.js');
      const resolved = resolveOptions({ flags: givenFlags(command), env: process.env });
      exitCode = await doctor(resolved, options);
    });
  program
    .command('help')
    .argument('[command]', 'command to explain')
    .description('show help for the program or a command')
    .action((name: string | undefined) => {
      commandNamed(program, name).outputHelp();
    });
  for (const command of program.commands)
    command.addHelpText('after', () => helpEnd(command.name()));

  try {
    await program.parseAsync([...argv]);
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    if (complaint !== '') stderr.write((await knownSecrets()).hide(complaint));
    return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  return exitCode;
}

function addOptions(command: Command, name: Subcommand): Command {
  for (const row of optionTable.filter((each) => each.commands.includes(name))) {
    const option = new Option(row.flag, describe(row)).helpGroup(
      `${row.group.charAt(0).toUpperCase()}${row.group.slice(1)}:`,
    );
    if (row.value.repeats)
      option.argParser((value: string, before: unknown) => [...asList(before), value]);
    command.addOption(option);
  }
  return command;
}

/** @throws VoiceliveError exit code 2 for a command that does not exist */
function commandNamed(program: Command, name: string | undefined): Command {
  const found = program.commands.find((command) => command.name() === name);
  if (name === undefined || found !== undefined) return found ?? program;
  const names = program.commands.map((command) => command.name());
  const meant = nearest(name, names);
  throw new VoiceliveError(`Unknown command ${name}.`, {
    code: 'command-unknown',
    hint: meant === undefined ? `Commands: ${names.join(', ')}.` : `Did you mean ${meant}?`,
    exitCode: exitCodes.usage,
  });
}

/** What the parser says, in the form of all errors: the problem as a sentence, then the fix. */
function usageError(text: string): string {
  const [, problem = '', fix] = /^error: (.*?)\n?(?:\((.*)\)\n)?$/s.exec(text) ?? [];
  if (problem === '') return text;
  const sentence = `${problem.charAt(0).toUpperCase()}${problem.slice(1)}`.replace(
    /(?<![.?])$/,
    '.',
  );
  return `voicelive: ${sentence}\n${fix === undefined ? '' : `  ${fix}\n`}`;
}

function asList(before: unknown): readonly unknown[] {
  return Array.isArray(before) ? before : [];
}

function describe(row: OptionRow): string {
  const { choices } = row.value;
  const fallback = defaultText(row);
  const extras = [
    ...(choices === undefined ? [] : [`one of ${choices.join(', ')}`]),
    ...(row.env === undefined ? [] : [`env: ${row.env}`]),
    ...(fallback === '' ? [] : [`default: ${fallback}`]),
  ];
  return extras.length === 0 ? row.help : `${row.help} (${extras.join('; ')})`;
}

/** The options on the command line, without the parser's own defaults. */
function givenFlags(command: Command): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = command.opts();
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => command.getOptionValueSource(name) === 'cli'),
  );
}

function formatHelp(): string {
  const lines = formatTable.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`);
  return ['', 'Formats:', ...lines].join('\n');
}

function speed(text: string): number {
  const factor = parseSpeed(text);
  if (factor === undefined)
    throw new InvalidArgumentError('Expected a number from 0.25 to 16, or max.');
  return factor;
}

function startPoint(text: string): StartPoint {
  const point = parseStartPoint(text);
  if (point === undefined)
    throw new InvalidArgumentError('Expected a time such as 1:23, turn:4 or error.');
  return point;
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}

function helpEnd(command: string): string {
  const codes = exitCodeTable.map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`);
  const examples = examplesOf(command).map(({ line, about }) => `  ${line}\n      ${about}`);
  return ['', 'Exit codes:', ...codes, '', 'Examples:', ...examples, ''].join('\n');
}
