import { Logout, UserMenu } from 'react-admin';
import { useSession } from '../api/use-session.js';

/** Who has signed in, and signing out. Named as it is shown, so that it can be called by what one sees. */
export function AccountMenu() {
  const { name = 'Account' } = useSession() ?? {};
  return (
    <UserMenu label={name}>
      <Logout />
    </UserMenu>
  );
}
