/** A command line and what it does: imperative, without a full stop. */
export interface Example {
  readonly line: string;
  readonly about: string;
}

const talk: Example = { line: 'voicelive talk', about: 'talk to the built-in emulator' };

/** For `--help`, by command; `voicelive` is the program itself. */
const examples: Readonly<Record<string, readonly Example[]>> = {
  voicelive: [
    talk,
    { line: 'voicelive doctor', about: 'check this machine and the connection' },
    { line: 'voicelive help talk', about: 'list the options of a command' },
  ],
  talk: [
    talk,
    {
      line: 'AZURE_VOICELIVE_API_KEY=… voicelive talk --endpoint https://NAME.services.ai.azure.com',
      about: 'talk to a real resource',
    },
    { line: 'voicelive talk --ptt --record', about: 'use push-to-talk and record the session' },
    { line: "printf 'hello\\n' | voicelive talk", about: 'send one typed turn, print the reply' },
    {
      line: 'voicelive talk --mic turn.wav --speaker reply.wav',
      about: 'speak from a file and save the spoken reply',
    },
  ],
  run: [
    { line: 'voicelive run turns.txt', about: 'send each line as a turn and print the replies' },
    { line: 'voicelive run turns.txt --json --timeout 60', about: 'print events, stop after 60 s' },
    { line: "printf 'hello\\n/items\\n' | voicelive run -", about: 'read turns from stdin' },
    {
      line: 'voicelive run --from recordings/sample',
      about: 'say what the user of a recording said, and compare',
    },
    {
      line: 'voicelive run --from DIR --matrix turn-detection=server_vad,azure_semantic_vad',
      about: 'compare settings on the same speech',
    },
  ],
  init: [{ line: 'voicelive init voice-tests', about: 'write an example project to a new folder' }],
  config: [
    { line: 'voicelive config show', about: 'list every option, its value and where it is from' },
    { line: 'voicelive config init', about: 'write a configuration file to fill in' },
    {
      line: 'voicelive config schema --config > config.schema.json',
      about: 'let an editor check a file while you write it',
    },
  ],
  completion: [
    { line: 'source <(voicelive completion bash)', about: 'complete in this shell' },
    {
      line: 'voicelive completion fish > ~/.config/fish/completions/voicelive.fish',
      about: 'complete in fish from now on',
    },
  ],
  export: [
    {
      line: 'voicelive export recordings/20261120T… --format vtt --output call.vtt',
      about: 'write captions of a recording',
    },
    {
      line: 'voicelive export recordings/20261120T… --format recording --redact --output shared',
      about: 'copy a recording without its words and sound, to share the timing',
    },
  ],
  serve: [
    { line: 'voicelive serve', about: 'print an endpoint and a key for any client' },
    { line: 'voicelive serve --port 8080 --latency none', about: 'reply at once, on a fixed port' },
    { line: 'voicelive serve --scenario cafe.yaml --seed 1', about: 'repeat the same replies' },
    { line: 'voicelive serve --faults faults.yaml', about: 'test how a client reconnects' },
  ],
  devices: [
    { line: 'voicelive devices', about: 'list microphones and speakers' },
    {
      line: 'voicelive devices --all --json',
      about: 'print every entry as JSON, plug-ins included',
    },
    { line: 'voicelive talk --mic usb', about: 'use the microphone with “usb” in its name' },
  ],
  doctor: [
    { line: 'voicelive doctor', about: 'check devices, endpoint and credentials' },
    { line: 'voicelive doctor --emulator', about: 'check the built-in emulator instead' },
    {
      line: 'voicelive doctor --loopback',
      about: 'measure and save the speaker-to-microphone delay',
    },
  ],
  help: [{ line: 'voicelive help talk', about: 'list the options of talk' }],
};

export function examplesOf(command: string): readonly Example[] {
  return examples[command] ?? [];
}
