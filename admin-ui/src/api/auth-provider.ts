import type { AuthProvider } from 'react-admin';
import type { Session } from '../../../schemas/types/api.js';
import { ask } from './http.js';
import { Problem } from './problem.js';

export const readSession = (): Promise<Session> => ask('GET', '/v1/session');

/** Sessions are the server's: a cookie that scripts cannot read. */
export const authProvider: AuthProvider = {
  async login({ email, password }: { email: string; password: string }) {
    await ask('POST', '/v1/session', { body: { email, password } });
  },
  async logout() {
    const { signed_in } = await readSession().catch(() => ({ signed_in: false }));
    if (signed_in) await ask('DELETE', '/v1/session');
  },
  async checkAuth() {
    const { signed_in } = await readSession();
    // React-admin opens the sign-in page for people who are not signed in. That is not an error to show.
    if (!signed_in) throw { message: false };
  },
  async checkError(error: unknown) {
    if (error instanceof Problem && error.code === 'sign_in_required') throw { message: error.message };
  },
  async getIdentity() {
    const { name } = await readSession();
    return { id: name, fullName: name };
  },
  getPermissions: async () => (await readSession()).permissions,
};
