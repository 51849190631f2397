/** What somebody may do. Every route asks for one of these, and nothing else decides. */
export const PERMISSIONS = [
  'quote',
  'read',
  /** Make change requests and edit amounts in them; take part in their conversation. */
  'edit_amounts',
  /** Edit anything in a change request: rules, tables, files. */
  'edit_rules',
  /** Approve the changes of others, or ask for changes. */
  'review',
  /** Publish and schedule what has its approvals; withdraw what is scheduled. */
  'publish',
  /** People, keys, and publishing without approval in an emergency. */
  'administer',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Each role may do what the one before it may, and more. */
export const ROLES = ['viewer', 'amounts_editor', 'editor', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const OF_ROLES: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['quote', 'read'],
  amounts_editor: ['quote', 'read', 'edit_amounts', 'publish'],
  editor: ['quote', 'read', 'edit_amounts', 'edit_rules', 'publish'],
  approver: ['quote', 'read', 'edit_amounts', 'edit_rules', 'publish', 'review'],
  admin: ['quote', 'read', 'edit_amounts', 'edit_rules', 'publish', 'review', 'administer'],
};

export const SCOPES = ['quote', 'read', 'propose', 'publish', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** A key never reviews, four eyes are people's; nor does it publish in an emergency, which somebody has to answer for. */
const OF_SCOPES: Readonly<Record<Scope, readonly Permission[]>> = {
  quote: ['quote'],
  read: ['quote', 'read'],
  propose: ['quote', 'read', 'edit_amounts', 'edit_rules'],
  publish: ['quote', 'read', 'edit_amounts', 'edit_rules', 'publish'],
  admin: ['quote', 'read', 'edit_amounts', 'edit_rules', 'publish', 'administer'],
};

export function permissionsOfRole(role: Role): ReadonlySet<Permission> {
  return new Set(OF_ROLES[role]);
}

export function permissionsOfScopes(scopes: readonly Scope[]): ReadonlySet<Permission> {
  return new Set(scopes.flatMap((scope) => OF_SCOPES[scope]));
}

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

/** A role as the database has it; another word there is a fault of ours or a tampered row. */
export function requireRole(text: string): Role {
  if (isRole(text)) return text;
  throw new Error(`the database holds an unknown role ${text}`);
}

export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text);
}

/** Whom to ask for what one may not do oneself: the role that may do the least of those that may do it. */
export const WHO_MAY: Readonly<Record<Permission, string>> = {
  quote: 'anybody who has signed in',
  read: 'anybody who has signed in',
  edit_amounts: 'an editor',
  edit_rules: 'an editor',
  review: 'an approver',
  publish: 'an editor',
  administer: 'an admin',
};
