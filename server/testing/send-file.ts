import { expect } from 'vitest';
import type { ImportAnswer } from '../events/imports/schema.ts';
import type { Sender, testMachineApi } from './machine-api.ts';

/** Imports a file; whatever it holds, its rows add up, in the answer, in what is kept, and in the counts of the source. */
export const fileSender =
  ({ post, get, countsOf }: ReturnType<typeof testMachineApi>) =>
  async (sender: Sender, headers: Record<string, string>, file: string | Buffer, query = ''): Promise<ImportAnswer> => {
    const before = await countsOf(sender);
    const answer = await post(sender, `/imports${query}`, file, headers);
    expect(answer.statusCode, answer.body).toBe(202);
    const told = answer.json<ImportAnswer>();
    expect(told.accepted + told.duplicates + told.quarantined.length + told.refused).toBe(told.rows);
    const after = await countsOf(sender);
    expect({
      accepted: after.accepted - before.accepted,
      duplicates: after.duplicates - before.duplicates,
      quarantined: after.quarantined - before.quarantined,
      rejected: after.rejected - before.rejected,
    }).toEqual({
      accepted: told.accepted,
      duplicates: told.duplicates,
      quarantined: told.quarantined.length,
      rejected: told.refused,
    });
    const kept = (await get(sender, `/api/v1/imports/${told.id}`)).json();
    expect(kept).toMatchObject({
      state: 'done',
      rows: told.rows,
      accepted: told.accepted,
      refused: told.refused,
      rowErrors: told.rowErrors,
      acknowledgement: told.acknowledgement,
    });
    return told;
  };
