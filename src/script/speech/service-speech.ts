import { concatSamples, decodeBase64 } from '../../audio/pure/pcm.js';
import type { WavAudio } from '../../audio/pure/wav.js';
import { parseServerEvent } from '../../protocol/parse.js';
import type { ClientEvent, ServerEvent, Voice } from '../../protocol/generated/types.js';
import { voiceNamed } from '../../protocol/voices.js';
import type { Clock } from '../../shared/clock.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import type { Transport, TransportEvent } from '../../transport/types.js';

/** PCM16 as the service sends it by default. */
const rateHz = 24_000;
/** Five minutes of speech for one text. */
const maxSamples = 300 * rateHz;
const deadlineMs = 60_000;

/** Reads any text as it is: only voices of Azure do. */
const usualVoice = 'en-US-AvaNeural';
/** For voices that only speak what a model writes. */
const instructions =
  'Read what the user writes aloud, word for word. Add nothing, answer nothing, leave nothing out.';

/**
 * Has a session of the service read a text aloud, over a connection of its own.
 * @throws VoiceliveError when it cannot; exit code 2 for a voice that does not exist
 */
export async function speakWithService(
  open: (listener: (event: TransportEvent) => void) => Transport,
  text: string,
  voiceName: string | undefined,
  clock: Clock,
): Promise<WavAudio> {
  const voice = voiceNamed(voiceName ?? usualVoice);
  if (voice === undefined)
    throw new VoiceliveError(`no voice is named ${voiceName ?? ''}`, {
      code: 'speech-voice',
      hint: `Name a voice of Azure such as ${usualVoice}, or one of OpenAI such as alloy.`,
      exitCode: exitCodes.usage,
    });
  let transport: Transport | undefined;
  let cancel = (): void => undefined;
  try {
    return await new Promise<WavAudio>((resolve, reject) => {
      const pieces: Int16Array[] = [];
      let length = 0;
      const send = (event: ClientEvent): void => {
        if (transport?.send(JSON.stringify(event)) !== true) reject(failed('it is not writable'));
      };
      const take = (event: ServerEvent): void => {
        switch (event.type) {
          case 'session.created':
            send({
              type: 'session.update',
              session: { modalities: ['text', 'audio'], voice, instructions, turn_detection: null },
            });
            return;
          case 'session.updated':
            for (const event of requests(text, voice)) send(event);
            return;
          case 'response.audio.delta': {
            const samples = decodeBase64(event.delta);
            pieces.push(samples);
            length += samples.length;
            if (length > maxSamples) reject(failed('it speaks for more than five minutes'));
            return;
          }
          case 'response.done':
            if (length > 0) resolve({ samples: concatSamples(pieces), sampleRateHz: rateHz });
            else reject(failed(`it said nothing (${event.response.status ?? 'no status'})`));
            return;
          case 'error':
            reject(failed(event.error.message));
            return;
          default:
            return;
        }
      };
      cancel = clock.after(deadlineMs, () => {
        reject(failed(`no speech within ${String(deadlineMs / 1000)} s`));
      });
      transport = open((event) => {
        if (event.type === 'refused') reject(event.error);
        else if (event.type === 'closed') reject(failed(`the connection ended: ${event.reason}`));
        else if (event.type === 'frame') {
          const frame = parseServerEvent(event.text);
          if (frame.kind === 'known') take(frame.event);
        }
      });
      transport.connect(1);
    });
  } finally {
    cancel();
    await transport?.close();
  }
}

function requests(text: string, voice: Voice): readonly ClientEvent[] {
  if (typeof voice === 'object' && voice.type === 'azure-standard')
    return [
      {
        type: 'response.create',
        response: { pre_generated_assistant_message: { content: [{ type: 'text', text }] } },
      },
    ];
  const content = [{ type: 'input_text', text }] as const;
  return [
    { type: 'conversation.item.create', item: { type: 'message', role: 'user', content } },
    { type: 'response.create' },
  ];
}

function failed(reason: string): VoiceliveError {
  return new VoiceliveError(`the service cannot read aloud: ${reason}`, { code: 'service-speech' });
}
