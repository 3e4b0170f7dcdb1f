'use client';

import { UnstyledButton, type UnstyledButtonProps } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import { useMe } from './person.tsx';
import styles from './shell.module.css';

/** The name that opens the menu. */
export function PersonButton(props: UnstyledButtonProps & ComponentPropsWithRef<'button'>) {
  const { name } = useMe();
  return (
    <UnstyledButton {...props} className={styles.person} aria-label={`${name}: account, colours, sign out`}>
      {name} <IconChevronDown size={14} aria-hidden="true" />
    </UnstyledButton>
  );
}
