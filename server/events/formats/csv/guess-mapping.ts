import type { Contract } from '../../contracts/index.ts';
import { shapeOf } from './list-fields.ts';
import type { ContractField, Conversion, CsvMapping } from './schema.ts';

/** Columns of the envelope, for files whose header speaks our words. */
const ENVELOPE = { id: 'id', time: 'time', recordedtime: 'recordedtime', region: 'region' } as const;

const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * A first mapping for columns: each field gets the column of its own name, however it is written (`order_number`, `Order Number`).
 * @returns the mapping, which may still lack fields; null when the contract cannot be filled by rows.
 */
export function guessMapping(
  contract: Contract,
  columns: readonly string[],
  layout: Partial<Pick<CsvMapping, 'delimiter' | 'encoding' | 'header'>> = {},
): CsvMapping | null {
  const shape = shapeOf(contract);
  if (!shape) return null;
  const columnFor = (name: string) => columns.find((column) => bare(column) === bare(name));
  const fields = shape.fields.flatMap((field) => {
    const column = columnFor(field.path) ?? columnFor(field.path.split('.').at(-1) ?? '');
    return column ? [{ path: field.path, from: { column }, as: conversionFor(field) }] : [];
  });
  const timed = (name: string) => {
    const column = columnFor(name);
    return column ? { column, formats: ['ISO'] } : null;
  };
  const id = columnFor(ENVELOPE.id);
  const region = columnFor(ENVELOPE.region);
  return {
    signalType: contract.type,
    contractVersion: contract.version,
    delimiter: layout.delimiter ?? ',',
    encoding: layout.encoding ?? 'utf-8',
    header: layout.header ?? true,
    fields,
    id: id ? [id] : keyColumns(fields),
    whenChanged: 'conflict',
    eventTime: timed(ENVELOPE.time),
    recordTime: timed(ENVELOPE.recordedtime),
    region: region ? { column: region } : null,
  };
}

/** Columns that name a thing: numbers of orders, lines, shipments, and what stands beside them; else all that are mapped. */
function keyColumns(fields: CsvMapping['fields']): string[] {
  const columns = fields.flatMap(({ path, from }) => ('column' in from ? [{ path, column: from.column }] : []));
  const keys = columns.filter(({ path }) => /(orderNumber|lineNumber|shipment|lot|item|site)$/.test(path));
  return (keys.length ? keys : columns).slice(0, 10).map(({ column }) => column);
}

/** How a field is read unless the mapping says otherwise. */
export function conversionFor({ kind, values }: ContractField): Conversion {
  if (kind === 'number') return { kind, decimal: '.' };
  if (kind === 'date') return { kind, formats: ['ISO'] };
  if (kind === 'list') return { kind, values: Object.fromEntries(values.map((value) => [value, value])) };
  return { kind };
}
