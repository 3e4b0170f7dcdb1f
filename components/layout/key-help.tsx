'use client';

import { Dialog } from '../ui/dialog.tsx';
import { KeyTable } from './key-table.tsx';

/** All keys, by where they work. Single keys can be switched off in Settings. */
export function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" opened close={onClose} wide>
      <KeyTable />
    </Dialog>
  );
}
