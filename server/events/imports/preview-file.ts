import { requireRight } from '../../auth/rights.ts';
import type { Context } from '../../core/context.ts';
import { DomainError, invalid } from '../../core/errors.ts';
import { CONTRACTS, findContract } from '../contracts/index.ts';
import { columnNames, guessMapping, prepareMapping, readRows, shapeOf } from '../formats/index.ts';
import { PREVIEW_BYTES, PREVIEW_ROWS } from './constants.ts';
import { type ImportTarget, type Preview, type PreviewInput, previewInput } from './schema.ts';

/** The contracts that rows of a file can fill, with the fields of each. */
export function listTargets(ctx: Context): ImportTarget[] {
  requireRight(ctx.actor, 'signals.read');
  return CONTRACTS.flatMap((contract) => {
    const shape = shapeOf(contract);
    const { type, version, meaning } = contract;
    return shape ? [{ type, version, meaning, fields: shape.fields }] : [];
  });
}

/**
 * The first rows of a file as the signals they would become, with what is wrong with them; nothing is stored.
 * @throws DomainError `forbidden`, `invalid` when the start of the file cannot be read.
 */
export async function previewFile(ctx: Context, input: PreviewInput): Promise<Preview> {
  requireRight(ctx.actor, 'import.send');
  const { start, whole, guess, ...told } = previewInput.parse(input);
  const bytes = Buffer.from(start, 'base64').subarray(0, PREVIEW_BYTES);
  const { columns, rows } = await firstRows(whole ? bytes : wholeLines(bytes), told.mapping);
  const contract = findContract(told.mapping.signalType, told.mapping.contractVersion);
  if (!contract) throw invalid(`No contract is released for ${told.mapping.signalType}.`);
  const mapping = guess
    ? { ...told.mapping, ...complete(told.mapping, guessMapping(contract, columns, told.mapping)) }
    : told.mapping;
  const plain = rows.map(({ row, cells, error }) => ({
    row,
    cells: cells ?? [],
    id: null,
    words: null,
    errors: error === null ? [] : [{ row, where: null, column: null, reason: error }],
  }));
  let map: ReturnType<typeof prepareMapping>;
  try {
    if (!mapping.id.length) throw invalid('Choose the columns that name a row, so that a file sent twice is known.');
    map = prepareMapping(mapping, contract, columns);
  } catch (error) {
    if (error instanceof DomainError) return { columns, mapping, problem: error.message, rows: plain };
    throw error;
  }
  return {
    columns,
    mapping,
    problem: null,
    rows: rows.map(({ row, cells }, index) => {
      const before = plain[index] ?? { row, cells: [], id: null, words: null, errors: [] };
      if (!cells) return before;
      const { event, errors } = map(row, cells);
      if (!event) return { ...before, errors: errors ?? [] };
      const recordedAt = new Date(event.recordedtime ?? event.time ?? ctx.clock.now());
      return { ...before, id: event.id, words: contract.wordsOf(contract.schema.parse(event.data), { recordedAt }) };
    }),
  };
}

/** The part of a file that ends with a line, so that no row is shown cut. */
function wholeLines(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(0x0a);
  return end === -1 ? bytes : bytes.subarray(0, end + 1);
}

type Guess = ReturnType<typeof guessMapping>;

/** What is mapped stays; what is not is taken from the guess. */
function complete(mapping: Preview['mapping'], guessed: Guess): Partial<Preview['mapping']> {
  if (!guessed) return {};
  const mapped = new Set(mapping.fields.map(({ path }) => path));
  return {
    fields: [...mapping.fields, ...guessed.fields.filter(({ path }) => !mapped.has(path))],
    id: mapping.id.length ? mapping.id : guessed.id,
    eventTime: mapping.eventTime ?? guessed.eventTime,
    recordTime: mapping.recordTime ?? guessed.recordTime,
    region: mapping.region ?? guessed.region,
  };
}

async function firstRows(bytes: Buffer, layout: Pick<Preview['mapping'], 'delimiter' | 'encoding' | 'header'>) {
  let columns: string[] | null = null;
  const rows: { row: number; cells: string[] | null; error: string | null }[] = [];
  for await (const one of readRows(bytes, layout)) {
    if (columns === null && one.cells) {
      columns = columnNames(one.cells, layout.header);
      if (layout.header) continue;
    }
    rows.push(one);
    if (rows.length >= PREVIEW_ROWS) break;
  }
  if (!columns) throw invalid('The file is empty.');
  return { columns, rows };
}
