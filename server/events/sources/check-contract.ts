import { type Break, breakWords, checkCompatibility, compareDocuments, type ReadContract } from '../odcs/index.ts';
import type { DocumentNote, OdcsDocument } from '../odcs/schema.ts';
import { readApart } from '../reading/index.ts';
import type { ContractCheck } from './schema.ts';

/** A stored version with its document. */
export type StoredContract = { version: number; state: string; document: OdcsDocument };

export type Judged = ContractCheck & { document: OdcsDocument; notes: DocumentNote[] };

/**
 * Reads a document, JSON or YAML, as the contract of a signal type.
 * @throws DomainError `invalid` when it is no data contract, or none that signals could be checked by.
 */
export const readContractApart = (text: string, type: string): Promise<ReadContract> =>
  readApart('contract', { text, type }, { lane: 'short', what: 'The document' });

/** Judges a contract that was read as the next version of a source's: whether it follows every version released before. Pure. */
export function judgeContract(read: ReadContract, stored: readonly StoredContract[]): Judged {
  const released = stored.filter(({ state }) => state !== 'draft');
  const nextVersion = Math.max(0, ...released.map(({ version }) => version)) + 1;
  const document = { ...read.document, version: `${nextVersion}.0.0` };
  const newest = released.find(({ version }) => version === nextVersion - 1);
  const breaks = checkCompatibility(document, released).map((one: Break) => ({ ...one, words: breakWords(one) }));
  return {
    document,
    nextVersion,
    notes: read.notes,
    breaks,
    changes: newest ? compareDocuments(newest.document, document) : [],
  };
}
