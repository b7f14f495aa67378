/** The program that opens a file in the program of its type. */
export function openerOf(platform: NodeJS.Platform): string {
  switch (platform) {
    case 'win32':
      return 'explorer.exe';
    case 'darwin':
      return 'open';
    default:
      return 'xdg-open';
  }
}
