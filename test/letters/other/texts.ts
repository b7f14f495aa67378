/** The words of the other letters, by language. */
export const texts = {
  en: {
    birth: ['Date of birth', 'DOB', 'D.o.B', 'Birth date', 'Born'],
    ...{ surname: 'Family name', given: 'Given names', patient: 'Patient details', sex: 'Sex' },
    ...{
      referrer: 'Referring practitioner',
      kin: 'Emergency contact',
      holder: 'Policy holder',
      phone: 'Phone',
    },
    ...{ collected: 'Collected', received: 'Received', name: 'Patient name', unit: 'Unit', test: 'Test' },
    relative: ['Her daughter', 'His wife', 'Next of kin:', 'Carer:', 'Her aunt', 'Grandmother:', 'Father:'],
    ...{
      dear: 'Dear',
      copy: 'cc',
      regards: 'Yours sincerely',
      title: ['Mr', 'Ms', 'Mrs'] as const,
      doctor: 'Dr',
    },
    appointment: 'Your appointment is on',
    details: 'For your security we hold these details:',
    admitted: (from: string, to: string) => `Admitted ${from}, discharged ${to}.`,
    number: ['MRN', 'Patient ID', 'File no'],
    prose: [
      'We thank you for the referral and report as follows.',
      'The operation on the left knee was without complications.',
      'Please continue the medication as before and remove the sutures.',
      'There is no family history of note.',
    ],
    tests: ['Haemoglobin', 'Ferritin', 'Creatinine', 'TSH', 'Glucose', 'Sodium'],
  },
  de: {
    birth: ['Geburtsdatum', 'geb. am', 'geb.', 'Geb.-Datum', 'geboren am'],
    ...{ surname: 'Familienname', given: 'Vorname(n)', patient: 'Angaben zum Patienten', sex: 'Geschlecht' },
    ...{
      referrer: 'Zuweisende Praxis',
      kin: 'Kontakt im Notfall',
      holder: 'Hauptversicherter',
      phone: 'Telefon',
    },
    ...{
      collected: 'Entnahme',
      received: 'Eingang',
      name: 'Name, Vorname',
      unit: 'Einheit',
      test: 'Analyse',
    },
    relative: [
      'Die Tochter',
      'Ehefrau:',
      'Angehörige:',
      'Betreuerin:',
      'Die Tante',
      'Grossmutter:',
      'Vater:',
    ],
    ...{
      dear: 'Guten Tag',
      copy: 'Kopie an',
      regards: 'Freundliche Grüße',
      title: ['Herr', 'Frau'] as const,
      doctor: 'Dr.',
    },
    appointment: 'Ihr Termin ist am',
    details: 'Diese Angaben haben wir von Ihnen:',
    admitted: (from: string, to: string) => `Stationär vom ${from} bis ${to}.`,
    number: ['Patienten-Nr.', 'Pat.-ID', 'Fallnummer'],
    prose: [
      'Wir berichten über den Aufenthalt auf unserer Station.',
      'Die Operation am linken Knie verlief ohne Komplikationen.',
      'Bitte die Medikation wie bisher fortführen und die Fäden ziehen.',
      'Die Familienanamnese ist unauffällig.',
    ],
    tests: ['Hämoglobin', 'Ferritin', 'Kreatinin', 'TSH', 'Glukose', 'Natrium'],
  },
  fr: {
    birth: ['Date de naissance', 'Né(e) le', 'DDN', 'Naissance', 'née le'],
    ...{ surname: 'Nom de famille', given: 'Prénom(s)', patient: 'Coordonnées du patient', sex: 'Sexe' },
    ...{
      referrer: 'Médecin prescripteur',
      kin: 'Personne à contacter',
      holder: 'Assuré principal',
      phone: 'Tél.',
    },
    ...{ collected: 'Prélevé', received: 'Reçu', name: 'Nom et prénom', unit: 'Unité', test: 'Examen' },
    relative: [
      'Sa fille',
      'Épouse :',
      'Personne de confiance :',
      'Tutrice :',
      'Sa tante',
      'Grand-mère :',
      'Père :',
    ],
    ...{
      dear: 'Bonjour',
      copy: 'Copie',
      regards: 'Cordialement',
      title: ['M.', 'Mme'] as const,
      doctor: 'Dr',
    },
    appointment: 'Votre rendez-vous est le',
    details: 'Voici les données que nous avons :',
    admitted: (from: string, to: string) => `Hospitalisation du ${from} au ${to}.`,
    number: ['N° de patient', 'N° de dossier', 'IPP'],
    prose: [
      'Nous vous remercions de nous avoir adressé ce patient.',
      'L’intervention sur le genou gauche s’est déroulée sans complication.',
      'Merci de poursuivre le traitement et de retirer les fils.',
      'Pas d’antécédents familiaux particuliers.',
    ],
    tests: ['Hémoglobine', 'Ferritine', 'Créatinine', 'TSH', 'Glucose', 'Sodium'],
  },
} as const;
export type LetterLanguage = keyof typeof texts;

const monthNames = {
  en: 'January February March April May June July August September October November December',
  de: 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember',
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
} as const;

/** The ways in which a day is written, in each language. */
export function daysIn(language: LetterLanguage, day: string): string[] {
  const [year = '', month = '', date = ''] = day.split('-');
  const [d, m] = [Number(date), Number(month)];
  const name = monthNames[language].split(' ')[m - 1] ?? '';
  const short = name.slice(0, language === 'fr' ? 4 : 3);
  const common = [`${date}.${month}.${year}`, day, `${date}-${month}-${year}`];
  if (language === 'en')
    return [
      ...common,
      `${d}${d === 3 ? 'rd' : 'th'} ${name} ${year}`,
      `${name} ${d}, ${year}`,
      `${date}-${short}-${year}`,
    ];
  if (language === 'de')
    return [...common, `${d}. ${name} ${year}`, `${d}.${m}.${year.slice(2)}`, `${d}. ${short}. ${year}`];
  return [
    ...common,
    `${d === 1 ? '1er' : d} ${name} ${year}`,
    `${date}/${month}/${year}`,
    `${date} ${month} ${year}`,
  ];
}
