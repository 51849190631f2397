import { invitePerson } from '../access/people/invitations.js';
import type { Role } from '../access/permissions.js';
import { commandActor, onDatabase } from './on-database.js';
import { EXIT, type Output } from './printing/output.js';

/** `ratecard invite EMAIL`: a link that lets somebody in, or lets them set a new password; for when no admin can. */
export async function invite(email: string, role: Role, env: NodeJS.ProcessEnv, output: Output): Promise<number> {
  return onDatabase(env, output, async (context) => {
    const secret = await invitePerson(context, commandActor().name, email, role);
    const origin = env['RATECARD_URL'] || `http://${env['HOST'] || '127.0.0.1'}:${env['PORT'] || '3000'}`;
    output.out.write(`This link works once, for a week: ${origin}/setup#${secret}\n`);
    return EXIT.ok;
  });
}
