import { extname } from 'node:path';
import type { Destination } from '../../../preload/contract/destination.ts';
import type { JobId } from '../../../preload/contract/ids.ts';
import type { InboxReason } from '../../../preload/contract/job.ts';
import { asChartdropError, assertNever } from '../../base/errors.ts';
import { localDay } from '../../base/local-day.ts';
import type { Clock } from '../../base/ports.ts';
import type { JobFile } from '../../files/job-file.ts';
import { newJobId } from '../../jobs/job-id.ts';
import type { StackPart } from '../../jobs/job.ts';
import type { SheetTarget } from '../../../preload/contract/sheets.ts';
import type { PartSheet } from '../../sheets/stack-plan.ts';
import type { StackFile, StackReader } from '../../sheets/read-stack.ts';
import type { KeptCopies } from './kept-copies.ts';
import type { NewFile, Placement } from './new-file.ts';

/** A part of a stack whose bytes are kept, but whose job is not written yet. */
export interface PreparedPart {
  readonly id: JobId;
  readonly file: JobFile;
  readonly placement: Placement;
  readonly part: Omit<StackPart, 'stack'>;
}

export type PreparedStack =
  | { readonly kind: 'none' }
  | { readonly kind: 'parts'; readonly parts: readonly PreparedPart[] }
  /** It has sheets, but cannot be divided: a person must decide about the complete file. */
  | { readonly kind: 'whole'; readonly placement: Placement };

export interface StackIntake {
  /**
   * Reads a scan's codes, and keeps the bytes of each part. Nothing is written into the database, so a crash leaves only copies
   * without jobs. Throws what reading the file and keeping its parts throws; the scan then returns.
   */
  prepare(file: JobFile, found: NewFile, signal: AbortSignal): Promise<PreparedStack>;
  /** Removes the copies of parts that become no jobs. */
  discard(stack: PreparedStack): Promise<void>;
}

/** Reasons that hold for all parts: the file itself is in doubt. */
const doubts: ReadonlySet<InboxReason> = new Set(['was-left-alone', 'begun-elsewhere', 'records-lost']);

const inbox = (reason: InboxReason, candidates: Destination[]): Placement => ({
  kind: 'inbox',
  reason,
  candidates,
});

/** The reason why a person must decide about each part; null: there is none. */
function doubtOf(placement: Placement): InboxReason | null {
  // Another PC may have filed the complete file, or some of its parts.
  if (placement.kind === 'reconcile') return 'begun-elsewhere';
  return placement.kind === 'inbox' && doubts.has(placement.reason) ? placement.reason : null;
}

/** `SCN_0041-2.pdf`. */
const nameOfPart = (name: string, number: number): string => {
  const extension = extname(name);
  return `${name.slice(0, name.length - extension.length)}-${number}${extension}`;
};

export function createStackIntake(deps: {
  reader: StackReader;
  copies: Pick<KeptCopies, 'placesOf' | 'write' | 'discard'>;
  clock: Clock;
}): StackIntake {
  const { reader, copies, clock } = deps;

  /** null: a large file, which its upload reads, is no stack of letters. */
  const stackFileOf = (file: JobFile): StackFile | null => {
    const { name, sha256, fingerprint } = file;
    return sha256 === null ? null : { name, sha256, size: fingerprint.size, places: copies.placesOf(file) };
  };

  const placementOf = async (
    sheet: PartSheet,
    { found, isMixed }: { found: NewFile; isMixed: boolean },
    signal: AbortSignal,
  ): Promise<{ placement: Placement; target: SheetTarget | null }> => {
    const named = sheet.kind === 'target' || sheet.kind === 'strange' ? sheet.target : null;
    const own = named === null ? null : ((await found.placeSheet?.(named, signal)) ?? null);
    const candidates = own === null ? [] : own.kind === 'inbox' ? own.candidates : [own.destination];
    const asked = (reason: InboxReason) => ({ placement: inbox(reason, candidates), target: null });
    const doubt = doubtOf(found.placement);
    if (doubt !== null) return asked(doubt);
    switch (sheet.kind) {
      case 'none':
        // Beside sheets with patients, the selected patient says nothing about pages without one.
        return isMixed ? asked('part-without-sheet') : { placement: found.placement, target: null };
      case 'unreadable':
        return asked('sheet-unreadable');
      case 'strange':
        return asked('sheet-strange');
      case 'target':
        if (localDay(clock.now()).day > sheet.useBy) return asked('sheet-out-of-date');
        return own === null ? asked('patient-not-found') : { placement: own, target: sheet.target };
      default:
        return assertNever(sheet);
    }
  };

  const discard = async (parts: readonly PreparedPart[]): Promise<void> => {
    for (const { file } of parts) if (file.copy !== undefined) await copies.discard(file.copy.name);
  };

  return {
    async prepare(file, found, signal) {
      const stack = stackFileOf(file);
      const plan = stack === null ? ({ kind: 'none' } as const) : await reader.plan(stack, signal);
      if (stack === null || plan.kind === 'none') return { kind: 'none' };
      const whole = {
        kind: 'whole',
        placement: inbox(doubtOf(found.placement) ?? 'stack-not-split', []),
      } as const;
      if (plan.kind === 'unclear') return whole;
      const isMixed = plan.parts.some(({ sheet }) => sheet.kind !== 'none');
      const parts: PreparedPart[] = [];
      try {
        for (const [at, { sheet, pages }] of plan.parts.entries()) {
          const bytes = await reader.part(stack, pages, signal);
          const id = newJobId(clock.now());
          const { name: copy, path, fingerprint, sha256 } = await copies.write(bytes, id);
          const { placement, target } = await placementOf(sheet, { found, isMixed }, signal);
          const name = nameOfPart(file.name, at + 1);
          parts.push({
            id,
            file: { path, name, fingerprint, sha256, copy: { name: copy, isOnly: true } },
            placement,
            part: { number: at + 1, pages: [...pages], target },
          });
        }
        return { kind: 'parts', parts };
      } catch (thrown) {
        await discard(parts);
        if (!signal.aborted && asChartdropError(thrown).code.startsWith('preview-')) return whole;
        throw thrown;
      }
    },
    discard: (stack) => (stack.kind === 'parts' ? discard(stack.parts) : Promise.resolve()),
  };
}
