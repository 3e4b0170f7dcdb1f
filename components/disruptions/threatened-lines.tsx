import type { Card } from '../../server/decisions/disruptions/schema.ts';
import { formatCount, plural } from '../ui/format.ts';
import { Money } from '../ui/money.tsx';
import { WorldTime } from '../ui/times.tsx';
import classes from './card.module.css';

type Line = Card['threatens']['lines'][number];

const OPEN_UP_TO = 8;

/** The order lines of a case. A short list stands open. */
export function ThreatenedLines({ lines }: { lines: Line[] }) {
  if (lines.length === 0) return null;
  return (
    <details open={lines.length <= OPEN_UP_TO}>
      <summary>{plural(lines.length, 'order line')}</summary>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Order · line</th>
              <th scope="col" data-num>
                Packs
              </th>
              <th scope="col" data-num>
                Value
              </th>
              <th scope="col">Customer</th>
              <th scope="col">Due</th>
              <th scope="col">Delivered</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key}>
                <th scope="row">{line.item}</th>
                <td className={classes.quiet}>
                  {line.orderNumber} · {line.lineNumber}
                </td>
                <td data-num title={`${formatCount(line.quantity)} × ${line.packUnit}`}>
                  {formatCount(line.quantity)}
                </td>
                <td data-num>
                  <Money usd={line.valueUsd} />
                </td>
                <td>{line.customer}</td>
                <td>
                  <WorldTime at={line.dueAt} date />
                </td>
                <td>
                  {line.deliveredAt ? (
                    <WorldTime at={line.deliveredAt} date />
                  ) : (
                    <span className={classes.quiet}>not yet</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
