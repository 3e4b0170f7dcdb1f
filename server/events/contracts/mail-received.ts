import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { instant, personal, text, untrusted } from './schema.ts';

/** mail.received v1: a message from a supplier or carrier, kept as untrusted evidence. */
export const mailReceived = defineContract({
  type: 'mail.received',
  version: 1,
  meaning: 'A message from a supplier or carrier, kept as untrusted evidence.',
  owner: 'procurement',
  schema: z.object({
    from: personal(320).nullable(),
    to: z.array(personal(320)).max(100),
    subject: untrusted(1_000).nullable(),
    sentAt: instant.nullable(),
    messageId: text(300).nullable(),
    text: z.string().max(200_000).meta({ classification: 'untrusted-text' }),
    attachments: z
      .array(z.object({ name: untrusted(300).nullable(), mediaType: text(200), bytes: z.number().int().nonnegative() }))
      .max(100),
  }),
  keyOf: () => null,
  wordsOf: (data) => `Mail${data.from ? ` from ${data.from}` : ''}${data.subject ? `: “${data.subject}”` : ''}.`,
});
