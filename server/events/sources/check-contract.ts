import { invalid } from '../../core/errors.ts';
import {
  type Break,
  breakWords,
  checkCompatibility,
  compareDocuments,
  compileContract,
  readDocument,
} from '../odcs/index.ts';
import type { DocumentNote, OdcsDocument } from '../odcs/schema.ts';
import type { ContractCheck } from './schema.ts';

/** A stored version with its document. */
export type StoredContract = { version: number; state: string; document: OdcsDocument };

export type Judged = ContractCheck & { document: OdcsDocument; notes: DocumentNote[] };

/**
 * Judges a document as the next version of a source's contract for a type: whether it can be read, checked, and follow every
 * version released before. Pure.
 * @param text JSON or YAML.
 * @throws DomainError `invalid` when it is no data contract, or none that signals could be checked by.
 */
export function judgeContract(text: string, type: string, stored: readonly StoredContract[]): Judged {
  const read = readDocument(text);
  if (read.type === null) throw invalid(read.why ?? 'It describes no event.', { document: read.why ?? '' });
  if (read.type !== type) {
    const words = `It describes ${read.type}, and this is the contract for ${type}.`;
    throw invalid(words, { document: words });
  }
  compileContract(read.document);
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
