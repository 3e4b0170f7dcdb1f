import { MessagePage } from '@/components/layout/message-page';

export default function NotFound() {
  return (
    <MessagePage title="There is nothing here">
      It does not exist, or it lies outside your regions. Check the address, or look for the case in the queue.
    </MessagePage>
  );
}
