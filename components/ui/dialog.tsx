'use client';

import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './dialog.module.css';

type Props = { title: string; opened: boolean; close: () => void; wide?: boolean; children: ReactNode };

/**
 * The browser's own dialog: it keeps the focus inside, gives it back to what opened it, and closes on Escape. Its content
 * lives only while it is open. A press outside does not close it: what was typed would be lost.
 */
export function Dialog({ title, opened, close, wide, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    if (!dialog || dialog.open === opened) return;
    if (!opened) return dialog.close();
    dialog.showModal();
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [opened]);
  return (
    <dialog ref={element} className={styles.dialog} data-wide={wide || undefined} aria-labelledby={id} onClose={close}>
      {opened ? (
        <>
          <header className={styles.head}>
            <h2 id={id}>{title}</h2>
            <ActionIcon onClick={close} aria-label="Close">
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </header>
          {children}
        </>
      ) : null}
    </dialog>
  );
}
