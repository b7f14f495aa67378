; What the installer for Windows registers beside the program itself. Chartdrop is offered under "Open with", and is never
; made the default program of a file: electron-builder's own file associations would do that, without a question.

!define OPEN_WITH "Chartdrop.File"
!define LINKS "Software\Classes\chartdrop"

!macro offerFor EXTENSION
  WriteRegStr SHELL_CONTEXT "Software\Classes\.${EXTENSION}\OpenWithProgids" "${OPEN_WITH}" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\SupportedTypes" ".${EXTENSION}" ""
!macroend

!macro offerNoMoreFor EXTENSION
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.${EXTENSION}\OpenWithProgids" "${OPEN_WITH}"
!macroend

!macro forEachExtension DO
  !insertmacro ${DO} pdf
  !insertmacro ${DO} jpg
  !insertmacro ${DO} png
  !insertmacro ${DO} tif
  !insertmacro ${DO} heic
  !insertmacro ${DO} dcm
!macroend

; Electron's oldest Windows.
!macro customInit
  ${ifNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "Chartdrop needs Windows 10 or later." /SD IDOK
    SetErrorLevel 2
    Quit
  ${endIf}
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\${OPEN_WITH}" "" "Chartdrop"
  WriteRegStr SHELL_CONTEXT "Software\Classes\${OPEN_WITH}\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\shell\open\command" "" '"$appExe" "%1"'
  !insertmacro forEachExtension offerFor

  WriteRegStr SHELL_CONTEXT "${LINKS}" "" "URL:Chartdrop"
  WriteRegStr SHELL_CONTEXT "${LINKS}" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "${LINKS}\shell\open\command" "" '"$appExe" "%1"'
!macroend

; An update removes the version before it first: what a person set must outlive that. The data folder is left alone.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    !insertmacro forEachExtension offerNoMoreFor
    DeleteRegKey SHELL_CONTEXT "Software\Classes\${OPEN_WITH}"
    DeleteRegKey SHELL_CONTEXT "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"
    DeleteRegKey SHELL_CONTEXT "${LINKS}"
    ; The program writes these itself, for its person: links at each start, and the start at login.
    DeleteRegKey HKCU "${LINKS}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
  ${endIf}
!macroend
