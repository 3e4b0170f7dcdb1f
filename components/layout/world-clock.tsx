'use client';

import { useLive } from '../live/live-provider.tsx';
import { WorldTime } from '../ui/times.tsx';
import styles from './shell.module.css';

/** The time in the world that the facts speak of: the wall clock in production, the replay's own days in a replay. */
export function WorldClock() {
  const { world } = useLive();
  return (
    <div
      className={styles.world}
      title={
        world ? `Stream ${world.source}, ${world.clock === 'replay' ? 'replayed' : 'on the wall clock'}` : undefined
      }
    >
      {world ? (
        <>
          <span className={styles.quiet}>world</span> <WorldTime at={world.at} />
        </>
      ) : null}
    </div>
  );
}
