import { formatMoney } from './format.ts';

type Props = {
  usd: number /** "$4.21 M" */;
  compact?: boolean /** always with its sign, for differences */;
  signed?: boolean;
};

/** An amount in US dollars, in figures that stand under figures. A shortened amount gives the whole one on hover. */
export function Money({ usd, compact, signed }: Props) {
  return (
    <span
      className="num"
      style={{ whiteSpace: 'nowrap' }}
      title={compact ? formatMoney(usd, { signed: signed ?? false }) : undefined}
    >
      {formatMoney(usd, { compact: compact ?? false, signed: signed ?? false })}
    </span>
  );
}
