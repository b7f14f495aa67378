#!/bin/bash
# Files each file that it is given by the three calls of the API, as a person who can write a loop would. Nothing but curl
# is started for a file, so that the loop is as fast as one of curl can be.
# From the environment: API_URL, API_KEY, AGENT, PATIENT.
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
