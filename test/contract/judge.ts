import type { Exchange } from '../../main/demo-clinic/api/api-exchange.ts';
import { contract, faultsOf, type Operation, operationOf } from './contract.ts';

/** Statuses of every operation, whose bodies contain only a message. */
const common = new Set([400, 401, 403, 404, 406, 429]);
/** Not part of the document: the address in `content.links.self`, which redirects to the storage. */
const content = /^\/patient_attachments\/\d+\/content$/;

/** The parts of a request or answer that the reference does not have; empty if all is correct. */
export function judge(exchange: Exchange): string[] {
  const url = new URL(exchange.url, 'http://clinic');
  const path = url.pathname.replace(/^\/v1/, '');
  const at = `${exchange.method} ${path}`;
  if (exchange.method === 'GET' && content.test(path)) {
    return exchange.status === 302 || exchange.status === 404 ? [] : [`${at}: status ${exchange.status}`];
  }
  const operation = operationOf(exchange.method, path);
  if (operation === undefined) return [`${at}: no such operation`];
  return [
    ...queryFaults(url.searchParams, operation, at),
    ...bodyFaults(exchange, operation, at),
    ...answerFaults(exchange, operation, at),
  ];
}

function queryFaults(query: URLSearchParams, operation: Operation, at: string): string[] {
  return [...query].flatMap(([name, value]) => {
    if (name === 'q[]') return filterFaults(value, operation, at);
    if (!operation.query.includes(name)) return [`${at}: parameter ${name}`];
    if (name === 'sort') return sortFaults(value, operation, at);
    if (name === 'order') return value === 'asc' || value === 'desc' ? [] : [`${at}: order=${value}`];
    const most = name === 'per_page' ? 100 : Number.MAX_SAFE_INTEGER;
    return /^[1-9]\d*$/.test(value) && Number(value) <= most ? [] : [`${at}: ${name}=${value}`];
  });
}

function filterFaults(text: string, { filters }: Operation, at: string): string[] {
  const [, field = '', rest = ''] = /^(\w+):(.*)$/s.exec(text) ?? [];
  const type = Object.hasOwn(filters, field) ? filters[field] : undefined;
  if (type === undefined) return [`${at}: filter ${field || text}`];
  const operators = [...(contract.operators[type] ?? [])].sort((a, b) => b.length - a.length);
  const operator = operators.find((one) => rest.startsWith(one));
  if (operator === undefined) return [`${at}: filter ${field} with ${rest}`];
  const value = rest.slice(operator.length);
  const isAlone = ['?', '!?', '*'].includes(operator);
  return (isAlone ? value === '' : isValue(type, operator, value)) ? [] : [`${at}: filter ${text}`];
}

function isValue(type: string, operator: string, value: string): boolean {
  if (type === 'date-time') return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value);
  if (type === 'date')
    return (operator === '=' ? /^[\d*]{4}-[\d*]{2}-[\d*]{2}$/ : /^\d{4}-\d\d-\d\d$/).test(value);
  if (type === 'boolean') return value === 'true' || value === 'false';
  if (type === 'string') return true;
  return (operator === '=' ? /^-?\d+(,-?\d+)*$/ : /^-?\d+$/).test(value);
}

const sortFaults = (value: string, { filters }: Operation, at: string): string[] =>
  value.split(',').flatMap((part) => {
    const [, field = ''] = /^(\w+)(?::(?:asc|desc))?$/.exec(part) ?? [];
    return Object.hasOwn(filters, field) && filters[field] !== 'array' ? [] : [`${at}: sort ${part}`];
  });

/** A form's fields are all text, so only names and lists are checked. */
function bodyFaults({ body, contentType, status }: Exchange, operation: Operation, at: string): string[] {
  // Refused before the body was read, so the body is unknown.
  if (body === undefined || body === null)
    return operation.body === undefined || status >= 400 ? [] : [`${at}: no body`];
  if (operation.body === undefined) return [`${at}: a body`];
  const faults = faultsOf(body, operation.body, `${at} body`);
  if (contentType?.startsWith('application/json') === true) return faults;
  return contentType === 'application/x-www-form-urlencoded;charset=UTF-8'
    ? faults.filter((fault) => fault.endsWith(': unknown'))
    : [`${at}: content type ${contentType ?? ''}`];
}

function answerFaults({ status, answer }: Exchange, { responses }: Operation, at: string): string[] {
  if (common.has(status)) {
    return hasMessage(answer) ? [] : [`${at}: a ${status} without a message`];
  }
  const schema = responses[String(status)];
  if (schema === undefined) return [`${at}: status ${status}`];
  if (schema === null) return answer === '' ? [] : [`${at}: a body with ${status}`];
  return faultsOf(JSON.parse(answer), schema, `${at} ${status}`);
}

function hasMessage(answer: string): boolean {
  const body: unknown = JSON.parse(answer);
  return typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string';
}
