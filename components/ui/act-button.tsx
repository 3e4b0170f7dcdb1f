'use client';

import { Button, type ButtonProps } from '@mantine/core';
import { type MouseEventHandler, type ReactNode, useId } from 'react';
import { useCanAct } from '../live/live-provider.tsx';
import { NOT_LIVE } from '../live/live-state.ts';
import { KeyHint } from './key-hint.tsx';
import { Tip } from './tip.tsx';
import styles from './ui.module.css';

type Props = ButtonProps & {
  children: ReactNode;
  onClick?: MouseEventHandler<HTMLButtonElement>;
  type?: 'button' | 'submit';
  /** Why this may not be done now, or null when it may. */
  denied?: string | null;
  /** The key that does the same, shown on the button. */
  hotkey?: string;
};

/**
 * A button that changes something in the world. When it may not be used it stays reachable and says why; it never acts
 * on facts that may be old.
 */
export function ActButton({ children, onClick, denied = null, hotkey, type = 'button', ...look }: Props) {
  const live = useCanAct();
  const id = useId();
  const reason = denied ?? (live ? null : NOT_LIVE);
  return (
    <Tip text={reason}>
      <Button
        {...look}
        type={type}
        onClick={(event) => (reason ? event.preventDefault() : onClick?.(event))}
        {...(reason ? { 'data-disabled': true, 'aria-disabled': true, 'aria-describedby': id } : {})}
        rightSection={hotkey ? <KeyHint keys={hotkey} /> : look.rightSection}
      >
        {children}
        {reason ? (
          <span id={id} className={styles.hidden} aria-hidden="true">
            {reason}
          </span>
        ) : null}
      </Button>
    </Tip>
  );
}
