import type { Result } from '../../preload/contract/errors.ts';
import { type RequestName, requestNames, requests } from '../../preload/contract/requests.ts';
import { visible } from '../../preload/contract/visible-text.ts';
import { asChartdropError, ChartdropError } from '../base/errors.ts';
import type { Caller } from './caller.ts';
import type { Handlers } from './handlers/handler-types.ts';

/** The functions that both transports call without adding anything. */
export type Dispatch = (channel: string, input: unknown, caller: Caller) => Promise<Result<unknown>>;

const isChannel = (name: string): name is RequestName => (requestNames as string[]).includes(name);

/**
 * Answers one request: refuses an unknown channel and an invalid input before any handler sees them, and returns errors
 * as data. Makes names in an answer visible.
 */
export function createDispatch(handlers: Handlers): Dispatch {
  return async (channel, input, caller) => {
    try {
      if (!isChannel(channel)) throw new ChartdropError('request-invalid', { detail: 'channel' });
      const parsed = parse(channel, input);
      // The map pairs each channel with its input; the compiler cannot check a lookup by any name.
      const handle = handlers[channel] as (input: unknown, caller: Caller) => unknown;
      return { ok: true, value: visible(await handle(parsed, caller)) };
    } catch (thrown) {
      return { ok: false, error: visible(asChartdropError(thrown).toDto()) };
    }
  };
}

/** The validated input. Throws `request-invalid` with the names of the fields. */
function parse(channel: RequestName, input: unknown): unknown {
  const parsed = safelyParsed(channel, input);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'input');
  throw new ChartdropError('request-invalid', { detail: fields.join(', ') });
}

function safelyParsed(channel: RequestName, input: unknown) {
  try {
    return requests[channel].input.safeParse(input);
  } catch (thrown) {
    // Zod compares the `length` of any value in place of a list, which may not be comparable.
    throw new ChartdropError('request-invalid', { cause: thrown });
  }
}
