'use client';

import type { Trace } from '../../server/audit/schema.ts';
import { plural } from '../ui/format.ts';
import { WorldTime } from '../ui/times.tsx';
import classes from './audit.module.css';
import { Hash } from './hash.tsx';

const OPEN_BELOW = 6;

/** The signals a decision stands on: what each said, when it happened, when it became known, and its payload's hash. */
export function ChainSignals({ signals }: { signals: Trace['chain'][number]['signals'] }) {
  return (
    <details open={signals.length < OPEN_BELOW} className={classes.entries}>
      <summary>{plural(signals.length, 'signal')} in the order in which they arrived</summary>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Signal</th>
              <th scope="col">Source</th>
              <th scope="col">Happened (UTC)</th>
              <th scope="col">Became known (UTC)</th>
              <th scope="col">Payload hash</th>
            </tr>
          </thead>
          <tbody>
            {signals.map((signal) => (
              <tr key={`${signal.source} ${signal.id}`}>
                <th scope="row">{signal.words}</th>
                <td>{signal.source}</td>
                <td className={classes.when}>
                  <WorldTime at={signal.eventAt} />
                </td>
                <td className={classes.when}>
                  <WorldTime at={signal.recordedAt} />
                </td>
                <td>
                  <Hash of={`signal ${signal.id}`} value={signal.payloadHash} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
