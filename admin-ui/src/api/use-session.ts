import { useQuery } from '@tanstack/react-query';
import type { Permission, Session } from '../../../schemas/types/api.js';
import { readSession } from './auth-provider.js';

export const SESSION_KEY = ['session'] as const;

export function useSessionQuery() {
  return useQuery({ queryKey: SESSION_KEY, queryFn: readSession, staleTime: 60_000 });
}

/** Who has signed in; undefined until the server has said so. */
export function useSession(): Session | undefined {
  return useSessionQuery().data;
}

/** Whether the person who has signed in may do something. Other actions are not offered, and the server refuses them anyway. */
export function useMay(permission: Permission): boolean {
  return useSession()?.permissions.includes(permission) ?? false;
}
