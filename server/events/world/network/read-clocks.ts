import type { Database } from '../../../db/client.ts';
import { worldTimeOf } from '../rules.ts';
import type { Teller } from './describe-things.ts';

/** World time of every stream: a replay's own, the wall clock of the others. */
export type StreamClocks = { worldOf(source: string): Date; tell: Teller };

/** Reads the clocks of all streams, so that the age of a figure is told by the clock it was told on. */
export async function readClocks(db: Database, now: Date): Promise<StreamClocks> {
  const streams = await db.prisma.stream.findMany({ select: { source: true, clock: true, worldAt: true } });
  const times = new Map(streams.map((stream) => [stream.source, worldTimeOf(stream, now)]));
  const worldOf = (source: string) => times.get(source) ?? now;
  return {
    worldOf,
    tell: ({ source, signalId, toldAt }) => ({
      at: toldAt.toISOString(),
      source,
      signalId,
      ageMs: Math.max(0, worldOf(source).getTime() - toldAt.getTime()),
    }),
  };
}
