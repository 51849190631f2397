import { Logout, UserMenu } from 'react-admin';
import { useSession } from '../api/use-session.js';

/** Who has signed in, and signing out. Its accessible name is its visible text, so that voice control finds it. */
export function AccountMenu() {
  const { name = 'Account' } = useSession() ?? {};
  return (
    <UserMenu label={name}>
      <Logout />
    </UserMenu>
  );
}
