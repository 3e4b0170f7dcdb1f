import type { z } from 'zod';

/** What a signal of one type and version must look like. A released version never changes; a change is a new version. */
export type Contract<Data = unknown> = {
  readonly type: string;
  readonly version: number;
  readonly meaning: string;
  readonly owner: string;
  readonly schema: z.ZodType<Data>;
  /** The key of the thing it speaks of: signals of one key are folded into one thing of world state. Null where there is none. */
  keyOf(data: Data, source: string): string | null;
  /** One plain sentence of what it says. */
  wordsOf(data: Data, signal: { recordedAt: Date }): string;
};

/**
 * A contract whose key and words are typed by its schema.
 * @returns the contract with `schema` in its own type, so that a reader may parse with it.
 */
export const defineContract = <Schema extends z.ZodType>(
  contract: Omit<Contract<z.infer<Schema>>, 'schema'> & { readonly schema: Schema },
) => contract;
