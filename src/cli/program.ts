import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { exitCodeTable } from '../config/options/exit-code-table.js';
import { optionTable } from '../config/options/option-table.js';
import { resolveOptions } from '../config/options/resolve-options.js';
import { defaultText, type OptionRow, type Subcommand } from '../config/options/row.js';
import { exitCodes } from '../shared/errors.js';
import type { DoctorOptions } from './commands/doctor.js';
import type { InspectOptions } from './commands/inspect.js';
import type { ServeOptions } from './commands/serve.js';
import { stderr, stdout } from './terminal/standard-streams.js';
import { programVersion } from './version.js';

/**
 * Reads the command line and runs the subcommand, whose code is loaded only then. Returns the exit code.
 */
export async function runProgram(argv: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.ok;
  const program = new Command('voicelive')
    .description('Talk to Azure AI Voice Live, or to its built-in emulator, from a terminal.')
    .version(programVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        stdout.write(text);
      },
      writeErr: (text) => {
        stderr.write(text.replace(/^error: /, 'voicelive: '));
      },
    })
    .addHelpText('after', () => helpEnd());

  addOptions(program.command('talk'), 'talk')
    .description('have a live conversation: hands-free, push-to-talk or typed')
    .action(async (_options: unknown, command: Command) => {
      const { talk } = await import('./commands/talk.js');
      exitCode = await talk(resolveOptions({ flags: givenFlags(command), env: process.env }));
    });
  addOptions(
    program
      .command('run')
      .argument('<script>', 'text file with one user message or /command per line; - for stdin'),
    'run',
  )
    .description('run a scripted conversation in text, without sound')
    .action(async (script: string, _options: unknown, command: Command) => {
      const { run } = await import('./commands/run.js');
      const flags = { ...givenFlags(command), text: true };
      exitCode = await run(script, resolveOptions({ flags, env: process.env }));
    });
  program
    .command('inspect')
    .argument('<recording...>', 'folders that --record made')
    .description('report on recordings: turns, latency, interruptions, tokens, cost, sound')
    .option('--json', 'print the reports as one JSON line (docs/inspect.md has its schema)')
    .option('--html <file>', 'write a page to read and hear one recording in a browser')
    .option(
      '--audio <kind>',
      'audio in the page: none, wav, opus or opus-N for N kbit/s (default: opus up to 10 minutes)',
    )
    .option('--baseline <recording>', 'compare with this recording')
    .option(
      '--fail-if <condition>',
      "exit with code 5 if it is true, such as 'latency.p90 > 800 ms' or '> +10%'; repeatable",
      (value: string, before: readonly string[] | undefined) => [...(before ?? []), value],
    )
    .action(async (recordings: readonly string[], options: InspectOptions) => {
      const { inspect } = await import('./commands/inspect.js');
      exitCode = await inspect(recordings, options);
    });
  program
    .command('serve')
    .description('run the emulator alone, for any Voice Live client')
    .option('--port <number>', 'port on 127.0.0.1; 0 picks a free one', portNumber, 0)
    .option('--scenario <file>', 'YAML scenario: what the emulator knows and says')
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
    .description('list the sound devices for --mic and --speaker')
    .option('--json', 'print them as JSON')
    .action(async (options: { json?: true }) => {
      const { devices } = await import('./commands/devices.js');
      exitCode = await devices(options.json === true);
    });
  program
    .command('doctor')
    .description('check this machine, the devices and the endpoint; suggest a fix for each problem')
    .option('--loopback', 'measure and save the speaker-to-microphone delay')
    .option('--mic <device>', 'microphone to measure')
    .option('--speaker <device>', 'speaker to measure')
    .option('--json', 'print the findings as JSON')
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('./commands/doctor.js');
      exitCode = await doctor(options);
    });

  try {
    await program.parseAsync([...argv]);
  } catch (thrown) {
    if (thrown instanceof CommanderError)
      return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    throw thrown;
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
  return command.addHelpText('after', () => helpEnd());
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

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(text);
}

function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}

function helpEnd(): string {
  const codes = exitCodeTable.map(({ code, meaning }) => `  ${String(code).padEnd(4)} ${meaning}`);
  return [
    '',
    'Exit codes:',
    ...codes,
    '',
    'Examples:',
    '  voicelive talk                              talk to the built-in emulator',
    '  voicelive talk --ptt --record               push-to-talk, recorded',
    '  AZURE_VOICELIVE_API_KEY=… voicelive talk --endpoint https://NAME.services.ai.azure.com',
    "  printf 'hello\\n' | voicelive talk           one typed turn, the reply on stdout",
    '',
  ].join('\n');
}
