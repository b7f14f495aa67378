import { type Refused, type RefusalRule, refusalRules } from '../../../preload/contract/folder-account.ts';

/** Names shown for each rule. */
const mostExamples = 3;

/** Counts refused entries by their rule, and remembers some of their names. */
export interface Refusals {
  add(rule: RefusalRule, name: string): void;
  /** In the order of `refusalRules`; only rules that refused something. */
  all(): readonly Refused[];
}

export function createRefusals(): Refusals {
  const byRule = new Map<RefusalRule, { count: number; examples: string[] }>();
  return {
    add(rule, name) {
      const of = byRule.get(rule) ?? { count: 0, examples: [] };
      byRule.set(rule, of);
      of.count += 1;
      if (of.examples.length < mostExamples) of.examples.push(name);
    },
    all: () =>
      refusalRules.flatMap((rule) => {
        const of = byRule.get(rule);
        return of === undefined ? [] : [{ rule, count: of.count, examples: [...of.examples] }];
      }),
  };
}

/** The refusals of several directories as one list. */
export function summed(lists: Iterable<readonly Refused[]>): Refused[] {
  const byRule = new Map<RefusalRule, Refused>();
  for (const list of lists) {
    for (const { rule, count, examples } of list) {
      const before = byRule.get(rule) ?? { rule, count: 0, examples: [] };
      byRule.set(rule, {
        rule,
        count: before.count + count,
        examples: [...before.examples, ...examples].slice(0, mostExamples),
      });
    }
  }
  return refusalRules.flatMap((rule) => byRule.get(rule) ?? []);
}
