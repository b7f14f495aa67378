import type { EventPayload } from '../../preload/contract/events.ts';

/** Hertz of the two tones: rising when a file is filed, falling when something needs a person. */
const tones: Record<EventPayload<'sound:due'>, readonly [number, number]> = {
  filed: [660, 880],
  needs: [587, 440],
};
/** Seconds of one tone. */
const toneSeconds = 0.14;
/** Of the full volume. */
const loudness = 0.12;

/** Plays two short tones, made here: no file is loaded. */
export function playSound(sound: EventPayload<'sound:due'>): void {
  const audio = new AudioContext();
  let ends = 0;
  tones[sound].forEach((hertz, place) => {
    const tone = new OscillatorNode(audio, { frequency: hertz });
    const gain = new GainNode(audio, { gain: 0 });
    tone.connect(gain).connect(audio.destination);
    const begins = audio.currentTime + place * toneSeconds;
    // A ramp at both ends, since an abrupt change is heard as a click.
    gain.gain.setValueAtTime(0, begins);
    gain.gain.linearRampToValueAtTime(loudness, begins + 0.02);
    gain.gain.linearRampToValueAtTime(0, begins + toneSeconds);
    tone.start(begins);
    tone.stop(begins + toneSeconds);
    tone.onended = () => {
      ends += 1;
      if (ends === tones[sound].length) void audio.close();
    };
  });
}
