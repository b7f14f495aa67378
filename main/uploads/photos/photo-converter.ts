import { asChartdropError, ChartdropError } from '../../base/errors.ts';
import type { Decoder } from '../../base/ports.ts';

export interface PhotoConverter {
  /**
   * A HEIC photo as a JPEG; null if the bytes are no HEIC photo or hold several. Throws `photo-not-converted` and
   * `aborted`.
   */
  toJpeg(heic: Uint8Array, signal: AbortSignal): Promise<Buffer | null>;
}

/** Converts in the decoder process, one photo after the other, since each needs hundreds of megabytes. */
export const createPhotoConverter = (decoder: Pick<Decoder, 'photo'>): PhotoConverter => ({
  toJpeg: (heic, signal) =>
    decoder.photo(heic, signal).catch((thrown: unknown) => {
      if (signal.aborted) throw new ChartdropError('aborted');
      // The cause has the reason; a person can only send the photo unchanged.
      throw new ChartdropError('photo-not-converted', { cause: asChartdropError(thrown) });
    }),
});
