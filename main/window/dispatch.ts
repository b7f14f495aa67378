import type { Result } from '../../preload/contract/errors.ts';
import { type RequestName, requestNames, requests } from '../../preload/contract/requests.ts';
import { visible } from '../../preload/contract/visible-text.ts';
import { asChartdropError, ChartdropError } from '../base/errors.ts';
import type { Caller } from './caller.ts';
import type { Handlers } from './handlers/handler-types.ts';

/** What both transports hand their messages to; they add nothing to it. */
export type Dispatch = (channel: string, input: unknown, caller: Caller) => Promise<Result<unknown>>;

const isChannel = (name: string): name is RequestName => (requestNames as string[]).includes(name);

/**
 * Answers one request: an unknown channel and an input that does not fit the contract are refused before any handler
 * sees them, and everything that is thrown comes back as data. Names in an answer are made visible.
 */
export function createDispatch(handlers: Handlers): Dispatch {
  return async (channel, input, caller) => {
    try {
      if (!isChannel(channel)) throw new ChartdropError('request-invalid', { detail: 'channel' });
      const parsed = parse(channel, input);
      // The map pairs each channel with its own input; a look-up by a name that may be any is beyond the compiler.
      const handle = handlers[channel] as (input: unknown, caller: Caller) => unknown;
      return { ok: true, value: visible(await handle(parsed, caller)) };
    } catch (thrown) {
      return { ok: false, error: visible(asChartdropError(thrown).toDto()) };
    }
  };
}

/** The input as the contract has it. Throws `request-invalid`, with the names of the fields. */
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
    // Zod compares the `length` of whatever stands where a list should, which may be nothing that can be compared.
    throw new ChartdropError('request-invalid', { cause: thrown });
  }
}
