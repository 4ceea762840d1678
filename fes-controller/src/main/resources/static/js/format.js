// Figures for people. What is not known is a dash, never a zero.

export const UNKNOWN = '–';

const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const tenths = new Intl.NumberFormat('en', {maximumFractionDigits: 1, minimumFractionDigits: 1});

const known = (value) => value !== null && value !== undefined;

export const count = (value) => (known(value) ? whole.format(value) : UNKNOWN);

export function rate(perSecond) {
  if (!known(perSecond)) return UNKNOWN;
  if (perSecond === 0) return '0 /s';
  if (perSecond < 0.05) return '<0.1 /s';
  return (perSecond < 100 ? tenths : whole).format(perSecond) + ' /s';
}

export function seconds(value) {
  if (!known(value)) return UNKNOWN;
  if (value < 0.001) return '<1 ms';
  if (value < 1) return whole.format(value * 1000) + ' ms';
  if (value < 10) return tenths.format(value) + ' s';
  if (value < 120) return whole.format(value) + ' s';
  const units = [['d', 86400], ['h', 3600], ['m', 60], ['s', 1]];
  const first = units.findIndex(([, size]) => value >= size);
  const [unit, size] = units[first];
  const [next, nextSize] = units[first + 1];
  const rest = Math.floor((value % size) / nextSize);
  return `${Math.floor(value / size)} ${unit}` + (rest ? ` ${rest} ${next}` : '');
}

export function bytes(value) {
  if (!known(value)) return UNKNOWN;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return (unit === 0 || size >= 100 ? whole : tenths).format(size) + ' ' + units[unit];
}

export const quantiles = (times) =>
  times ? `${seconds(times.p50)} / ${seconds(times.p99)}` : UNKNOWN;

export function clock(instant) {
  if (!instant) return UNKNOWN;
  const time = new Date(instant);
  const today = new Date().toDateString() === time.toDateString();
  const hours = time.toLocaleTimeString('en-GB');
  return today ? hours : `${time.toLocaleDateString('en-CA')} ${hours}`;
}

export const plural = (n, one, many = one + 's') => `${count(n)} ${n === 1 ? one : many}`;
