import * as chart from './en/chart.ts';
import * as desk from './en/desk.ts';
import * as desktop from './en/desktop.ts';
import { errors } from './en/errors.ts';
import * as setup from './en/setup.ts';
import * as states from './en/states.ts';

/**
 * The catalogue: every word that Chartdrop says to a person, by area and key. A sentence with a number or a name in it is
 * a function, so that each language puts them where it wants them. The other languages have this shape.
 */
export const en = { errors, ...states, ...desk, ...chart, ...setup, ...desktop };
export type Words = typeof en;
