import type { NetworkList } from '../../server/events/world/network/constants.ts';
import type { Figure, NetworkRow } from '../../server/events/world/network/schema.ts';
import type { Column } from '../ui/data-table.tsx';
import { Link } from '../ui/link.tsx';
import {
  FigureText,
  figureWords,
  formatAmount,
  formatPrice,
  formatQuantity,
  ToldBy,
  toldWords,
} from './figure-text.tsx';
import styles from './network.module.css';
import { pageOf } from './page-of.ts';

/** `rare`: told by few sources, and left out of a page on which nobody tells it. */
type ListColumn = Column<NetworkRow> & { rare?: boolean };
type Make = Partial<Pick<ListColumn, 'numeric' | 'main' | 'wraps' | 'cell' | 'rare'>>;

const column = (key: string, header: string, make: Make = {}): ListColumn => ({
  key,
  header,
  cell: ({ figures }) => <FigureText figure={figures[key]} />,
  ...make,
});
const number = (key: string, header: string) => column(key, header, { numeric: true });
const text = (figure: Figure | undefined) => (figure ? (figureWords(figure.value) ?? '') : '');

/** What a source calls a thing beside its name; nothing where both are the same. */
const keyBeside = (key: string, header: string) =>
  column(key, header, {
    rare: true,
    cell: ({ figures }) => <FigureText figure={text(figures[key]) === text(figures.name) ? undefined : figures[key]} />,
  });

/** A price with its currency. */
const price = (key: string, header: string) =>
  column(key, header, {
    numeric: true,
    cell: ({ figures }) => {
      const [amount, currency] = [figures[key]?.value, figures.currency?.value];
      if (typeof amount !== 'number') return <FigureText figure={undefined} />;
      const told = figures[key]?.told;
      return (
        <span title={told ? toldWords(told) : undefined}>
          {formatPrice(amount, typeof currency === 'string' ? currency : null)}
        </span>
      );
    },
  });

/** The name of a thing, leading to its page where it has one. */
const named = (key: string, header: string, words?: (row: NetworkRow) => string) =>
  column(key, header, {
    main: true,
    cell: (row) => {
      const name = words?.(row) ?? text(row.figures[key]);
      const told = row.figures[key]?.told;
      return row.page ? (
        <Link href={pageOf(row.page)} title={told ? toldWords(told) : undefined}>
          {name}
        </Link>
      ) : (
        <span title={told ? toldWords(told) : undefined}>{name}</span>
      );
    },
  });

const orderName = ({ figures }: NetworkRow) => `${text(figures.orderNumber)} line ${text(figures.lineNumber)}`;
const temperature = column('temperature', 'Kept at', {
  cell: ({ figures: { minCelsius, maxCelsius } }) => {
    const [low, high] = [minCelsius?.value, maxCelsius?.value];
    if (typeof low !== 'number' && typeof high !== 'number') return <FigureText figure={undefined} />;
    return (
      <span title={minCelsius?.told ? toldWords(minCelsius.told) : undefined}>
        {low ?? '…'} to {high ?? '…'} °C
      </span>
    );
  },
});

/** A difference with its sign, marked when there is one. */
export function Gap({ value, unit }: { value: Figure['value']; unit?: string | undefined }) {
  if (typeof value !== 'number') return <FigureText figure={undefined} />;
  return (
    <span className={value === 0 ? styles.quiet : styles.bad}>
      {value > 0 ? '+' : ''}
      {unit ? formatAmount(value, unit === 'days' && Math.abs(value) === 1 ? 'day' : unit) : formatQuantity(value)}
    </span>
  );
}

const side = (key: 'left' | 'right', header: string) =>
  column(key, header, {
    cell: ({ figures }) => (
      <span title={figures[key]?.told ? toldWords(figures[key].told) : undefined}>
        {text(figures[key])} <span className={styles.quiet}>{text(figures[`${key}Basis`])}</span>
      </span>
    ),
  });

const COLUMNS: Record<NetworkList, ListColumn[]> = {
  items: [
    named('name', 'Name'),
    keyBeside('item', 'Number'),
    column('itemGroup', 'Group'),
    column('unit', 'Unit'),
    price('unitCost', 'Unit cost'),
    column('shelfLifeDays', 'Shelf life, days', { numeric: true, rare: true }),
    temperature,
  ],
  sites: [
    named('name', 'Name'),
    keyBeside('site', 'Known as'),
    column('kind', 'Kind'),
    column('country', 'Country'),
    column('latitude', 'Latitude', { numeric: true, rare: true }),
    column('longitude', 'Longitude', { numeric: true, rare: true }),
  ],
  suppliers: [
    named('name', 'Name'),
    keyBeside('supplier', 'Known as'),
    column('country', 'Country'),
    column('status', 'Status'),
  ],
  lanes: [
    named('origin', 'Lane', ({ figures }) => `${text(figures.origin)} → ${text(figures.destination)}`),
    column('mode', 'Mode'),
    number('leadDays', 'Planned days'),
    price('costPerKg', 'Cost per kg'),
  ],
  orders: [
    named('orderNumber', 'Order', orderName),
    column('supplier', 'Supplier'),
    column('item', 'Item'),
    number('quantity', 'Ordered'),
    number('confirmed', 'Confirmed'),
    column('requested', 'Requested'),
    column('promised', 'Promised'),
    column('shipTo', 'Ship to'),
    column('state', 'State'),
  ],
  shipments: [
    named('shipment', 'Shipment'),
    column('shipFrom', 'From'),
    column('shipTo', 'To'),
    column('carrier', 'Carrier'),
    column('mode', 'Mode'),
    column('expectedAt', 'Noticed for'),
    column('estimated', 'Estimated'),
    column('last', 'Last seen'),
  ],
  stock: [
    named('item', 'Item', ({ figures }) => text(figures.name) || text(figures.item)),
    column('site', 'Site'),
    number('onHand', 'Ledger'),
    number('physical', 'By hand'),
    column('gap', 'Difference', { numeric: true, cell: ({ figures }) => <Gap value={figures.gap?.value ?? null} /> }),
    number('blocked', 'Held by quality'),
    column('unit', 'Unit'),
    number('cover', 'Days of cover'),
  ],
  demand: [
    named('item', 'Item'),
    column('site', 'Site'),
    column('from', 'From'),
    number('days', 'Days'),
    number('quantity', 'Quantity'),
    column('unit', 'Unit'),
    column('model', 'Made by', { rare: true }),
  ],
  'customer-orders': [
    named('orderNumber', 'Order', orderName),
    column('customer', 'Customer'),
    column('item', 'Item'),
    column('site', 'From'),
    number('quantity', 'Quantity'),
    column('unit', 'Unit'),
    column('promisedDelivery', 'Promised'),
    column('state', 'State'),
  ],
  production: [
    named('orderNumber', 'Order'),
    column('item', 'Item'),
    column('site', 'Site'),
    number('quantity', 'Quantity'),
    column('unit', 'Unit'),
    column('start', 'Start'),
    column('finish', 'Finish'),
    column('state', 'State'),
  ],
  lots: [
    named('lot', 'Lot'),
    column('item', 'Item'),
    column('site', 'Site'),
    number('quantity', 'Quantity'),
    column('unit', 'Unit'),
    column('status', 'Status'),
  ],
  things: [
    named('thing', 'Thing'),
    column('readPoint', 'Seen at'),
    column('bizLocation', 'Kept at'),
    column('bizStep', 'Step'),
    column('disposition', 'State'),
    column('at', 'Last seen'),
    number('seen', 'Times seen'),
  ],
  disagreements: [
    named('thing', 'About'),
    column('what', 'Figure'),
    side('left', 'One says'),
    side('right', 'The other says'),
    column('gap', 'Difference', {
      numeric: true,
      cell: ({ figures }) => <Gap value={figures.gap?.value ?? null} unit={text(figures.unit)} />,
    }),
    column('since', 'Since'),
    column('leftSource', 'Sources', {
      cell: ({ figures: { left, right } }) => (
        <span className={styles.told}>{[...new Set([left?.told?.source, right?.told?.source])].join(' and ')}</span>
      ),
    }),
  ],
};

const TOLD: Column<NetworkRow> = { key: 'told', header: 'Age, told by', cell: ({ told }) => <ToldBy told={told} /> };

const isTold = ({ figures }: NetworkRow, key: string): boolean => {
  const value = figures[key]?.value ?? null;
  return value !== null && value !== figures.name?.value;
};

/** The columns of a page of a list; the last says how old the newest figure of the row is, and who told it. */
export const listColumns = (list: NetworkList, rows: readonly NetworkRow[]): Column<NetworkRow>[] => [
  ...COLUMNS[list].filter(({ key, rare }) => !rare || rows.some((row) => isTold(row, key))),
  TOLD,
];
