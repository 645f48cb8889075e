const whole = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });

/** `100,000` */
export const count = (value: number): string => whole.format(value);

/** `1.2%` of a share from 0 to 1. */
export const share = (value: number): string => percent.format(value);

/** `80 articles`, `1 article` */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
