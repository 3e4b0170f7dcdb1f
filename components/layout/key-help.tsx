'use client';

import { Modal } from '@mantine/core';
import { KeyHint } from '../ui/key-hint.tsx';
import { KEY_HELP } from './screens.ts';
import styles from './shell.module.css';

/** All keys, by where they work. Single keys can be switched off in Settings. */
export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <KeyTable />
    </Modal>
  );
}

/** The same list, for the help and for Settings. */
export function KeyTable() {
  return (
    <div className={styles.keyHelp}>
      {KEY_HELP.map(({ where, keys }) => (
        <section key={where}>
          <h3>{where}</h3>
          <dl>
            {keys.map(({ keys: pressed, does }) => (
              <div key={pressed}>
                <dt>
                  <KeyHint keys={pressed} named />
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
