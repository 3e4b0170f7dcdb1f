'use client';

import styles from './ui.module.css';

type Props<Key extends string> = {
  label: string;
  views: readonly { key: Key; label: string }[];
  view: Key;
  onView: (view: Key) => void;
};

/** A few ways to look at one screen, of which one is on. */
export function ViewSwitch<Key extends string>({ label, views, view, onView }: Props<Key>) {
  return (
    <fieldset className={styles.views} aria-label={label}>
      {views.map(({ key, label: name }) => (
        <button key={key} type="button" aria-pressed={key === view} onClick={() => onView(key)}>
          {name}
        </button>
      ))}
    </fieldset>
  );
}
