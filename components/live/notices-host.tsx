'use client';

import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { hostNotices, type Notice } from './notices.ts';

const NoticeStack = dynamic(() => import('./notice-stack.tsx').then((file) => file.NoticeStack), { ssr: false });

/** Where notices stand. What draws them comes with the first one. */
export function Notices() {
  const [told, setTold] = useState<Notice[]>([]);
  useEffect(() => hostNotices((notice) => setTold((before) => [...before, notice])), []);
  return told.length > 0 ? <NoticeStack told={told} /> : null;
}
