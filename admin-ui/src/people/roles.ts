/** What each role may do; the server decides. */
export const ROLES = [
  { role: 'viewer', may: 'Sees everything, and changes nothing.' },
  { role: 'amounts_editor', may: 'Proposes changes of amounts, and publishes what is approved.' },
  { role: 'editor', may: 'Proposes any change, and publishes what is approved.' },
  { role: 'approver', may: 'Also approves the changes of others.' },
  { role: 'admin', may: 'Also manages people and keys, and publishes in an emergency.' },
] as const;
