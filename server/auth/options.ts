import type { NextAuthOptions, Session } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import type {} from '../bridge.ts';

/** Hours a session lasts without a new sign-in: one working day. */
const SESSION_HOURS = 12;

/** The session as pages read it: who, and nothing they might do. */
export type PersonSession = Session & { personId?: string };

/** next-auth with local accounts. The token holds the id alone; roles and regions are read fresh at each call. */
export const authOptions: NextAuthOptions = {
  session: { strategy: 'jwt', maxAge: SESSION_HOURS * 3600 },
  pages: { signIn: '/sign-in' },
  providers: [
    Credentials({
      name: 'Email and password',
      credentials: { email: { label: 'Email', type: 'email' }, password: { label: 'Password', type: 'password' } },
      authorize: async (credentials) => {
        if (!credentials?.email || !credentials.password) return null;
        const person = await globalThis.holdpoint?.signIn(credentials.email, credentials.password);
        return person ? { id: person.id, name: person.name, email: person.email } : null;
      },
    }),
  ],
  callbacks: {
    session: ({ session, token }): PersonSession => (token.sub ? { ...session, personId: token.sub } : session),
  },
};
