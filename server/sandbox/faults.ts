import { z } from 'zod';

export const FAULT_KINDS = ['refused', 'reset', 'slow', 'hang', 'http-500', 'bad-body', 'wrong-answer'] as const;

/**
 * A fault to inject. `effect` says whether the request has changed something by the time it goes wrong:
 * the nasty case, and the default where it is possible (a reset, a hang or a garbled answer after the work was done).
 */
export const faultSchema = z.object({
  system: z.enum(['erp', 'tms', 'oms', 'wms']),
  operation: z.string().min(1),
  kind: z.enum(FAULT_KINDS),
  times: z.number().int().min(1).max(1_000_000).default(1),
  effect: z.boolean().optional(),
  /** How long `slow` takes. */
  delayMs: z.number().min(0).max(60_000).default(1_000),
});
export type Fault = z.infer<typeof faultSchema>;

/** Whether the request does its work although it goes wrong. */
export const worksFirst = (fault: Fault): boolean =>
  fault.kind === 'refused' ? false : (fault.effect ?? fault.kind !== 'http-500');

export type Faults = ReturnType<typeof createFaults>;

/** The faults still to be given out, newest setting per operation. They are gone after a restart. */
export function createFaults() {
  const waiting = new Map<string, Fault>();
  return {
    set: (fault: Fault) => void waiting.set(`${fault.system}/${fault.operation}`, { ...fault }),
    clear: () => waiting.clear(),
    list: () => [...waiting.values()],
    /** The fault this request meets, or null; each is given `times` times. */
    take(system: string, operation: string): Fault | null {
      const place = `${system}/${operation}`;
      const fault = waiting.get(place);
      if (!fault) return null;
      if (fault.times <= 1) waiting.delete(place);
      else waiting.set(place, { ...fault, times: fault.times - 1 });
      return fault;
    },
  };
}
