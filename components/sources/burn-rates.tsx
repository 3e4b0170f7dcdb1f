import type { Health } from '../../server/events/health/schema.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { StateWord } from './state-word.tsx';

type Burn = Health['burns'][number];

const NAMES: Record<Burn['kind'], string> = { fast: 'Fast', slow: 'Slow', steady: 'Steady' };
const rate = (value: number | null): string => (value === null ? 'no budget' : `${value.toFixed(1)}×`);

const COLUMNS: Column<Burn>[] = [
  { key: 'kind', header: 'Burn', cell: ({ kind }) => NAMES[kind] },
  { key: 'windows', header: 'Windows', cell: ({ words }) => words },
  { key: 'long', header: 'Long', numeric: true, cell: ({ long }) => rate(long) },
  { key: 'short', header: 'Short', numeric: true, cell: ({ short }) => rate(short) },
  { key: 'factor', header: 'Alert at', numeric: true, cell: ({ factor }) => `${factor}×` },
  {
    key: 'state',
    header: 'State',
    cell: ({ burning }) =>
      burning ? <StateWord words="burning" tone="attention" /> : <StateWord words="calm" tone="ok" />,
  },
];

/** How fast the budget is spent, in each pair of windows, beside the rate at which an alert opens. */
export function BurnRates({ burns }: { burns: Burn[] }) {
  if (burns.length === 0) return null;
  return <DataTable label="Burn rates" columns={COLUMNS} rows={burns} rowKey={({ kind }) => kind} />;
}
