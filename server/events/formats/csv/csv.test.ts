import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTRACTS, findContract } from '../../contracts/index.ts';
import { guessMapping } from './guess-mapping.ts';
import { shapeOf } from './list-fields.ts';
import { prepareMapping } from './map-row.ts';
import { readCsv } from './read-csv.ts';
import { readDateText } from './read-date.ts';
import { columnNames, readRows } from './read-rows.ts';
import { type CsvMappingInput, csvMappingSchema } from './schema.ts';

const placed = findContract('purchase-order.placed', 1);
if (!placed) throw new Error('no contract');

const LAYOUT = { delimiter: ',', encoding: 'utf-8', header: true } as const;
const rowsOf = async (text: string | Buffer, layout: Parameters<typeof readRows>[1] = LAYOUT) => {
  const rows: unknown[] = [];
  for await (const { row, cells, error } of readRows(Buffer.from(text), layout))
    rows.push(cells ? [row, ...cells] : [row, error]);
  return rows;
};

describe('readRows', () => {
  it.each([
    [
      'a byte order mark',
      '\ufeffa,b\n1,2\n',
      [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    ],
    [
      'quotes, commas and line breaks in cells',
      'a,b\n"x ""y"", z","1\n2"\n3,4',
      [
        [1, 'a', 'b'],
        [3, 'x "y", z', '1\n2'],
        [4, '3', '4'],
      ],
    ],
    [
      'CRLF and empty lines',
      'a,b\r\n\r\n1,2\r\n , \r\n',
      [
        [1, 'a', 'b'],
        [3, '1', '2'],
      ],
    ],
    [
      'a quote in the wrong place',
      'a,b\n1,"x"y"\n3,4\n',
      [
        [1, 'a', 'b'],
        [2, 'A quotation mark inside of a quoted cell must be doubled.'],
        [3, '3', '4'],
      ],
    ],
    [
      'a quote that never closes',
      'a,b\n1,"open\n3,4\n5,6',
      [
        [1, 'a', 'b'],
        [2, 'A quotation mark is opened and never closed.'],
        [3, '3', '4'],
        [4, '5', '6'],
      ],
    ],
    [
      'a quote that is closed and goes on',
      'a,b\n"x"y,1\n3,4\n',
      [
        [1, 'a', 'b'],
        [2, 'A quotation mark inside of a quoted cell must be doubled.'],
        [3, '3', '4'],
      ],
    ],
    [
      'a quote inside of a bare cell, after a cell of two lines',
      'a,b\n"1\n2",5" pipe\n3,4\n',
      [
        [1, 'a', 'b'],
        [2, 'A cell with quotation marks must be quoted as a whole, and the marks inside doubled.'],
        [4, '3', '4'],
      ],
    ],
    [
      'a row that is far too long',
      `a,b\n${'x'.repeat(300_000)},1\n"${'x'.repeat(300_000)}",1\n3,4\n`,
      [
        [1, 'a', 'b'],
        [2, 'The row is longer than 200000 characters; a quotation mark may be missing.'],
        [3, 'The row is longer than 200000 characters; a quotation mark may be missing.'],
        [4, '3', '4'],
      ],
    ],
    [
      'lines that end in carriage returns alone',
      'a,b\r"1\r2",x\r3,4',
      [
        [1, 'a', 'b'],
        [3, '1\r2', 'x'],
        [4, '3', '4'],
      ],
    ],
    ['nothing', '', []],
  ])('%s', async (_name, text, expected) => {
    expect(await rowsOf(text)).toEqual(expected);
  });
  it('Windows-1252 when the mapping says so', async () => {
    expect(
      await rowsOf(Buffer.from('M\xfcller;\x80 5\n', 'latin1'), {
        ...LAYOUT,
        delimiter: ';',
        encoding: 'windows-1252',
      }),
    ).toEqual([[1, 'Müller', '€ 5']]);
  });
  it('names the line that is not UTF-8', async () => {
    await expect(
      rowsOf(Buffer.concat([Buffer.from('a\nb\n'), Buffer.from([0xff]), Buffer.from('\n')])),
    ).rejects.toThrow(/^Line 3 is not UTF-8/);
  });
  it('columns without a name are called by their place', () => {
    expect(columnNames(['a', ' ', 'c'], true)).toEqual(['a', '2', 'c']);
    expect(columnNames(['a', 'b'], false)).toEqual(['1', '2']);
  });
});

describe('readDateText', () => {
  it.each([
    ['24.12.2026', ['d.M.yyyy'], '2026-12-24'],
    ['4.1.26', ['d.M.yy'], '2026-01-04'],
    ['4-Jan-99', ['d-MMM-yy'], '1999-01-04'],
    ['Dec 24, 2026', ['MMM d, yyyy'], '2026-12-24'],
    ['12/24/2026', ['d/M/yyyy', 'M/d/yyyy'], '2026-12-24'],
    ['20261224', ['yyyyMMdd'], '2026-12-24'],
    ['24.12.2026 07:05', ['dd.MM.yyyy HH:mm'], '2026-12-24T07:05:00Z'],
    ['2026-12-24T07:05:00+02:00', ['ISO'], '2026-12-24T07:05:00+02:00'],
    ['2026-12-24', ['ISO'], '2026-12-24'],
    ['31.02.2026', ['d.M.yyyy'], null],
    ['24.12.2026 25:00', ['d.M.yyyy HH:mm'], null],
    ['12.24', ['d.M.'], null],
    ['x', ['d.M.yyyy'], null],
    ['2026-13-01', ['ISO'], null],
  ])('%s as %j is %s', (text, formats, expected) => expect(readDateText(text, formats)).toBe(expected));
});

describe('shapeOf', () => {
  it('tells what rows can fill', () => {
    const fields = shapeOf(placed)?.fields ?? [];
    expect(fields.filter(({ required }) => required).map(({ path }) => path)).toEqual([
      'orderNumber',
      'lineNumber',
      'item',
      'quantity',
      'unit',
    ]);
    expect(fields.find(({ path }) => path === 'requestedDelivery')).toMatchObject({ kind: 'date', required: false });
    const sent = findContract('purchase-order.sent', 1);
    expect(sent && shapeOf(sent)?.fields.map(({ path }) => path)).toContain('line.scheduledDelivery');
  });
  it.each(['shipment.noticed', 'mail.received', 'tender.offered', 'clock.advanced'])(
    '%s cannot be filled by a row',
    (type) => {
      const one = findContract(type, 1);
      expect(one && shapeOf(one)).toBeNull();
    },
  );
  it('knows every contract that it offers well enough for a file with its own column names', () => {
    for (const one of CONTRACTS) {
      const shape = shapeOf(one);
      if (!shape) continue;
      const columns = shape.fields.map(({ path }) => path);
      const mapping = guessMapping(one, columns);
      expect(mapping?.fields.map(({ path }) => path)).toEqual(columns);
    }
  });
});

const MAPPING: CsvMappingInput = {
  signalType: 'purchase-order.placed',
  fields: [
    { path: 'orderNumber', from: { column: 'po' }, as: { kind: 'text' } },
    { path: 'lineNumber', from: { column: 'line' }, as: { kind: 'text' } },
    { path: 'item', from: { column: 'item' }, as: { kind: 'text' } },
    { path: 'quantity', from: { column: 'qty' }, as: { kind: 'number', decimal: '.' } },
    { path: 'unit', from: { constant: 'EA' }, as: { kind: 'text' } },
  ],
  id: ['po', 'line'],
};
const COLUMNS = ['po', 'line', 'item', 'qty'];
const map = (cells: string[], changes: Partial<CsvMappingInput> = {}) =>
  prepareMapping(csvMappingSchema.parse({ ...MAPPING, ...changes }), placed, COLUMNS)(7, cells);

describe('a row', () => {
  it.each([
    [['a'], 'The row has 1 cells; the header has 4.'],
    [['a', 'b', 'c', '1', 'x'], 'The row has 5 cells; the header has 4.'],
    [['a', 'b', '', '1'], 'The cell is empty, and item needs a value.'],
    [['a', '', 'c', '1'], 'The cell is empty, and lineNumber needs a value.'],
    [['a', 'b', 'c', '-1'], 'quantity: Too small: expected number to be >=0'],
    [['a', 'b', 'c', '1,5'], '“1,5” is no number with “.” before its decimals.'],
    [['a', 'b', 'c', '0.12345678901234567891'], '“0.12345678901234567891” has more digits than can be kept.'],
    [['a\0', 'b', 'c', '1'], 'The row holds a character that cannot be stored (U+0000 or half of a pair).'],
  ])('%j: %s', (cells, reason) => {
    const { errors } = map(cells);
    expect(errors?.[0]).toMatchObject({ row: 7, reason });
  });
  it('with empty cells past its end is whole', () => expect(map(['a', 'b', 'c', '1', '', ' ']).errors).toBeNull());
  it('has an id that tells its cells apart', () => {
    const id = (cells: string[]) => map(cells).event?.id;
    expect(id(['a/b', 'c', 'i', '1'])).not.toBe(id(['a', 'b/c', 'i', '1']));
    expect(id(['a', 'b', 'i', '1'])).toBe(id(['a', 'b', 'other', '2']));
    const asNew = (cells: string[]) => map(cells, { whenChanged: 'new' }).event?.id;
    expect(asNew(['a', 'b', 'i', '1'])).not.toBe(asNew(['a', 'b', 'other', '2']));
    expect(asNew(['a', 'b', 'i', '1'])).toBe(asNew(['a', 'b', 'i', '1']));
  });
  it('may lack a part of its id that its thing may lack, and not all of them', () => {
    const fields = [...MAPPING.fields, { path: 'shipTo', from: { column: 'to' }, as: { kind: 'text' as const } }];
    const mapping = csvMappingSchema.parse({ ...MAPPING, fields, id: ['po', 'line', 'to'] });
    const read = prepareMapping(mapping, placed, [...COLUMNS, 'to']);
    expect(read(7, ['a', 'b', 'c', '1', '']).event?.id).toBe('a/b/');
    expect(read(7, ['a', 'b', 'c', '1', 'DC']).event?.id).toBe('a/b/DC');
    const alone = prepareMapping({ ...mapping, id: ['to'] }, placed, [...COLUMNS, 'to']);
    expect(alone(7, ['a', 'b', 'c', '1', '']).errors?.[0]?.reason).toMatch(/part of the id of the row: fill it, or/);
  });
  it.each([
    ['1.234.567,5', ',', 1234567.5],
    ["1'234.5", '.', 1234.5],
    ['1 234', '.', 1234],
    ['.5', '.', 0.5],
    ['1e3', '.', 1000],
    ['+7', '.', 7],
  ] as const)('the number %s with %s is %d', (text, decimal, expected) => {
    const fields = MAPPING.fields.map((field) =>
      field.path === 'quantity' ? { ...field, as: { kind: 'number' as const, decimal } } : field,
    );
    expect(map(['a', 'b', 'c', text], { fields }).event?.data.quantity).toBe(expected);
  });
  it('reads whatever text it is given into a signal that fits the contract, or errors', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 4, maxLength: 4 }), (cells) => {
        const { event, errors } = map(cells);
        if (event) expect(placed.schema.safeParse(event.data).success).toBe(true);
        else expect(errors?.length).toBeGreaterThan(0);
      }),
    );
  });
});

it('any table that is written as CSV is read back row for row', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ü', '"', ',', '\n', ' ', ';') });
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), async (table) => {
      const rows = (await rowsOf(table.map((row) => row.map(quoted).join(',')).join('\n'))) as unknown[][];
      expect(rows.map((row) => row.slice(1))).toEqual(table.filter((row) => row.some((text) => text.trim() !== '')));
    }),
    { numRuns: 50 },
  );
});

it('a broken row costs its line alone, wherever it falls into the pieces that are read', async () => {
  const sound = Array.from({ length: 9_000 }, (_, n) => (n % 7 ? `${n},row ${n}` : `${n},"row\n${n}"`));
  const broken = ['x,"open', 'x,"a"b', 'x,a"b', `x,${'y'.repeat(250_000)}`];
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: sound.length }), fc.constantFrom(...broken), async (place, bad) => {
      const rows = (await rowsOf(sound.toSpliced(place, 0, bad).join('\n'))) as unknown[][];
      const told = rows.filter((row) => row.length === 3).map(([, number]) => Number(number));
      expect(rows.filter((row) => row.length === 2)).toHaveLength(1);
      expect(told).toEqual(sound.map((_row, n) => n));
    }),
    { numRuns: 12 },
  );
}, 30_000);

it('100,000 rows are read without holding them', async () => {
  const line = (index: number) => `PO-${index},${index},KIT-1,${index}\n`;
  const bytes = Buffer.from(`po,line,item,qty\n${Array.from({ length: 100_000 }, (_, index) => line(index)).join('')}`);
  const mapping = csvMappingSchema.parse(MAPPING);
  let rows = 0;
  let most = 0;
  const before = process.memoryUsage().heapUsed;
  for await (const { event } of readCsv(bytes, mapping, placed)) {
    if (event) rows += 1;
    if (rows % 5_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
  }
  expect(rows).toBe(100_000);
  expect(most).toBeLessThan(250 * 1024 * 1024);
}, 30_000);
