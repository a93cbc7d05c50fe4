import type { WireFormat } from '../../audio/pure/pcm.js';
import { checkClientEvent } from '../../protocol/parse.js';
import { elidePayloads } from '../../protocol/payloads.js';
import { formatProblem } from '../../validation/problem.js';
import type { ClientEvent } from '../../protocol/generated/types.js';
import type { Transport, TransportEvent } from '../../transport/types.js';
import type { PartHost, ServerLink } from './controller-parts.js';
import { readFrame } from './incoming.js';
import { KeptImages } from './kept-images.js';
import { transportInput } from './transport-input.js';

/** The way to the service: events out, checked and elided for the log; frames in, taken apart. */
export function openServerLink(
  openTransport: (listener: (event: TransportEvent) => void) => Transport,
): (host: PartHost) => ServerLink {
  return (host) => {
    let attempt = 0;
    const images = new KeptImages();

    const onFrame = (text: string): void => {
      const format: WireFormat = host.getState().options.session.output_audio_format ?? 'pcm16';
      const { input, samples, video } = readFrame(text, format);
      if (video) host.outputs.video(video.codec, video.bytes);
      if (input.type === 'server' && input.event.type === 'input_audio_buffer.speech_stopped') {
        const voiceEndMs = host.voiceEndMs();
        if (voiceEndMs !== undefined)
          host.dispatch({
            type: 'voice-ended',
            agoMs: Math.round((host.nowMs() - voiceEndMs) * 10) / 10,
          });
      }
      host.dispatch(input, samples);
    };

    const transport = openTransport((event) => {
      // Late events of an earlier attempt are ignored.
      if (event.attempt !== attempt) return;
      if (event.type === 'frame') onFrame(event.text);
      else host.dispatch(transportInput(event));
    });

    const sendEvent = (event: ClientEvent): void => {
      const notSent = (reason: string): void => {
        host.dispatch({ type: 'not-sent', event: event.type, reason });
      };
      const { connection, options } = host.getState();
      // What the user wrote was checked before; a field that is not known may be newer than this program.
      const problem =
        options.unchecked === true
          ? undefined
          : checkClientEvent(event).find(({ kind }) => kind !== 'unknown-key');
      if (problem) {
        notSent(formatProblem(problem));
        return;
      }
      const whole =
        event.type === 'session.update' && connection.phase === 'configuring'
          ? { ...event, session: { ...event.session, ...options.uncheckedSession } }
          : event;
      const text = JSON.stringify(whole);
      if (!transport.send(text)) {
        notSent('the connection is not writable.');
        return;
      }
      const bytes = Buffer.byteLength(text);
      images.keep(event, bytes);
      host.dispatch({ type: 'sent', raw: elidePayloads({ ...event }).event, bytes });
    };

    const sendAgain = (itemId: string, eventId: string): void => {
      const event = images.find(itemId);
      if (event !== undefined) {
        sendEvent({ ...event, event_id: eventId });
        return;
      }
      const reason = `the image of ${itemId} is no longer kept.`;
      host.dispatch({ type: 'not-sent', event: 'conversation.item.create', reason });
    };

    return {
      carryOut(effect) {
        switch (effect.type) {
          case 'connect':
            attempt = effect.attempt;
            transport.connect(attempt, effect.model);
            return;
          case 'disconnect':
            void transport.close();
            return;
          case 'send':
            sendEvent(effect.event);
            return;
          case 'send-again':
            sendAgain(effect.itemId, effect.eventId);
        }
      },
      send: (text) => transport.send(text),
      bufferedBytes: () => transport.bufferedBytes(),
      close: () => transport.close(),
    };
  };
}
