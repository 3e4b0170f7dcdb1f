import type { Metadata } from 'next';
import { MessagePage } from '@/components/layout/message-page';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main>
      <MessagePage title="There is nothing here">
        This page does not exist, or what stood here lies outside your regions. Check the address, or look for the case
        in the queue.
      </MessagePage>
    </main>
  );
}
