'use client';

import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import styles from './ui.module.css';

const GAP_PX = 6;
const EDGE_PX = 8;

type Props = { /** Null shows nothing. */ text: string | null; children: ReactNode };

/**
 * A sentence beside a control while it is pointed at or has the focus; Escape puts it away. It is for the eye: whoever
 * uses it also names the sentence by `aria-describedby`. It stands in the browser's top layer, so nothing cuts it off.
 */
export function Tip({ text, children }: Props) {
  const anchor = useRef<HTMLSpanElement>(null);
  const bubble = useRef<HTMLSpanElement>(null);
  const [shown, setShown] = useState(false);
  const open = text !== null && shown;

  const place = useCallback(() => {
    const at = anchor.current?.getBoundingClientRect();
    const tip = bubble.current;
    if (!at || !tip) return;
    tip.showPopover();
    const size = tip.getBoundingClientRect();
    const left = Math.min(Math.max(EDGE_PX, at.left), window.innerWidth - size.width - EDGE_PX);
    const below = at.bottom + GAP_PX;
    const top = below + size.height > window.innerHeight ? at.top - size.height - GAP_PX : below;
    tip.style.left = `${Math.max(EDGE_PX, left)}px`;
    tip.style.top = `${Math.max(EDGE_PX, top)}px`;
  }, []);

  useEffect(() => {
    if (!open) return;
    place();
    const away = (event: KeyboardEvent) => event.key === 'Escape' && setShown(false);
    const scrolled = () => setShown(false);
    document.addEventListener('keydown', away);
    document.addEventListener('scroll', scrolled, true);
    return () => {
      document.removeEventListener('keydown', away);
      document.removeEventListener('scroll', scrolled, true);
    };
  }, [open, place]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches the control inside it
    <span
      ref={anchor}
      className={styles.tipAnchor}
      onPointerEnter={() => setShown(true)}
      onPointerLeave={() => setShown(false)}
      onFocus={() => setShown(true)}
      onBlur={() => setShown(false)}
    >
      {children}
      {open ? (
        <span ref={bubble} popover="manual" className={styles.tip} aria-hidden="true">
          {text}
        </span>
      ) : null}
    </span>
  );
}
