/** Which of what the clock looks at: a case, or a subject of which there may be no case yet (`noise_state`). */
export type Looked = { caseId: string } | { key: string };

/** Looking at one thing failed; it says which, so that the others can go on. */
export class SweepFault extends Error {
  override readonly name = 'SweepFault';
  constructor(
    override readonly cause: unknown,
    readonly of: Looked,
  ) {
    super('one of what a sweep looks at fails', { cause });
  }
}

const faultOf = (error: unknown, of: Looked) => (error instanceof SweepFault ? error : new SweepFault(error, of));

/** Runs work on one of what a sweep found. @throws SweepFault that names it, whatever it throws. */
export function within<T>(of: Looked, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw faultOf(error, of);
  }
}

/** Runs work on all that a sweep found. @throws SweepFault where that was one, whatever it throws: then it is known which. */
export async function onFound<T>(found: readonly Looked[], work: () => Promise<T>): Promise<T> {
  const [only, ...others] = found;
  if (!only || others.length) return work();
  try {
    return await work();
  } catch (error) {
    throw faultOf(error, only);
  }
}

/** SQL that is true of a case `d` that is not set aside: one that is gets read again by itself, or by the next signal. */
export const READABLE = `NOT EXISTS (SELECT 1 FROM held_case h WHERE h.disruption_id = d.id AND h.kind = 'unreadable')`;
