'use client';

import { Modal } from '@mantine/core';
import { KeyTable } from './key-table.tsx';

/** All keys, by where they work. Single keys can be switched off in Settings. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Keys" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <KeyTable />
    </Modal>
  );
}
