import type { Database } from '../../../db/client.ts';
import { worldTimeOf } from '../rules.ts';
import type { Teller } from './describe-things.ts';
import type { Told } from './schema.ts';

/** World time of every stream: a replay's own, the wall clock of the others. */
export type StreamClocks = {
  worldOf(source: string): Date;
  tell: Teller;
  /** Fills in the times of the signals behind all that was told so far: one statement for a whole page. */
  stamp(): Promise<void>;
};

const TIMES = `
  SELECT s.source, s.id, s.event_at AS "eventAt", s.recorded_at AS "recordedAt", s.received_at AS "receivedAt"
  FROM unnest($1::text[], $2::text[]) AS w(source, id) JOIN signal s ON s.source = w.source AND s.id = w.id`;
type Times = { source: string; id: string; eventAt: Date; recordedAt: Date; receivedAt: Date };

/** Reads the clocks of all streams, so that the age of a figure is told by the clock it was told on. */
export async function readClocks(db: Database, now: Date): Promise<StreamClocks> {
  const streams = await db.prisma.stream.findMany({ select: { source: true, clock: true, worldAt: true } });
  const times = new Map(streams.map((stream) => [stream.source, worldTimeOf(stream, now)]));
  const worldOf = (source: string) => times.get(source) ?? now;
  const made = new Map<string, Told[]>();
  return {
    worldOf,
    tell: ({ source, signalId, toldAt }) => {
      const told: Told = {
        at: toldAt.toISOString(),
        eventAt: null,
        receivedAt: null,
        source,
        signalId,
        ageMs: Math.max(0, worldOf(source).getTime() - toldAt.getTime()),
      };
      const name = JSON.stringify([source, signalId]);
      made.set(name, [...(made.get(name) ?? []), told]);
      return told;
    },
    stamp: async () => {
      const names = [...made.keys()].map((name): [string, string] => JSON.parse(name));
      if (!names.length) return;
      const { rows } = await db.pool.query<Times>(TIMES, [names.map(([source]) => source), names.map(([, id]) => id)]);
      for (const { source, id, eventAt, recordedAt, receivedAt } of rows) {
        for (const told of made.get(JSON.stringify([source, id])) ?? []) {
          told.at = recordedAt.toISOString();
          told.eventAt = eventAt.toISOString();
          told.receivedAt = receivedAt.toISOString();
        }
      }
    },
  };
}
