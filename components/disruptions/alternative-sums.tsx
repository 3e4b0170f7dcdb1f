import type { Alternative } from '../../server/decisions/proposals/schema.ts';
import classes from './alternatives.module.css';

/** How the figures of an alternative were worked out, one line a sum. */
export function AlternativeSums({ alternative }: { alternative: Alternative }) {
  const { sums, service, reversible } = alternative;
  return (
    <div className={classes.sums}>
      {sums.length > 0 ? (
        <table>
          <thead>
            <tr>
              <th scope="col">Sum</th>
              <th scope="col">Working</th>
              <th scope="col" data-num>
                Result
              </th>
            </tr>
          </thead>
          <tbody>
            {sums.map((sum) => (
              <tr key={sum.label}>
                <th scope="row">{sum.label}</th>
                <td>{sum.working}</td>
                <td data-num>{sum.result}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p>There is nothing to work out.</p>
      )}
      {service.words && <p>{service.words}</p>}
      {reversible.words && <p>{reversible.words}</p>}
    </div>
  );
}
