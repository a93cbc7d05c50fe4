const muLawBias = 132;
const muLawClip = 32635;

/** ITU-T G.711, section 3.2 (µ-law): all bits are sent inverted. */
function muLawValue(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + muLawBias) << ((bits >> 4) & 7)) - muLawBias;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
}

/** ITU-T G.711, section 3.1 (A-law): even bits are sent inverted. */
function aLawValue(code: number): number {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const step = (bits & 0x0f) << 4;
  const magnitude = exponent === 0 ? step + 8 : (step + 0x108) << (exponent - 1);
  return (bits & 0x80) === 0 ? -magnitude : magnitude;
}

const muLawTable = Int16Array.from({ length: 256 }, (_, code) => muLawValue(code));
const aLawTable = Int16Array.from({ length: 256 }, (_, code) => aLawValue(code));

function muLawCode(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), muLawClip) + muLawBias;
  const exponent = 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

function aLawCode(sample: number): number {
  const magnitude = sample < 0 ? ~sample : sample;
  const exponent = magnitude < 256 ? 0 : 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (exponent << 4) | mantissa) ^ 0x55;
}

function decode(bytes: Uint8Array, table: Int16Array): Int16Array {
  const samples = new Int16Array(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) {
    samples[index] = table[bytes[index] ?? 0] ?? 0;
  }
  return samples;
}

function encode(samples: Int16Array, code: (sample: number) => number): Uint8Array {
  const bytes = new Uint8Array(samples.length);
  for (let index = 0; index < samples.length; index += 1) bytes[index] = code(samples[index] ?? 0);
  return bytes;
}

/** 16-bit samples to one µ-law byte each (ITU-T G.711). */
export function encodeMuLaw(samples: Int16Array): Uint8Array {
  return encode(samples, muLawCode);
}

/** µ-law bytes to 16-bit samples (ITU-T G.711). */
export function decodeMuLaw(bytes: Uint8Array): Int16Array {
  return decode(bytes, muLawTable);
}

/** 16-bit samples to one A-law byte each (ITU-T G.711). */
export function encodeALaw(samples: Int16Array): Uint8Array {
  return encode(samples, aLawCode);
}

/** A-law bytes to 16-bit samples (ITU-T G.711). */
export function decodeALaw(bytes: Uint8Array): Int16Array {
  return decode(bytes, aLawTable);
}
