import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { party, reference, text, thingKey, toldSchema, untrusted } from './schema.ts';

/** document.changed v1: a paper of a shipment (booking, bill of lading, arrival notice) changed its state. */
export const documentChanged = defineContract({
  type: 'document.changed',
  version: 1,
  meaning: 'A paper of a shipment (booking, bill of lading, arrival notice) changed its state.',
  owner: 'logistics',
  schema: z.object({
    document: text(300),
    kind: text(60).describe('Kind of paper, as coded by the source: "BKG", "TRD", "SHI"'),
    state: z.enum([
      'received',
      'drafted',
      'pending-approval',
      'pending-update',
      'approved',
      'confirmed',
      'issued',
      'requested',
      'submitted',
      'surrendered',
      'rejected',
      'cancelled',
      'void',
      'released',
      'on-hold',
      'other',
    ]),
    phase: z.enum(['planned', 'estimated', 'actual']),
    statusCode: text(60).nullable().describe('The code of the source, as sent'),
    reason: untrusted(2_000).nullable(),
    carrier: party.nullable(),
    shipment: text(120).nullable().describe('Shipment or booking it belongs to'),
    references: z.array(reference).max(100),
    told: toldSchema,
  }),
  keyOf: (data) => thingKey('document', data.kind, data.document),
  wordsOf: (data) =>
    `Document ${data.document} (${data.kind}) is ${data.state === 'other' ? (data.statusCode ?? 'changed') : data.state.replaceAll('-', ' ')}${data.shipment ? `, of shipment ${data.shipment}` : ''}.`,
});
