/**
 * The local day of a moment: its midnight and the next midnight in epoch milliseconds, and its name as
 * `YYYY-MM-DD`.
 */
export function localDay(at: number): { from: number; to: number; day: string } {
  const date = new Date(at);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    from: new Date(year, month, day).getTime(),
    to: new Date(year, month, day + 1).getTime(),
    day: `${year}-${two(month + 1)}-${two(day)}`,
  };
}
