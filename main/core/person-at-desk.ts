import type { ArmedChange, DisarmReason } from '../scans/route/active-destination.ts';

/** The person at a desk that several people use under one account of the system. */
export interface PersonAtDesk {
  /** Name or initials; null: not known. In memory only. */
  name(): string | null;
  tell(name: string | null): void;
  /** A selection that ended without a person may be followed by another person. */
  onArmedChanged(change: ArmedChange): void;
}

const unattended: ReadonlySet<DisarmReason> = new Set(['timeout', 'lock', 'sleep', 'exit']);

export function createPersonAtDesk(): PersonAtDesk {
  let person: string | null = null;
  return {
    name: () => person,
    tell: (name) => void (person = name),
    onArmedChanged(change) {
      if (change.kind === 'disarmed' && unattended.has(change.reason)) person = null;
    },
  };
}
