import { NETWORK_LISTS, type NetworkList } from '../../server/events/world/network/constants.ts';

export const NETWORK_VIEWS = Object.entries(NETWORK_LISTS).map(([key, { label }]) => ({
  key: key as NetworkList,
  label,
}));

/** The list an address asks for; anything unknown is stock. */
export const readNetworkView = (asked: string | string[] | undefined): NetworkList =>
  typeof asked === 'string' && Object.hasOwn(NETWORK_LISTS, asked) ? (asked as NetworkList) : 'stock';

/** The address of a list. */
export const viewAddress = (list: NetworkList): string => `/network?view=${list}`;
