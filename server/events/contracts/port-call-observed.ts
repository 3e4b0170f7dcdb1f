import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { dayOrInstant, site, text, thingKey, toldSchema, untrusted } from './schema.ts';

/** port-call.observed v1: a vessel's call at a port, a terminal call in it, a service of it or a time agreed for one, as it now stands. */
export const portCallObserved = defineContract({
  type: 'port-call.observed',
  version: 1,
  meaning: 'A call of a vessel at a port, or a part of it, as it now stands.',
  owner: 'logistics',
  schema: z.object({
    part: z.enum(['port-call', 'terminal-call', 'service', 'timestamp', 'vessel-status']),
    id: text(120).describe('Id of the part, as the source gives it'),
    portCall: text(120).nullable(),
    terminalCall: text(120).nullable(),
    service: text(120).nullable().describe('Id of the service of the call'),
    serviceKind: text(60).nullable().describe('BERTH, PILOTAGE, MOVES'),
    happening: text(60).nullable().describe('ARRI, STRT, CMPL, DEPA: what of the service'),
    phase: z.enum(['planned', 'requested', 'estimated', 'actual']).nullable(),
    at: dayOrInstant.nullable().describe('The time that is planned, asked for, expected or past'),
    answers: text(120).nullable().describe('Id of the timestamp that this one answers'),
    site: site.nullable().describe('UN/LOCODE'),
    vessel: text(120).nullable().describe('IMO number'),
    vesselName: text(120).nullable(),
    voyage: text(60).nullable(),
    state: z.enum(['open', 'omitted', 'cancelled', 'declined']),
    note: untrusted(2_000).nullable(),
    told: toldSchema,
  }),
  keyOf: (data) => thingKey('port-call', data.part, data.id),
  wordsOf: (data) => {
    const what = `${data.part.replaceAll('-', ' ')}${data.serviceKind ? ` (${data.serviceKind})` : ''}`;
    const where = `${data.vesselName ? ` of ${data.vesselName}` : ''}${data.site ? ` at ${data.site}` : ''}`;
    const when = data.at ? `${data.phase ?? 'told'} for ${data.at}` : '';
    if (data.part === 'timestamp')
      return `A time for the service ${data.service ?? data.id}${where}: ${when || 'not told'}.`;
    return `The ${what} ${data.id}${where} is ${data.state}${when && `, ${when}`}.`;
  },
});
