'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { PersonButton } from './person-button.tsx';

const PersonDropdown = dynamic(() => import('./person-dropdown.tsx').then((file) => file.PersonDropdown), {
  ssr: false,
  loading: () => <PersonButton aria-haspopup="menu" aria-expanded={false} />,
});

/** Who is signed in; what can be chosen under the name comes when it is asked for. */
export function PersonMenu() {
  const [wanted, setWanted] = useState(false);
  if (wanted) return <PersonDropdown />;
  return <PersonButton aria-haspopup="menu" aria-expanded={false} onClick={() => setWanted(true)} />;
}
