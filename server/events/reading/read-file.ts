import { sha256 } from '../../core/canonical.ts';
import { invalid } from '../../core/errors.ts';
import { findContract } from '../contracts/index.ts';
import type { CsvMapping, RowError } from '../formats/csv/schema.ts';
import {
  decodeEdifact,
  type JudgedInterchange,
  judgeInterchange,
  type Original,
  readCsv,
  readEdifact,
  readMessage,
  readPlainMail,
  readX12,
  write997,
  writeContrl,
  writeCsv,
  writeMessage,
} from '../formats/index.ts';
import type { ImportFormat } from '../imports/constants.ts';
import { decodeText, type Made, makeSignal, streamOf } from './rules.ts';
import type { Place } from './schema.ts';

/** What signals are made of; of a row of CSV `head` is the header above it. Signals of one message have the very same. */
export type Part = Original & { head: string | null };

/** One row of a file: a signal, an error, or a note on an envelope, which is no row. */
export type ReadRow = { place: Place } & (
  | { made: Made; part: Part; errors?: never; note?: never }
  | { errors: RowError[]; made?: never; part?: never; note?: never }
  | { note: RowError; made?: never; part?: never; errors?: never }
);

export type FileToRead = {
  format: ImportFormat;
  charset: string | null;
  bytes: Buffer;
  source: { id: string; name: string };
  /** For CSV: the mapping and its name. */
  csv: { name: string; version: number | null; mapping: CsvMapping } | null;
  /** Stands in for the control number of an interchange that tells none; SHA-256 of the file in hex when left out. */
  named?: string;
  /** Control number of the acknowledgement, and wall time. */
  control: number;
  at: Date;
};

/** Hands back what the sender is to be told, when its format has an acknowledgement. */
export type Acknowledge = (text: string) => void;

/**
 * The rows of a file, in their order.
 * @param acknowledge is called with the 997 or CONTRL, if there is one, before the first row.
 * @throws DomainError `invalid` when the file as a whole cannot be read.
 */
export function readFile(file: FileToRead, acknowledge: Acknowledge): AsyncGenerator<ReadRow> {
  if (file.format === 'csv') return readCsvFile(file);
  if (file.format === 'x12' || file.format === 'edifact') return readEdiFile(file, acknowledge);
  return readMailFile(file);
}

async function* readCsvFile({ bytes, source, csv }: FileToRead): AsyncGenerator<ReadRow> {
  if (!csv) throw invalid('A CSV file needs a mapping.');
  const { signalType, contractVersion } = csv.mapping;
  const contract = findContract(signalType, contractVersion);
  if (!contract) throw invalid(`No contract is released for the type “${signalType}”.`);
  const stream = streamOf(source, csv.name);
  const { name: mapping, version } = csv;
  const context = { mapping, version };
  const lineOf = (cells: string[]) => writeCsv([cells], csv.mapping.delimiter);
  let head: string | null = null;
  for await (const { row, event, errors, header, cells } of readCsv(bytes, csv.mapping, contract)) {
    const place = { row, where: null, column: null };
    if (errors) yield { place, errors };
    else {
      head ??= header && lineOf(header);
      const part: Part = { format: 'csv', context, head, bytes: Buffer.from(lineOf(cells)) };
      yield signalOrError(place, { ...event, source: stream }, part);
    }
  }
}

async function* readEdiFile(
  { bytes, charset, format, source, named, control, at }: FileToRead,
  acknowledge: Acknowledge,
): AsyncGenerator<ReadRow> {
  const interchanges = format === 'x12' ? await readX12(decodeText(bytes, charset)) : readEdifact(decodeEdifact(bytes));
  const judged = interchanges.map(judgeInterchange);
  const write = format === 'x12' ? write997 : writeContrl;
  const answers = judged
    .map((one, index) => write(one, { control: control * 100 + index, at }))
    .filter((answer) => answer !== null);
  if (answers.length) acknowledge(answers.join(''));
  const hash = named ?? sha256(bytes).toString('hex');
  for (const one of judged) yield* rowsOf(one, streamOf(source, format), hash);
}

/** @param hash of the file, which stands in for a control number that is not told. */
function* rowsOf({ interchange, groups }: JudgedInterchange, stream: string, hash: string): Generator<ReadRow> {
  const note = (where: string, reason: string): ReadRow => {
    const place = { row: null, where, column: null };
    return { place, note: { ...place, reason } };
  };
  const outer = `interchange ${interchange.reference}`;
  for (const { reason } of interchange.faults) yield note(outer, reason);
  let rows = 0;
  for (const { group, messages } of groups) {
    for (const { reason } of group.faults) yield note(`group ${group.reference}`, reason);
    for (const { message, signals, faults, refused } of messages) {
      rows += 1;
      const where = `${message.type || 'message'} ${message.reference}`;
      const errors = faults.map(({ segment, position, element, reason }) => ({
        row: position,
        where,
        column: element === null ? segment : `${segment}${String(element).padStart(2, '0')}`,
        reason,
      }));
      yield* spread(
        errors,
        faults.map(({ weight, line }) => (weight === 'noted' ? null : (line ?? ''))),
        refused,
        where,
      );
      const told = [
        interchange.sender,
        interchange.receiver,
        interchange.reference || hash,
        group.reference,
        message.reference,
      ];
      if (!signals.length) continue;
      const part: Part = {
        format: interchange.standard,
        context: { named: hash },
        head: null,
        bytes: Buffer.from(writeMessage(interchange, group, message)),
      };
      for (const { line, type, time, data } of signals) {
        const place = { row: null, where: `${where}, line ${line}`, column: null };
        const event = {
          source: stream,
          id: [...told, line].map((part) => encodeURIComponent(part)).join('/'),
          type,
          ...(time ? { time } : {}),
          ...((group.sentAt ?? interchange.sentAt) ? { recordedtime: group.sentAt ?? interchange.sentAt ?? '' } : {}),
          data,
        };
        yield signalOrError(place, event, part);
      }
    }
  }
  if (rows === 0) throw invalid(`${interchange.standard === 'x12' ? 'ST' : 'UNH'}: the interchange holds no message.`);
}

/** Errors as rows: those of one refused line together, so that a line counts once; those only noted are no rows. */
function* spread(errors: RowError[], lines: (string | null)[], refused: number, where: string): Generator<ReadRow> {
  const byLine = new Map<string, RowError[]>();
  for (const [index, error] of errors.entries()) {
    const line = lines[index];
    const place = { row: error.row, where, column: error.column };
    if (line === null || line === undefined) {
      yield { place, note: error };
      continue;
    }
    const key = refused <= 1 ? '' : line;
    const known = byLine.get(key);
    if (known) known.push(error);
    else byLine.set(key, [error]);
  }
  if (refused && !byLine.size)
    byLine.set('', [{ row: 1, where, column: null, reason: 'Nothing in the message became a signal.' }]);
  for (const group of byLine.values()) {
    const [first] = group;
    if (first) yield { place: { row: first.row, where, column: first.column }, errors: group };
  }
}

async function* readMailFile({ bytes, format, charset, source }: FileToRead): AsyncGenerator<ReadRow> {
  const { id, time, data } = format === 'mail' ? await readMessage(bytes) : readPlainMail(bytes, charset ?? 'utf-8');
  const part: Part =
    format === 'mail'
      ? { format: 'mail', context: {}, head: null, bytes }
      : { format: 'text', context: {}, head: null, bytes: Buffer.from(decodeText(bytes, charset)) };
  yield signalOrError(
    { row: 1, where: null, column: null },
    { source: streamOf(source, 'mail'), id, type: 'mail.received', ...(time ? { time } : {}), data },
    part,
  );
}

function signalOrError(place: Place, event: Parameters<typeof makeSignal>[0], part: Part): ReadRow {
  const made = makeSignal(event);
  return 'problem' in made ? { place, errors: [{ ...place, reason: made.problem }] } : { place, made, part };
}
