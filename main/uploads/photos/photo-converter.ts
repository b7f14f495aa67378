import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { Decoder } from '../../base/ports.ts';

export interface PhotoConverter {
  /**
   * A HEIC photo as a JPEG; null where the bytes are no such photo, or more than one. Throws `photo-not-converted` and
   * `aborted`.
   */
  toJpeg(heic: Uint8Array, signal: AbortSignal): Promise<Buffer | null>;
}

/** Converts in the decoder process, one photo after the other: each takes hundreds of megabytes there. */
export const createPhotoConverter = (decoder: Pick<Decoder, 'photo'>): PhotoConverter => ({
  toJpeg: (heic, signal) =>
    decoder.photo(heic, signal).catch((thrown: unknown) => {
      if (signal.aborted) throw new ChartdropError('aborted');
      // Why it was refused stands in the cause: a person can only send it as it is.
      throw new ChartdropError('photo-not-converted', { cause: asChartdropError(thrown) });
    }),
});
