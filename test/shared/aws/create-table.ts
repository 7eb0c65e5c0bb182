export { createTable } from '../../../local/create-table.ts';
