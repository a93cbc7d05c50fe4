/**
 * Numbers of PulseAudio's native protocol (PulseAudio's PROTOCOL file and `native-common.h`), version 13 of 2008: the
 * first with property lists, and with everything needed here. PipeWire's server speaks it, too.
 */
export const protocolVersion = 13;

/** Commands, replies and messages of the server. */
export const opcodes = {
  error: 0,
  reply: 2,
  createPlaybackStream: 3,
  deletePlaybackStream: 4,
  createRecordStream: 5,
  deleteRecordStream: 6,
  auth: 8,
  setClientName: 9,
  drainPlaybackStream: 12,
  getPlaybackLatency: 14,
  getServerInfo: 20,
  getSinkInfoList: 22,
  getSourceInfoList: 24,
  getSinkInputInfo: 29,
  getSinkInputInfoList: 30,
  subscribe: 35,
  corkPlaybackStream: 41,
  flushPlaybackStream: 42,
  request: 61,
  overflow: 62,
  underflow: 63,
  playbackStreamKilled: 64,
  recordStreamKilled: 65,
  subscribeEvent: 66,
  setSinkInputMute: 69,
} as const;

/** Where commands go; other channels carry the sound of a stream. */
export const commandChannel = 0xff_ff_ff_ff;
/** No index; also "the default" where a command takes an index or a name. */
export const noIndex = 0xff_ff_ff_ff;

/** What a subscription reports, as bits. */
export const facilities = { sinks: 0x01, sources: 0x02, sinkInputs: 0x04, server: 0x80 } as const;

/** Meanings of the error codes (`pa_error_code_t`), by number. */
const errorTexts: readonly string[] = [
  'no error',
  'access denied',
  'unknown command',
  'invalid argument',
  'entity exists',
  'no such entity',
  'connection refused',
  'protocol error',
  'timeout',
  'no authentication key',
  'internal error',
  'connection terminated',
  'entity killed',
  'invalid server',
  'module initialization failed',
  'bad state',
  'no data',
  'incompatible protocol version',
  'too large',
  'not supported',
];

/** The server refused a command, or sent what the protocol does not allow, or is gone. */
export class PulseError extends Error {
  /** The server's error code, when it refused a command. */
  readonly code: number | undefined;

  constructor(message: string, code?: number) {
    super(message);
    this.name = 'PulseError';
    this.code = code;
  }

  static fromCode(code: number): PulseError {
    return new PulseError(errorTexts[code] ?? `error ${code}`, code);
  }
}
