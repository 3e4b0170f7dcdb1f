import { sha256 } from '../../../core/canonical.ts';
import { invalid } from '../../../core/errors.ts';
import type { Contract } from '../../contracts/index.ts';
import { contractUri } from '../../contracts/index.ts';
import { readDecimal } from '../read-decimal.ts';
import { shapeOf } from './list-fields.ts';
import { isDateFormat, readDateText } from './read-date.ts';
import type { ContractField, Conversion, CsvMapping, Origin, RowError } from './schema.ts';

/** A row as the CloudEvent it becomes (without its source), or what is wrong with it. */
export type MappedRow =
  | {
      row: number;
      event: {
        id: string;
        type: string;
        dataschema?: string;
        time?: string;
        recordedtime?: string;
        region?: string;
        data: Record<string, unknown>;
      };
      errors: null;
    }
  | { row: number; event: null; errors: RowError[] };

type Cells = readonly string[];
type Read = { value: unknown } | { error: string };

/**
 * Prepares a mapping for a file with these columns.
 * @returns a pure function of a row's line number and cells.
 * @throws DomainError `invalid` that names each column, field or format of the mapping that does not fit.
 */
export function prepareMapping(mapping: CsvMapping, contract: Contract, columns: readonly string[]) {
  const shape = shapeOf(contract);
  if (!shape) throw invalid(`A row of a file cannot speak for ${contract.type}: it gathers a list of things.`);
  const places = new Map(columns.map((name, index) => [name, index]));
  const problems = findProblems(mapping, shape.fields, columns);
  if (problems.length) throw invalid(problems.slice(0, 5).join(' '), { mapping: problems.join(' ') });
  const cellOf = (cells: Cells, column: string): string => (cells[places.get(column) ?? -1] ?? '').trim();
  const fields = mapping.fields.map((field) => ({
    ...field,
    field: shape.fields.find(({ path }) => path === field.path),
  }));
  const unmapped = shape.fields.filter(
    ({ path, required }) => !required && !mapping.fields.some((one) => one.path === path),
  );
  // A field that a thing may lack tells those apart that have it: a lot, a batch.
  const mayLack = new Set(
    fields.flatMap(({ from, field }) => ('column' in from && field && !field.required ? [from.column] : [])),
  );

  return (row: number, cells: Cells): MappedRow => {
    const errors: RowError[] = [];
    const fail = (column: string | null, reason: string) => errors.push({ row, where: null, column, reason });
    const spare = cells.slice(columns.length).some((cell) => cell.trim() !== '');
    if (cells.length < columns.length || spare)
      return {
        row,
        event: null,
        errors: [
          {
            row,
            where: null,
            column: null,
            reason: `The row has ${cells.length} cells; the header has ${columns.length}.`,
          },
        ],
      };
    if (cells.some((cell) => cell.includes('\0') || !cell.isWellFormed()))
      return {
        row,
        event: null,
        errors: [
          {
            row,
            where: null,
            column: null,
            reason: 'The row holds a character that cannot be stored (U+0000 or half of a pair).',
          },
        ],
      };

    const data: Record<string, unknown> = {};
    for (const path of shape.lists) setAt(data, path, []);
    for (const { path } of unmapped) setAt(data, path, null);
    for (const { path, from, as, field } of fields) {
      const text = 'column' in from ? cellOf(cells, from.column) : from.constant.trim();
      const read = convert(text, as, field);
      if ('error' in read) fail(columnOf(from), read.error);
      else setAt(data, path, read.value);
    }
    const timeOf = (time: CsvMapping['eventTime']): string | undefined => {
      if (!time) return undefined;
      const text = cellOf(cells, time.column);
      const told = readDateText(text, time.formats);
      if (told === null) fail(time.column, `“${text}” is no date of the form ${time.formats.join(' or ')}.`);
      return told === null ? undefined : told.length === 10 ? `${told}T00:00:00Z` : told;
    };
    const [time, recordedtime] = [timeOf(mapping.eventTime), timeOf(mapping.recordTime)];
    const region = mapping.region
      ? 'column' in mapping.region
        ? cellOf(cells, mapping.region.column)
        : mapping.region.constant.trim()
      : '';
    const parts = mapping.id.map((column) => cellOf(cells, column));
    const named = parts.some((part) => part !== '');
    mapping.id.forEach((column, index) => {
      if (parts[index] || (named && mayLack.has(column))) return;
      const remedy = 'fill it, or take another column as the id in the mapping';
      fail(column, `The cell is empty, and it is part of the id of the row: ${remedy}.`);
    });
    if (errors.length) return { row, event: null, errors };
    const checked = contract.schema.safeParse(data);
    if (!checked.success) {
      for (const issue of checked.error.issues.slice(0, 10)) {
        const path = issue.path.join('.');
        const from = fields.find((one) => one.path === path)?.from;
        fail(from ? columnOf(from) : null, `${path || 'The row'}: ${issue.message}`);
      }
      return { row, event: null, errors };
    }
    const changed =
      mapping.whenChanged === 'new'
        ? `/${sha256(Buffer.from(JSON.stringify(cells)))
            .toString('hex')
            .slice(0, 12)}`
        : '';
    return {
      row,
      event: {
        id: parts.map(encodeURIComponent).join('/') + changed,
        type: contract.type,
        ...(contract.version > 1 ? { dataschema: contractUri(contract) } : {}),
        ...(time ? { time } : {}),
        ...(recordedtime ? { recordedtime } : {}),
        ...(region ? { region } : {}),
        data,
      },
      errors: null,
    };
  };
}

const columnOf = (from: Origin): string | null => ('column' in from ? from.column : null);

/** Everything about a mapping that does not fit the contract or the file, as sentences. */
function findProblems(mapping: CsvMapping, fields: readonly ContractField[], columns: readonly string[]): string[] {
  const problems: string[] = [];
  const used = [
    ...mapping.fields.flatMap(({ from }) => ('column' in from ? [from.column] : [])),
    ...mapping.id,
    ...[mapping.eventTime, mapping.recordTime].flatMap((time) => (time ? [time.column] : [])),
    ...(mapping.region && 'column' in mapping.region ? [mapping.region.column] : []),
  ];
  for (const name of new Set(used)) {
    const found = columns.filter((column) => column === name).length;
    if (found === 0)
      problems.push(`The file has no column “${name}”; it has ${columns.map((one) => `“${one}”`).join(', ')}.`);
    if (found > 1) problems.push(`The header names “${name}” ${found} times, so it is unclear which column is meant.`);
  }
  const told = new Map<string, number>();
  for (const { path, as } of mapping.fields) {
    told.set(path, (told.get(path) ?? 0) + 1);
    if (!fields.some((field) => field.path === path)) problems.push(`${mapping.signalType} has no field “${path}”.`);
    if (as.kind === 'date') problems.push(...badFormats(as.formats));
  }
  for (const time of [mapping.eventTime, mapping.recordTime]) if (time) problems.push(...badFormats(time.formats));
  for (const [path, count] of told) if (count > 1) problems.push(`The field “${path}” is mapped ${count} times.`);
  for (const { path, required } of fields)
    if (required && !told.has(path)) problems.push(`The field “${path}” needs a column or a constant.`);
  return problems;
}

const badFormats = (formats: readonly string[]): string[] =>
  formats
    .filter((format) => !isDateFormat(format))
    .map((format) => `“${format}” is no date format: it needs a year, a month and a day, each once.`);

const YES = new Set(['true', 'yes', 'y', '1', 'x']);
const NO = new Set(['false', 'no', 'n', '0', '']);

function convert(text: string, as: Conversion, field: ContractField | undefined): Read {
  if (as.kind === 'yes-no') {
    const lower = text.toLowerCase();
    return YES.has(lower)
      ? { value: true }
      : NO.has(lower)
        ? { value: false }
        : { error: `“${text}” is neither yes nor no.` };
  }
  if (text === '')
    return field?.required ? { error: `The cell is empty, and ${field.path} needs a value.` } : { value: null };
  if (as.kind === 'number') return readNumber(text, as.decimal);
  if (as.kind === 'date') {
    const told = readDateText(text, as.formats);
    return told === null ? { error: `“${text}” is no date of the form ${as.formats.join(' or ')}.` } : { value: told };
  }
  if (as.kind === 'list') {
    const meant = Object.hasOwn(as.values, text) ? as.values[text] : field?.values.includes(text) ? text : undefined;
    if (meant === undefined)
      return {
        error: `“${text}” is not in the list of the mapping (${Object.keys(as.values).join(', ') || 'empty'}).`,
      };
    return { value: field?.kind === 'number' ? Number(meant) : meant };
  }
  return { value: text };
}

/** A number with its decimal separator; the other one, spaces and apostrophes may separate thousands. */
function readNumber(text: string, decimal: '.' | ','): Read {
  const group = decimal === '.' ? ',' : '.';
  const grouped = new RegExp(`^[-+]?\\d{1,3}([${group} '\\u00a0\\u202f]\\d{3})+(\\${decimal}\\d+)?$`);
  const plain = new RegExp(`^[-+]?(\\d+(\\${decimal}\\d*)?|\\${decimal}\\d+)([eE][-+]?\\d{1,2})?$`);
  if (!plain.test(text) && !grouped.test(text))
    return { error: `“${text}” is no number with “${decimal}” before its decimals.` };
  const bare = plain.test(text) ? text : text.replace(/[ '\u00a0\u202f]/g, '').replaceAll(group, '');
  const value = readDecimal(bare.replace(decimal, '.'));
  return value === null ? { error: `“${text}” has more digits than can be kept.` } : { value };
}

/** Sets a member by its path; names come from the contract, never from the file. */
function setAt(target: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.split('.');
  let at = target;
  for (const name of names.slice(0, -1)) {
    const inner = (at[name] ?? {}) as Record<string, unknown>;
    at[name] = inner;
    at = inner;
  }
  at[names.at(-1) ?? ''] = value;
}
