#!/bin/bash
# Files each given file by the three calls of the API, as a person could write it. Starts only curl for each file, so
# that the loop is as fast as possible with curl. Environment: API_URL, API_KEY, AGENT, PATIENT.
set -euo pipefail
api=(curl -sS -f -u "$API_KEY:" -A "$AGENT" -H 'accept: application/json')

for file in "$@"; do
  presigned=$("${api[@]}" "$API_URL/patients/$PATIENT/attachment_presigned_post")
  [[ $presigned =~ \"url\":\"([^\"]+)\" ]]
  url=${BASH_REMATCH[1]%/}
  fields=()
  rest=${presigned#*\"fields\":}
  while [[ $rest =~ ^[^\"]*\"([^\"]+)\":\"([^\"]*)\"(.*)$ ]]; do
    rest=${BASH_REMATCH[3]}
    [[ ${BASH_REMATCH[1]} == url ]] || fields+=(-F "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}")
  done
  stored=$(curl -sS -f "${fields[@]}" -F "file=@$file" "$url/")
  [[ $stored =~ \<Key\>([^\<]+)\</Key\> ]]
  "${api[@]}" -o /dev/null -H 'content-type: application/json' \
    -d "{\"patient_id\":\"$PATIENT\",\"upload_url\":\"$url/${BASH_REMATCH[1]}\"}" "$API_URL/patient_attachments"
done
