import { PDFDocument, StandardFonts } from 'pdf-lib';
import { createRandom, type Random } from '../../main/demo-clinic/base/seeded-random.ts';
import { isCurrent } from '../../main/clinic/people/patient-search.ts';
import type { Patient } from '../../main/clinic/schemas.ts';
import { type People, stranger } from './people.ts';

/** A piece of text on a page of 595 x 842 points, from the bottom left. */
interface Placed {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** A made-up letter, with the truth about it. */
export interface Letter {
  readonly about: Patient;
  /** `known`: a current patient, spelled as the clinic does, or without accents. */
  readonly truth: 'known' | 'misspelled' | 'unknown';
  readonly language: Language;
  readonly layout: string;
  pdf(): Promise<Uint8Array>;
}

type Language = 'en' | 'de' | 'fr';
type Layout = 'referral' | 'report' | 'form' | 'discharge';
const languages = ['en', 'de', 'fr'] as const;
const layouts = ['referral', 'report', 'form', 'discharge'] as const;

const months: Record<Language, readonly string[]> = {
  en: ['Jan', 'February', 'Mar', 'April', 'May', 'June', 'July', 'Aug', 'Sept', 'October', 'Nov', 'December'],
  de: [
    'Januar',
    'Februar',
    'März',
    'April',
    'Mai',
    'Juni',
    'Juli',
    'August',
    'September',
    'Oktober',
    'November',
    'Dez.',
  ],
  fr: [
    'janvier',
    'février',
    'mars',
    'avril',
    'mai',
    'juin',
    'juillet',
    'août',
    'septembre',
    'octobre',
    'nov.',
    'décembre',
  ],
};

const words = {
  en: {
    re: 'RE:',
    born: ['DOB:', 'D.O.B.', 'Date of birth:', 'born'],
    ...{ patient: 'Patient', first: 'Given name', last: 'Surname', birth: 'Date of birth', number: 'MRN' },
    ...{ mother: 'Mother', contact: 'Next of kin', doctor: 'Dr', copy: 'cc:', from: 'Referring doctor' },
    title: ['Mr', 'Mrs', 'Ms'],
    body: ['Thank you for seeing this patient.', 'No red flags were found.', 'The images show no fracture.'],
    seen: 'Seen on',
  },
  de: {
    re: 'Betreff:',
    born: ['geb.', 'geb. am', 'geboren am', '*'],
    ...{ patient: 'Patient', first: 'Vorname', last: 'Name', birth: 'Geburtsdatum', number: 'Pat.-Nr.' },
    ...{ mother: 'Mutter', contact: 'Angehörige', doctor: 'Dr. med.', copy: 'Kopie an:', from: 'Zuweiser' },
    title: ['Herr', 'Frau'],
    body: ['Vielen Dank für die Zuweisung.', 'Der Befund ist unauffällig.', 'Wir empfehlen eine Kontrolle.'],
    seen: 'Untersuchung vom',
  },
  fr: {
    re: 'Objet :',
    born: ['né(e) le', 'née le', 'DDN :', 'Date de naissance :'],
    ...{
      patient: 'Patient',
      first: 'Prénom',
      last: 'Nom',
      birth: 'Date de naissance',
      number: 'N° de dossier',
    },
    ...{
      mother: 'Mère',
      contact: 'Personne de confiance',
      doctor: 'Dr',
      copy: 'Copie :',
      from: 'Médecin traitant',
    },
    title: ['M.', 'Mme'],
    body: ['Merci de votre confiance.', 'L’examen est normal.', 'Un contrôle est prévu dans six semaines.'],
    seen: 'Consultation du',
  },
} as const;

const two = (value: number): string => String(value).padStart(2, '0');

/** A date as letters of a language write it. */
function written(day: string, language: Language, random: Random): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const name = months[language][Number(month) - 1] ?? '';
  if (random.chance(0.3)) return `${Number(date)}${language === 'de' ? '.' : ''} ${name} ${year}`;
  const short = random.chance(0.15) ? year.slice(2) : year;
  const mark = language === 'de' ? '.' : language === 'fr' && random.chance(0.5) ? '.' : '/';
  return random.chance(0.5)
    ? `${date}${mark}${month}${mark}${short}`
    : `${Number(date)}${mark}${Number(month)}${mark}${short}`;
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
const swapped = (text: string): string =>
  text.length < 3 ? `${text}e` : `${text.slice(0, 1)}${text.charAt(2)}${text.charAt(1)}${text.slice(3)}x`;

/** The parts of a name as a letter writes them. */
function spelled(patient: Patient, truth: Letter['truth'], random: Random): { first: string; last: string } {
  const form = random.chance(0.15) ? plain : (text: string): string => text;
  const last = truth === 'misspelled' ? swapped(patient.last_name) : patient.last_name;
  const upper = random.chance(0.3);
  return { first: form(patient.first_name), last: form(upper ? last.toLocaleUpperCase('de') : last) };
}

/** A letter by its number: the same each time. */
export function letterOf(number: number, people: People): Letter {
  const random = createRandom(number * 7919 + 17);
  const current = people.patients.filter(isCurrent) as [Patient, ...Patient[]];
  const language = random.pick(languages);
  const layout = random.pick(layouts);
  const chance = random.below(100);
  const truth = chance < 80 ? 'known' : chance < 88 ? 'misspelled' : 'unknown';
  const about = truth === 'unknown' ? stranger(random) : random.pick(current);
  const other = (): Patient => random.pick(current);
  const placed = layOut({ language, layout, about, truth, other, random });
  return { about, truth, language, layout, pdf: () => drawn(placed) };
}

interface Given extends Pick<Letter, 'language' | 'about' | 'truth'> {
  readonly layout: Layout;
  readonly other: () => Patient;
  readonly random: Random;
}

function layOut(given: Given): Placed[] {
  const { language, layout, about, other, random } = given;
  const w = words[language];
  const placed: Placed[] = [];
  let y = 790;
  const put = (text: string, x = 60): void => void placed.push({ x, y, text });
  const down = (by = 16): void => void (y -= by);
  const nameOf = ({ first_name, last_name }: Patient): string => `${first_name} ${last_name}`;
  const date = (day: string | null): string => written(day ?? '1900-01-01', language, random);
  const letterDate = (): string => date(`2026-${two(1 + random.below(10))}-${two(1 + random.below(28))}`);

  const doctor = `${w.doctor} ${nameOf(other())}`;
  put(doctor);
  down();
  put('12 High Street, 4000 Anytown');
  down(30);
  put(letterDate(), 400);
  down(30);
  const { first, last } = spelled(about, given.truth, random);
  const born = random.pick(w.born);
  const day = date(about.date_of_birth);
  if (layout === 'referral') {
    const title = random.chance(0.5) ? `${random.pick(w.title)} ` : '';
    const name = random.chance(0.4) ? `${last}, ${first}` : `${title}${first} ${last}`;
    if (random.chance(0.5)) put(`${w.re} ${name}, ${born} ${day}`);
    else {
      put(`${w.re} ${name}`);
      down();
      if (random.chance(0.5)) {
        put('4 Short Lane, 4001 Anytown');
        down();
      }
      put(`${born} ${day}`);
    }
  } else if (layout === 'report') {
    put(w.patient);
    put(`${first} ${last}`, 200);
    put(w.from, 360);
    put(nameOf(other()), 450);
    down();
    put(w.birth);
    put(day, 200);
    if (about.old_reference_id !== null && random.chance(0.5))
      put(`${w.number} ${about.old_reference_id}`, 360);
  } else if (layout === 'form') {
    put(`${w.last}:`);
    put(last, 160);
    down(20);
    put(`${w.first}:`);
    put(first, 160);
    down(20);
    put(`${w.birth}:`);
    put(day, 200);
  } else {
    put(`${w.patient}: ${last}, ${first} (${born} ${day})`);
  }
  down(40);
  if (random.chance(0.3)) {
    const relative = other();
    put(
      `${random.chance(0.5) ? w.mother : w.contact}: ${nameOf(relative)}, ${born} ${date(relative.date_of_birth)}`,
    );
    down(30);
  }
  for (let row = 3 + random.below(8); row > 0; row -= 1) {
    put(random.chance(0.2) ? `${w.seen} ${letterDate()}` : random.pick(w.body));
    down();
  }
  down(20);
  put(`${doctor}, ${letterDate()}`);
  if (random.chance(0.5)) {
    down();
    put(`${w.copy} ${w.doctor} ${nameOf(other())}`);
  }
  return placed;
}

async function drawn(placed: readonly Placed[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  const page = document.addPage([595, 842]);
  for (const { x, y, text } of placed) page.drawText(text, { x, y, size: 11, font });
  return document.save();
}
