import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import classes from './audit.module.css';

/** Whether the stored hash is the hash of the stored bytes: by icon and word. */
export function SoundMark({ sound }: { sound: boolean }) {
  return (
    <span className={sound ? classes.sound : classes.unsound}>
      {sound ? <IconCheck size={14} aria-hidden /> : <IconAlertTriangle size={14} aria-hidden />}
      {sound ? 'sound' : 'the record does not match its hash'}
    </span>
  );
}
