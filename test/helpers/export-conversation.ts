import type { KnownConversation } from './known-recording.js';

/**
 * A conversation with what is hard for formats: markup and control characters in texts, a reply with times from the service,
 * one whose times are estimated and that is interrupted, and speech without words.
 */
export const exportConversation: KnownConversation = {
  seconds: 20,
  speech: [
    { fromMs: 1000, toMs: 2500, text: 'Is 1 < 2 & <b>true</b> --> yes?\u001b[31m\u202e' },
    { fromMs: 8000, toMs: 9200, text: '- *Stop*, # please_now [a](b) `c`' },
    { fromMs: 15_000, toMs: 15_300, text: 'mhm' },
  ],
  replies: [
    {
      fromMs: 3000,
      toMs: 5000,
      text: 'Yes, it is.',
      words: [
        { text: 'Yes,', fromMs: 100, toMs: 600 },
        { text: 'it', fromMs: 900, toMs: 1100 },
        { text: 'is.', fromMs: 1100, toMs: 1800 },
      ],
    },
    {
      fromMs: 6000,
      toMs: 8300,
      receivedMs: 9000,
      text: 'A long\nstory\tabout a fox, a hen and 1. a wood -- that nobody hears to its end & <i>more</i>.',
    },
    { fromMs: 10_000, toMs: 14_500, text: 'Sorry! What would you like to hear instead of it?' },
  ],
};
