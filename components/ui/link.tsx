import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/**
 * A link to a page of the console. Nothing is fetched before it is followed: a list of fifty links would otherwise have the server
 * prepare fifty pages of which one is looked at.
 */
export const Link = (props: ComponentProps<typeof NextLink>) => <NextLink prefetch={false} {...props} />;
