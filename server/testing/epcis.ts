import { expect } from 'vitest';
import type { CaptureJob } from '../events/captures/schema.ts';
import type { Sender, testMachineApi } from './machine-api.ts';

/** The context that every EPCIS 2.0 document names. */
export const EPCIS_CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/** An ObjectEvent that the standard allows. */
export const epcisEvent = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'ObjectEvent',
  eventID: 'urn:uuid:1',
  eventTime: '2026-11-20T08:00:00Z',
  eventTimeZoneOffset: '+00:00',
  action: 'OBSERVE',
  epcList: ['urn:epc:id:sgtin:4012345.011111.9876'],
  ...changes,
});

/** A document of events. */
export const epcisDocument = (...eventList: unknown[]) => ({
  '@context': EPCIS_CONTEXT,
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-11-20T09:00:00Z',
  epcisBody: { eventList },
});

/** A function that sends a document and follows the Location to its job, whose sum must hold. */
export const documentCapture =
  ({ post, get }: Pick<ReturnType<typeof testMachineApi>, 'post' | 'get'>) =>
  async (sender: Sender, document: unknown, headers: Record<string, string> = {}): Promise<CaptureJob> => {
    const answer = await post(
      sender,
      '/epcis/capture',
      Buffer.isBuffer(document) ? document : JSON.stringify(document),
      headers,
    );
    expect(answer.statusCode, answer.body).toBe(202);
    const job = await get(sender, String(answer.headers.location));
    expect(job.statusCode).toBe(200);
    const told = job.json<CaptureJob>();
    expect(told.accepted + told.duplicates + told.quarantined + told.rejected).toBe(told.signals);
    return told;
  };
