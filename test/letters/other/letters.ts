import { grayscale, PDFDocument, type PDFPage, StandardFonts } from 'pdf-lib';
import { createRandom, type Random } from '../../../main/demo-clinic/base/seeded-random.ts';
import { isCurrent } from '../../../main/clinic/people/patient-search.ts';
import type { Patient } from '../../../main/clinic/schemas.ts';
import type { Letter } from '../letters.ts';
import type { People } from '../people.ts';
import { outsider } from './clinic.ts';
import { daysIn, type LetterLanguage, texts } from './texts.ts';

const fonts = [StandardFonts.TimesRoman, StandardFonts.Courier, StandardFonts.HelveticaBold] as const;
const layouts = ['boxes', 'block at the right', 'laboratory', 'appointment'] as const;

/** A pen on an A4 page; `down` is counted from the top, in points. */
interface Pen {
  text(text: string, x: number, down: number, size?: number): void;
  box(x: number, down: number, width: number, height: number): void;
}
type Draw = (pen: Pen) => void;

/** A letter of the second generator, by its number: other layouts, names, fonts and dates than those of the first. */
export function otherLetterOf(number: number, people: People): Letter {
  const random = createRandom(number * 104_729 + 71);
  const current = people.patients.filter(isCurrent) as [Patient, ...Patient[]];
  const language = random.pick(['en', 'de', 'fr'] as const);
  const layout = random.pick(layouts);
  const chance = random.below(100);
  const truth = chance < 82 ? 'known' : chance < 90 ? 'misspelled' : 'unknown';
  const about = truth === 'unknown' ? outsider(random) : random.pick(current);
  // An appointment letter often has no date of birth, and is then no evidence.
  const isDated = layout !== 'appointment' || random.chance(0.6);
  const given: Given = { language, about, random, isDated, other: () => random.pick(current), truth };
  const draw = drawings[layout](given);
  const font = random.pick(fonts);
  return {
    ...{ about, language, layout },
    truth: truth === 'known' && !isDated ? 'unknown' : truth,
    pdf: () => printed(draw, font),
  };
}

interface Given {
  readonly language: LetterLanguage;
  readonly about: Patient;
  readonly random: Random;
  readonly truth: Letter['truth'];
  readonly isDated: boolean;
  readonly other: () => Patient;
}

const bare = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ø', 'o');

/** The name as this letter spells it: as the clinic does, in capitals, without accents, or with a middle initial. */
function nameIn({ about, random, truth }: Given): { first: string; last: string } {
  const doubled = `${about.last_name.slice(0, 2)}${about.last_name.charAt(1)}${about.last_name.slice(2)}`;
  const last = truth === 'misspelled' ? doubled : about.last_name;
  const form = random.chance(0.2) ? bare : (text: string): string => text;
  const preferred = about.preferred_first_name !== null && random.chance(0.3);
  const first = preferred ? (about.preferred_first_name ?? '') : about.first_name;
  const middle = random.chance(0.2) ? ` ${random.pick(['J.', 'M.', 'A'])}` : '';
  return {
    first: form(first + middle),
    last: form(random.chance(0.3) ? last.toLocaleUpperCase('fr') : last),
  };
}
const nameOf = ({ first_name, last_name }: Patient): string => `${first_name} ${last_name}`;
const dayOf = ({ language, random }: Given, day: string | null): string =>
  random.pick(daysIn(language, day ?? '1900-01-01') as [string, ...string[]]);
const recent = (given: Given): string => {
  const { random } = given;
  const [month, date] = [1 + random.below(10), 1 + random.below(28)].map((part) =>
    String(part).padStart(2, '0'),
  );
  return dayOf(given, `2026-${month}-${date}`);
};

/** Prose, often with a relative who has a date of birth, and a doctor. */
function body(given: Given, pen: Pen, x: number, from: number): void {
  const { language, random, other } = given;
  const t = texts[language];
  let down = from;
  for (let row = 2 + random.below(5); row > 0; row -= 1) {
    pen.text(
      random.chance(0.2) ? `${random.pick(t.prose)} (${recent(given)})` : random.pick(t.prose),
      x,
      down,
    );
    down += 15;
  }
  if (random.chance(0.35)) {
    const relative = other();
    const born = random.chance(0.6) ? `, ${t.birth[1]} ${dayOf(given, relative.date_of_birth)}` : '';
    pen.text(`${random.pick(t.relative)} ${nameOf(relative)}${born}`, x, down + 8);
    down += 30;
  }
  pen.text(t.regards, x, down + 20);
  pen.text(`${t.doctor} ${nameOf(other())}`, x, down + 36);
  if (random.chance(0.5)) pen.text(`${t.copy}: ${t.doctor} ${nameOf(other())}`, x, down + 60);
}

const drawings: Record<(typeof layouts)[number], (given: Given) => Draw> = {
  boxes: (given) => (pen) => {
    const { language, about, random, other } = given;
    const t = texts[language];
    const { first, last } = nameIn(given);
    const field = (label: string, value: string, x: number, down: number, width: number): void => {
      pen.box(x, down, width, 30);
      pen.text(label, x + 3, down + 9, 7);
      pen.text(value, x + 6, down + 24);
    };
    pen.text(t.referrer, 50, 50, 9);
    field(t.doctor, nameOf(other()), 50, 58, 240);
    field(t.phone, `0${random.below(90_000_000)}`, 290, 58, 150);
    pen.text(t.patient, 50, 110, 9);
    field(t.surname, last, 50, 118, 200);
    field(t.given, first, 250, 118, 190);
    field(random.pick<string>([t.birth[0]]), dayOf(given, about.date_of_birth), 50, 148, 130);
    field(t.sex, random.pick(['M', 'F', 'X']), 180, 148, 70);
    field(t.phone, `0${random.below(90_000_000)}`, 250, 148, 190);
    if (random.chance(0.4)) field(t.kin, nameOf(other()), 50, 178, 390);
    if (random.chance(0.3)) {
      const holder = other();
      field(t.holder, `${nameOf(holder)}, ${dayOf(given, holder.date_of_birth)}`, 50, 208, 390);
    }
    body(given, pen, 50, 270);
  },
  'block at the right': (given) => (pen) => {
    const { language, about, random, other } = given;
    const t = texts[language];
    const { first, last } = nameIn(given);
    pen.text('St. Elsewhere Hospital', 50, 50, 14);
    pen.text(`${t.doctor} ${nameOf(other())}`, 50, 110);
    pen.text('Station 4 B', 50, 126);
    const isLastFirst = random.chance(0.5);
    pen.text(
      isLastFirst ? `${last}, ${first}` : `${random.pick<string>(t.title)} ${first} ${last}`,
      340,
      100,
    );
    const born = `${random.pick<string>(t.birth)} ${dayOf(given, about.date_of_birth)}`;
    if (random.chance(0.5)) pen.text('12 Long Lane, 4002 Anytown', 340, 116);
    pen.text(born, 340, 132);
    if (about.old_reference_id !== null && random.chance(0.6))
      pen.text(`${random.pick<string>(t.number)}: ${about.old_reference_id}`, 340, 148);
    pen.text(recent(given), 340, 180);
    pen.text(t.admitted(recent(given), recent(given)), 50, 220);
    body(given, pen, 50, 250);
  },
  laboratory: (given) => (pen) => {
    const { language, about, random, other } = given;
    const t = texts[language];
    const { first, last } = nameIn(given);
    pen.text('Central Laboratory', 50, 50, 13);
    const columns = [50, 235, 355, 450] as const;
    const heads = [t.name, t.birth[0], t.collected, t.received];
    const values = [`${last}, ${first}`, dayOf(given, about.date_of_birth), recent(given), recent(given)];
    heads.forEach((head, at) => pen.text(head, columns[at] ?? 50, 90, 8));
    values.forEach((value, at) => pen.text(value, columns[at] ?? 50, 104, 10));
    pen.box(46, 78, 500, 34);
    pen.text(`${t.doctor} ${nameOf(other())}`, 50, 140);
    [t.test, '', t.unit].forEach((head, at) => pen.text(head, 50 + at * 140, 175, 9));
    t.tests.forEach((test, at) => {
      pen.text(test, 50, 195 + at * 16);
      pen.text(String(random.below(200) / 10), 190, 195 + at * 16);
      pen.text(random.chance(0.5) ? '3.5 - 12.9' : recent(given), 330, 195 + at * 16);
    });
    body(given, pen, 50, 330);
  },
  appointment: (given) => (pen) => {
    const { language, about, random, isDated } = given;
    const t = texts[language];
    const { first, last } = nameIn(given);
    pen.text('High Street Clinic', 50, 60, 13);
    pen.text(recent(given), 400, 110);
    pen.text(`${t.dear} ${random.pick<string>(t.title)} ${first} ${last},`, 50, 150);
    pen.text(`${t.appointment} ${recent(given)}.`, 50, 174);
    if (isDated) {
      pen.text(t.details, 50, 194);
      pen.text(`${random.pick<string>(t.birth)}: ${dayOf(given, about.date_of_birth)}`, 50, 210);
    }
    body(given, pen, 50, 240);
  },
};

async function printed(draw: Draw, name: StandardFonts): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(name);
  const page: PDFPage = document.addPage([595, 842]);
  draw({
    text: (text, x, down, size = 10.5) => page.drawText(text, { x, y: 842 - down, size, font }),
    box: (x, down, width, height) =>
      // The library fills a box with black if neither of its colours is given.
      page.drawRectangle({
        ...{ x, y: 842 - down - height, width, height },
        ...{ borderWidth: 0.6, borderColor: grayscale(0) },
      }),
  });
  return document.save();
}
