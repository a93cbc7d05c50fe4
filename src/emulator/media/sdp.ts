import { isJsonObject } from '../../shared/json.js';

/** A WebRTC offer as clients send it: the SDP itself, or base64 of `{"type":"offer","sdp":…}` as in the avatar samples. */
interface Offer {
  readonly sdp: string;
  readonly wrapped: boolean;
}

function readOffer(text: string): Offer | undefined {
  if (text.startsWith('v=0')) return { sdp: text, wrapped: false };
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    const sdp = isJsonObject(value) ? value['sdp'] : undefined;
    return typeof sdp === 'string' && sdp.startsWith('v=0') ? { sdp, wrapped: true } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * An answer in the form of the offer that rejects all its media with port 0 (RFC 3264, section 6), since the emulator has
 * no media path over WebRTC.
 * @returns undefined when the text is not an offer
 */
export function sdpAnswer(text: string): string | undefined {
  const offer = readOffer(text);
  if (offer === undefined) return undefined;
  const media = offer.sdp
    .split(/\r?\n/)
    .filter((line) => line.startsWith('m='))
    .slice(0, 16)
    .flatMap((line) => [line.replace(/^(m=\S+) \d+/, '$1 0'), 'c=IN IP4 0.0.0.0', 'a=inactive']);
  const lines = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', ...media];
  const sdp = `${lines.join('\r\n')}\r\n`;
  if (!offer.wrapped) return sdp;
  return Buffer.from(JSON.stringify({ type: 'answer', sdp })).toString('base64');
}
