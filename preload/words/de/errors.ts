import type { Words } from '../en.ts';

export const errors: Words['errors'] = {
  'key-missing':
    'Es ist kein API-Schlüssel hinterlegt. Geben Sie den API-Schlüssel Ihres Cliniko-Kontos ein.',
  'key-store-missing':
    'Dieses System hat keinen Schlüsselspeicher, in dem der Schlüssel sicher wäre. Richten Sie einen ein (unter Linux einen Schlüsselbund) und starten Sie Chartdrop neu.',
  'key-store-locked':
    'Der Schlüsselspeicher des Systems ist gesperrt. Entsperren Sie ihn, wenn Sie danach gefragt werden.',
  'key-malformed':
    'Das ist kein Cliniko-API-Schlüssel. Kopieren Sie den ganzen Schlüssel aus den Einstellungen von Cliniko und versuchen Sie es noch einmal.',
  'key-rejected':
    'Cliniko nimmt diesen API-Schlüssel nicht an. Prüfen Sie ihn, oder legen Sie in den Einstellungen von Cliniko einen neuen an.',
  'permission-denied':
    'Der Benutzer dieses API-Schlüssels darf das nicht. Fragen Sie die Person, die Ihr Cliniko-Konto verwaltet.',
  'record-not-found': 'In Cliniko gibt es diesen Eintrag nicht. Vielleicht wurde er gelöscht.',
  'record-refused': 'Cliniko hat diesen Eintrag abgelehnt',
  'rate-limited': 'Die Abfragegrenze von Cliniko ist erreicht. Sie erneuert sich innerhalb einer Minute.',
  'service-error': 'Cliniko hat eine Störung.',
  'answer-invalid': 'Cliniko hat eine Antwort gesendet, die Chartdrop nicht lesen kann.',
  'address-forbidden':
    'Diese Adresse ist nicht erlaubt: Sie muss mit https:// beginnen (http:// nur auf diesem Rechner).',
  'address-not-clinic':
    'Unter dieser Adresse gibt es keine Cliniko-API. Prüfen Sie sie: Die Adresse endet auf /v1.',
  'shard-unknown':
    'Das ist kein Cliniko-API-Schlüssel: Sein Ende nennt eine Region, die nicht zu finden ist. Kopieren Sie den ganzen Schlüssel noch einmal und prüfen Sie die letzten Zeichen.',
  'network-unreachable': 'Cliniko ist nicht erreichbar. Prüfen Sie das Netzwerk.',
  'network-timeout': 'Cliniko antwortet nicht.',
  'certificate-refused': 'Der Verbindung zu Cliniko wird nicht vertraut: Das Zertifikat wurde abgelehnt.',
  'name-not-found': 'Die Adresse von Cliniko ist nicht zu finden. Prüfen Sie das Netzwerk und sein DNS.',
  'connection-not-secure':
    'Es kommt keine sichere Verbindung zu Cliniko zustande. Ein anderes Gerät oder Programm antwortet an seiner Stelle.',
  'proxy-unreachable':
    'Der Proxy dieses Netzwerks ist nicht erreichbar. Prüfen Sie das Netzwerk und seine Proxy-Einstellungen.',
  'proxy-credentials':
    'Der Proxy dieses Netzwerks verlangt Benutzername und Passwort oder nimmt die hinterlegten nicht an. Geben Sie sie in den Einstellungen ein.',
  'proxy-sign-in-unknown':
    'Chartdrop unterstützt die Anmeldung an diesem Proxy nicht. Bitten Sie die Netzwerkverwaltung, Chartdrop ohne Anmeldung oder mit Benutzername und Passwort durchzulassen.',
  'proxy-refused':
    'Der Proxy dieses Netzwerks lässt Chartdrop nicht zu Cliniko durch. Bitten Sie die Netzwerkverwaltung, die Adressen von Cliniko freizugeben.',
  'proxy-not-set': 'Für die Adresse von Cliniko ist auf diesem System kein Proxy eingestellt.',
  'policy-expired': 'Die Erlaubnis zum Hochladen endete, bevor die Datei übertragen war.',
  'policy-refused': 'Der Speicher hat die Datei abgelehnt.',
  'size-refused': 'Der Speicher nimmt keine Datei dieser Größe an.',
  'storage-error': 'Der Speicher hat eine Störung.',
  'storage-answer-invalid': 'Der Speicher hat eine Antwort gesendet, die Chartdrop nicht lesen kann.',
  'storage-not-secure':
    'Cliniko hat eine unverschlüsselte Speicheradresse genannt, deshalb wurde die Datei nicht gesendet. Versuchen Sie es erneut; bleibt es so, wenden Sie sich an den Support von Cliniko.',
  'presigned-post-missing':
    'Cliniko hat keine Adresse zum Hochladen genannt. Versuchen Sie es erneut, oder fragen Sie den Support von Cliniko.',
  'patient-not-found': 'Cliniko hat keinen Patienten mit dieser Nummer.',
  'case-not-found': 'Cliniko hat keinen Fall mit dieser Nummer.',
  'patient-unavailable':
    'Dieser Patient ist archiviert, gelöscht oder mit einem anderen zusammengeführt und kann nicht gewählt werden.',
  'case-unavailable': 'Dieser Fall ist archiviert und kann nicht gewählt werden.',
  'attachment-missing': 'Cliniko hat die Datei angenommen, aber der Anhang fehlt.',
  'attachment-other-patient': 'Der Anhang ist in der Akte des falschen Patienten.',
  'attachment-other-size': 'Der Anhang hat in Cliniko eine andere Größe als die Datei.',
  'attachment-unclear':
    'Cliniko sagt nicht, ob es die Datei hat. Sehen Sie in der Akte nach, bevor Sie es erneut versuchen oder die Datei ignorieren.',
  'attachment-not-processed':
    'Cliniko ist mit dieser Datei nach einem Tag nicht fertig. Sehen Sie in der Akte nach; mit „Erneut versuchen“ wird weiter gewartet.',
  'case-link-refused':
    'Cliniko hat die Datei nicht in den Fall aufgenommen. Versuchen Sie es erneut, oder belassen Sie sie nur in der Akte.',
  'case-link-missing':
    'Cliniko hat die Änderung angenommen, doch der Fall führt die Datei nicht. Versuchen Sie es erneut, oder belassen Sie sie nur in der Akte.',
  'file-exists': 'Eine Datei mit diesem Namen gibt es schon. Wählen Sie einen anderen Namen.',
  'file-missing': 'Die Datei fehlt.',
  'file-locked': 'Ein anderes Programm benutzt die Datei.',
  'file-denied': 'Chartdrop darf die Datei nicht lesen. Prüfen Sie ihre Berechtigungen.',
  'file-empty': 'Die Datei ist leer.',
  'file-changed': 'Die Datei wurde geändert, während sie gelesen wurde.',
  'file-replaced':
    'Die Datei wurde durch eine andere ersetzt, bevor sie abgelegt war, und ihr Inhalt ist nicht mehr da. Scannen Sie sie noch einmal.',
  'files-too-many': 'Auf diesem PC sind zu viele Dateien geöffnet. Schließen Sie einige Programme.',
  'file-not-regular': 'Das ist keine Datei, die hochgeladen werden kann.',
  'file-path-too-long':
    'Der Pfad der Datei ist für dieses System zu lang. Verschieben Sie sie in einen Ordner mit kürzerem Pfad.',
  'file-name-unknown':
    'Mehrere Dateien haben diesen Namen, bis auf Zeichen, die kein gültiger Text sind. Benennen Sie die Datei um.',
  'file-unreadable':
    'Die Datei kann nicht gelesen werden. Ist sie in der Cloud, machen Sie sie auf diesem Computer verfügbar.',
  'file-in-cloud':
    'Die Datei liegt nur in der Cloud. Laden Sie sie auf diesen Computer: „Immer auf diesem Gerät behalten“, oder öffnen Sie sie einmal.',
  'photo-not-converted':
    'Dieses Foto lässt sich nicht in ein JPEG umwandeln. Lassen Sie Handyfotos in den Einstellungen unverändert senden und versuchen Sie es noch einmal.',
  'preview-damaged': 'Die Datei ist beschädigt, oder ihr Name hat den falschen Typ.',
  'preview-too-large': 'Die Datei ist zu groß, um hier gezeigt zu werden.',
  'preview-protected': 'Die Datei ist mit einem Passwort geschützt.',
  'preview-stopped':
    'Die Datei zu zeigen dauerte zu lange oder brauchte zu viel Speicher und wurde abgebrochen.',
  'preview-busy': 'Es werden zu viele Dateien zugleich geöffnet. Versuchen Sie es gleich noch einmal.',
  'folder-watched-already': 'Dieser Ordner, einer darüber oder einer darin wird bereits überwacht',
  'folder-missing': 'Der Ordner fehlt.',
  'folder-denied': 'Chartdrop darf den Ordner nicht lesen. Prüfen Sie seine Berechtigungen.',
  'folder-protected':
    'Das System lässt Chartdrop diesen Ordner nicht lesen. Erlauben Sie es in den Systemeinstellungen unter „Datenschutz & Sicherheit“, „Dateien & Ordner“.',
  'folder-unreadable':
    'Der Ordner kann gerade nicht gelesen werden. Prüfen Sie sein Laufwerk und die Verbindung dorthin.',
  'pattern-invalid': 'Das Muster dieser Zuordnung ist nicht verwendbar',
  'filed-other-drive':
    '„Filed“ liegt auf einem anderen Laufwerk als der Scan-Ordner. Machen Sie daraus einen gewöhnlichen Ordner, oder stellen Sie ein, dass abgelegte Dateien liegen bleiben.',
  'filed-no-folder':
    'Wo der Ordner „Filed“ sein sollte, liegt eine Datei oder Verknüpfung dieses Namens. Benennen Sie sie um, oder entfernen Sie sie.',
  'filed-denied':
    'Chartdrop darf in diesem Ordner keine Dateien verschieben. Erlauben Sie es, oder stellen Sie ein, dass abgelegte Dateien liegen bleiben.',
  'filed-full': 'Das Laufwerk dieses Ordners ist voll. Schaffen Sie Platz.',
  'trash-refused':
    'Der Papierkorb des Systems nimmt die Datei nicht an. Leeren Sie ihn, oder stellen Sie ein, dass abgelegte Dateien liegen bleiben.',
  'trash-missing':
    'Dieses Laufwerk behält keine gelöschten Dateien, deshalb lässt Chartdrop die Datei liegen. Stellen Sie ein, dass abgelegte Dateien verschoben werden oder liegen bleiben.',
  'scan-claimed-elsewhere': 'Ein anderer PC, der diesen Ordner überwacht, legt diese Datei gerade ab.',
  'scan-taken-over': 'Ein anderer PC, der diesen Ordner überwacht, hat diese Datei übernommen.',
  'claims-denied':
    'Chartdrop darf in diesen gemeinsamen Ordner nicht schreiben. Die PCs können sich deshalb nicht einigen, wer welchen Scan ablegt, und es wird nichts daraus abgelegt. Erlauben Sie dort das Schreiben; oder stellen Sie, wenn kein anderer PC ihn überwacht, „Gemeinsam mit anderen PCs“ auf Nein.',
  'claims-full':
    'Das Laufwerk dieses Ordners ist voll, deshalb können sich die PCs nicht einigen, wer welchen Scan ablegt. Schaffen Sie Platz.',
  'claims-alone':
    'Chartdrop darf in diesen Ordner nicht schreiben, andere PCs sehen deshalb nicht, was dieser ablegt. Lassen Sie ihn nur von diesem PC überwachen, oder erlauben Sie dort das Schreiben.',
  'claims-unsafe':
    'Dieses Laufwerk zeigt Änderungen anderer PCs zu spät; eine Datei könnte zweimal abgelegt werden. Lassen Sie diesen Ordner nur von einem PC überwachen.',
  'folder-not-open': 'Ihr Scanordner ist noch nicht geöffnet. Danach wird die Datei abgelegt.',
  'disk-full': 'Die Festplatte dieses Computers ist voll. Schaffen Sie Platz.',
  'disk-read-only':
    'Chartdrop kann nicht in seinen Datenordner schreiben. Erlauben Sie ihm, dort zu schreiben, und starten Sie es neu; es ist nichts verloren.',
  'database-newer':
    'Diese Daten hat ein neueres Chartdrop geschrieben. Installieren Sie dessen Version oder eine spätere.',
  'database-damaged': 'Die Datenbank von Chartdrop ist beschädigt.',
  'data-key-wrong':
    'Die Daten von Chartdrop lassen sich mit dem Schlüssel im Schlüsselspeicher dieses Systems nicht lesen. Stellen Sie diesen Schlüssel wieder her (das Profil oder die Sicherung von secrets.json); die Daten bleiben erhalten. Ohne ihn verschieben Sie den Datenordner und beginnen mit einem leeren.',
  'data-in-use': 'Ein anderes Chartdrop arbeitet bereits mit diesen Daten.',
  'data-on-network':
    'Der Datenordner von Chartdrop liegt auf einem Netzlaufwerk, wo zwei Programme die Datenbank beschädigen könnten. Legen Sie ihn auf eine Festplatte dieses Computers.',
  'data-not-private':
    'Andere Benutzer dieses PCs können den Datenordner lesen, und er enthält auch andere Dateien. Wählen Sie einen leeren Ordner oder einen, den nur Sie öffnen dürfen (chmod 700)',
  'data-not-guarded':
    'Windows konnte den Datenordner nicht vor anderen Benutzern schließen. Wählen Sie einen Ordner in Ihrem Profil oder einen auf einem NTFS-Laufwerk, der Ihnen gehört',
  'settings-invalid': 'Eine Einstellung ist nicht verwendbar',
  'settings-managed':
    'Die Einstellungen dieses PCs werden zentral verwaltet. Bitten Sie Ihre Administration um die Änderung. Es wurde nichts geändert.',
  'sheet-key-file-invalid':
    'Das ist keine Datei mit einem Schlüssel für Deckblätter. Wählen Sie die Datei, die ein anderer PC gespeichert hat.',
  'passphrase-wrong': 'Die Passphrase passt nicht zu dieser Datei. Es wurde nichts geändert.',
  'job-not-found': 'Diese Datei ist nicht mehr in der Warteschlange.',
  'transition-refused': 'Das ist mit der Datei in ihrem jetzigen Zustand nicht möglich.',
  'choice-expired':
    'Diese Auswahl gilt nicht mehr. Wählen Sie den Ordner noch einmal, oder ziehen Sie die Datei noch einmal herein.',
  'too-many-at-once':
    'Das sind mehr als 2000 Dateien auf einmal, und keine wurde hinzugefügt. Wählen Sie einen kleineren Ordner, oder fügen Sie ihn als Scan-Ordner hinzu.',
  'present-key-needed':
    'Um den API-Schlüssel zu ersetzen, geben Sie auch den bisherigen ein. Ein Schlüssel, den Cliniko nicht mehr annimmt, lässt sich ohne ihn ersetzen.',
  'not-confirmed': 'Es wurde nichts geändert.',
  'request-invalid': 'Chartdrop hat hier etwas anderes erwartet',
  aborted: 'Abgebrochen.',
  unexpected:
    'Etwas Unerwartetes ist schiefgegangen. Versuchen Sie es noch einmal; bleibt es so, senden Sie den Bericht aus den Einstellungen.',
};
