import type { Figure, Told } from '../../server/events/world/network/schema.ts';
import { formatDate, formatDuration, formatUtc } from '../ui/format.ts';
import styles from './network.module.css';

const quantity = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** A quantity with thousands separated and at most two decimals: "1,234.5". */
export const formatQuantity = (value: number): string => quantity.format(value).replace('-', '−');

/** A quantity with its unit; a unit that begins with a figure is set apart: "300 × 25 sets". */
export const formatAmount = (value: number, unit: string): string =>
  `${formatQuantity(value)} ${/^\d/.test(unit) ? '× ' : ''}${unit}`;

/** A price in its currency, at least two decimals: "$46.00", "$0.325"; without a currency, the figure alone. */
export const formatPrice = (amount: number, currency: string | null): string =>
  currency && /^[A-Z]{3}$/.test(currency)
    ? new Intl.NumberFormat('en-US', { style: 'currency', currency, maximumFractionDigits: 4 }).format(amount)
    : formatQuantity(amount);

/** Who told something and when, for hovering: source and signal, event, record and receipt apart, age. */
export function toldWords({ source, signalId, at, eventAt, receivedAt, ageMs }: Told): string {
  const times = [
    eventAt ? `happened ${formatUtc(new Date(eventAt))}` : null,
    `recorded ${formatUtc(new Date(at))}`,
    receivedAt ? `received ${formatUtc(new Date(receivedAt))}` : null,
  ];
  return [source, signalId, ...times.filter((time) => time !== null), `${formatDuration(ageMs)} old`].join(' · ');
}

/** The words of a figure: a day as a date, an instant with its zone, a number with thousands separated. */
export function figureWords(value: Figure['value']): string | null {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return formatQuantity(value);
  if (DAY.test(value)) return formatDate(new Date(value));
  return INSTANT.test(value) ? formatUtc(new Date(value)).replace(/:\d\d UTC$/, ' UTC') : value;
}

/** A figure that says on hover who told it and how old it is; a dash where nobody has. */
export function FigureText({ figure }: { figure: Figure | undefined }) {
  const words = figure ? figureWords(figure.value) : null;
  if (!figure || words === null)
    return (
      <span className={styles.none} title="Not told by any source">
        –
      </span>
    );
  return <span title={figure.told ? toldWords(figure.told) : undefined}>{words}</span>;
}

/** How old a figure is by the clock of its stream, and who told it. */
export function ToldBy({ told }: { told: Told | null }) {
  if (!told) return <span className={styles.none}>–</span>;
  return (
    <span className={styles.told} title={toldWords(told)}>
      {formatDuration(told.ageMs)}, {told.source}
    </span>
  );
}
