import { invalid } from '../../core/errors.ts';
import { compileContract } from './compile-contract.ts';
import { type ReadDocument, readDocument } from './read-document.ts';

/** A document that describes a signal type. */
export type ReadContract = ReadDocument & { type: string };

/**
 * Reads a document as the contract of a signal type, which signals can be checked by.
 * @param text JSON or YAML.
 * @throws DomainError `invalid` when it is no data contract, one for another type, or none that signals could be checked by.
 */
export function readContractText(text: string, type: string): ReadContract {
  const read = readDocument(text);
  if (read.type === null) throw invalid(read.why ?? 'It describes no event.', { document: read.why ?? '' });
  if (read.type !== type) {
    const words = `It describes ${read.type}, and this is the contract for ${type}.`;
    throw invalid(words, { document: words });
  }
  compileContract(read.document);
  return { ...read, type };
}
