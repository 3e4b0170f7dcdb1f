'use client';

import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Tip } from '../ui/tip.tsx';
import classes from './audit.module.css';
import { shortHash } from './diff-values.ts';

/** A hash shortened to both its ends, whole in the title and on the clipboard. */
export function Hash({ of, value }: { of: string; value: string }) {
  return (
    <span className={classes.hash}>
      <code title={value}>{shortHash(value)}</code>
      <CopyButton value={value} timeout={1500}>
        {({ copied, copy }) => (
          <Tip text={copied ? 'Copied' : 'Copy the whole hash'}>
            <ActionIcon size={24} onClick={copy} aria-label={copied ? `Hash of ${of} copied` : `Copy hash of ${of}`}>
              {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
            </ActionIcon>
          </Tip>
        )}
      </CopyButton>
    </span>
  );
}
