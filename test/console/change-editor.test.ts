import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem, Unreachable } from '../../admin-ui/src/api/problem.js';
import type { ChangeApi } from '../../admin-ui/src/editing/change-api.js';
import { ChangeEditor } from '../../admin-ui/src/editing/change-editor.js';
import type { Edit, NewEdit } from '../../admin-ui/src/editing/edit.js';
import { Outbox } from '../../admin-ui/src/editing/outbox.js';
import type { ChangeRequest, PriceTables } from '../../schemas/types/api.js';

/** A small server with one table of one row and two columns, which keeps every revision. */
class OneTable implements ChangeApi {
  revisions: (readonly (string | null)[])[] = [];
  away = false;
  refusing: Problem | undefined;
  created = 0;

  async create(): Promise<ChangeRequest> {
    this.#answer();
    this.created++;
    this.revisions = [['1', '2']];
    return this.#change();
  }
  async read(): Promise<ChangeRequest> {
    this.#answer();
    return this.#change();
  }
  async text(_id: number, _file: string, revision: number): Promise<string | undefined> {
    this.#answer();
    return JSON.stringify(this.revisions[revision - 1]);
  }
  async apply(_id: number, revision: number, edit: Edit): Promise<ChangeRequest> {
    this.#answer();
    if (this.refusing !== undefined) throw this.refusing;
    if (revision !== this.revisions.length) {
      throw new Problem(412, 'stale', 'somebody was first', { yours: edit.kind === 'text' ? edit.text : null });
    }
    const row = [...(this.revisions.at(-1) ?? [])];
    if (edit.kind === 'cells') for (const { column, price } of edit.cells) row[column] = price;
    if (edit.kind === 'text') row.splice(0, 2, ...JSON.parse(edit.text ?? '[]'));
    if (JSON.stringify(row) !== JSON.stringify(this.revisions.at(-1))) this.revisions.push(row);
    return this.#change();
  }
  async tables(): Promise<PriceTables> {
    this.#answer();
    const cells = (this.revisions.at(-1) ?? []).map((price) => ({
      kind: 'set' as const,
      price,
      outcome: { kind: 'not_offered' as const },
      override: null,
      product: 'x',
      options: {},
      context: {},
      at: '2026-01-01T00:00:00.000Z',
      source: null,
      lines: [],
    }));
    const table = { file: 'f', place: 0, section: 's', title: 't', header: 'h', currency: 'c', decimals: 0, size: 2 };
    return {
      release: null,
      change_request: 1,
      revision: this.revisions.length,
      tables: [{ ...table, columns: ['a', 'b'], rows: [{ title: 'r', cells }] }],
    };
  }
  /** An edit of another person. */
  meanwhile(column: number, price: string): void {
    const row = [...(this.revisions.at(-1) ?? [])];
    row[column] = price;
    this.revisions.push(row);
  }
  #answer(): void {
    if (this.away) throw new Unreachable();
  }
  #change(): ChangeRequest {
    const revision = this.revisions.length;
    // The editor uses only these.
    return {
      id: 1,
      revision,
      state: 'draft',
      updated_at: String(revision),
      authors: ['ben'],
    } as unknown as ChangeRequest;
  }
}

const kept = new Map<string, string>();
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
};
const editorOn = (server: OneTable): ChangeEditor => new ChangeEditor(server, new Outbox(storage, 'ada'), () => 'New');
const cell = (column: number, was: string, price: string): NewEdit => ({
  kind: 'cells',
  file: 'f',
  what: `column ${column}`,
  cells: [{ table: 0, row: 0, column, titles: ['t', 'r', column === 0 ? 'a' : 'b'], was, price }],
});
const text = (value: string, seen: number): NewEdit => ({ kind: 'text', file: 'f', what: 'f', text: value, seen });

describe('the editor of a change', () => {
  let server: OneTable;
  let editor: ChangeEditor;
  beforeEach(() => {
    kept.clear();
    server = new OneTable();
    editor = editorOn(server);
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });
  const settled = () => vi.waitFor(() => expect(editor.state().status).toBe('saved'));

  it('creates one change with the first edit, and adds further edits to it in their order', async () => {
    editor.edit(cell(0, '1', '10'));
    editor.edit(cell(1, '2', '20'));
    editor.edit(cell(0, '10', '11'));
    await settled();
    expect(server.created).toBe(1);
    expect(server.revisions).toEqual([
      ['1', '2'],
      ['10', '2'],
      ['10', '20'],
      ['11', '20'],
    ]);
  });

  it('undoes and redoes its own edits, but not over an edit of another person', async () => {
    editor.edit(cell(0, '1', '10'));
    editor.edit(cell(1, '2', '20'));
    await settled();
    await editor.undo();
    await editor.undo();
    expect(server.revisions.at(-1)).toEqual(['1', '2']);
    expect(editor.state().undo).toEqual([]);
    await editor.redo();
    await editor.redo();
    expect(server.revisions.at(-1)).toEqual(['10', '20']);
    server.meanwhile(1, '30');
    await editor.refresh();
    await editor.undo();
    expect(server.revisions.at(-1)).toEqual(['10', '30']);
    expect(editor.state().rejection?.message).toContain('somebody has edited the file since');
  });

  it('keeps edits while the server is away, also when the page is loaded again', async () => {
    editor.edit(cell(0, '1', '10'));
    await settled();
    server.away = true;
    editor.edit(cell(1, '2', '20'));
    await vi.waitFor(() => expect(editor.state().status).toBe('waiting'));
    expect(editor.state().obstacle).toBe('The server cannot be reached.');
    server.away = false;
    editor = editorOn(server);
    await editor.resume();
    expect(server.revisions.at(-1)).toEqual(['10', '20']);
    expect(server.created).toBe(1);
    expect(editor.state().waiting).toEqual([]);
  });

  it('tries again by itself after the server could not be reached', async () => {
    server.away = true;
    editor.edit(cell(0, '1', '10'));
    await vi.waitFor(() => expect(editor.state().status).toBe('waiting'));
    server.away = false;
    await vi.advanceTimersByTimeAsync(1_000);
    await settled();
    expect(server.revisions.at(-1)).toEqual(['10', '2']);
  });

  it('saves the edits of two people who set different cells', async () => {
    editor.edit(cell(0, '1', '10'));
    await settled();
    server.meanwhile(1, '20');
    editor.edit(cell(0, '10', '11'));
    await settled();
    expect(server.revisions.at(-1)).toEqual(['11', '20']);
    expect(editor.state().conflict).toBeUndefined();
  });

  it('keeps an edit that is made while it loads the edit of another person', async () => {
    editor.edit(cell(0, '1', '10'));
    await settled();
    server.meanwhile(1, '20');
    const read = server.read.bind(server);
    server.read = async () => {
      server.read = read;
      editor.edit(cell(1, '20', '21'));
      return read();
    };
    editor.edit(cell(0, '10', '11'));
    await settled();
    expect(server.revisions.at(-1)).toEqual(['11', '21']);
  });

  it.each(['ours', 'theirs'] as const)(
    'reports a conflict when two people set the same cell, and takes the side that is chosen: %s',
    async (side) => {
      editor.edit(cell(0, '1', '10'));
      await settled();
      server.meanwhile(0, '20');
      editor.edit(cell(0, '10', '11'));
      await vi.waitFor(() => expect(editor.state().conflict).toMatchObject({ conflicts: [{ theirs: '20' }] }));
      expect(server.revisions.at(-1)).toEqual(['20', '2']);
      editor.resolve([side]);
      await settled();
      expect(server.revisions.at(-1)).toEqual([side === 'ours' ? '11' : '20', '2']);
    },
  );

  it('reports no conflict when two people set the same cell to the same price', async () => {
    editor.edit(cell(0, '1', '10'));
    await settled();
    server.meanwhile(0, '20');
    editor.edit(cell(0, '10', '20'));
    await settled();
    expect(server.revisions).toHaveLength(3);
  });

  it('reports a conflict instead of replacing a text that its author has not seen', async () => {
    editor.edit(cell(0, '1', '10'));
    await settled();
    server.meanwhile(1, '20');
    await editor.refresh();
    editor.edit(text('["11","2"]', 2));
    await vi.waitFor(() => expect(editor.state().conflict).toMatchObject({ kind: 'text', theirs: '["10","20"]' }));
    expect(server.revisions.at(-1)).toEqual(['10', '20']);
    editor.resolve(['theirs']);
    await settled();
    expect(server.revisions.at(-1)).toEqual(['10', '20']);
  });

  it('drops an edit that the server refuses, shows the reason, and saves the next edits', async () => {
    editor.edit(cell(0, '1', '10'));
    await settled();
    server.refusing = new Problem(403, 'amounts_only', 'ada may change amounts only');
    editor.edit(cell(1, '2', '20'));
    await settled();
    expect(editor.state().rejection).toEqual({ what: 'column 1', message: 'ada may change amounts only' });
    server.refusing = undefined;
    editor.edit(cell(1, '2', '21'));
    await settled();
    expect(server.revisions.at(-1)).toEqual(['10', '21']);
  });

  it('keeps edits while the person is signed out', async () => {
    editor.edit(cell(0, '1', '10'));
    await settled();
    server.refusing = new Problem(401, 'sign_in_required', 'sign in first');
    editor.edit(cell(1, '2', '20'));
    await vi.waitFor(() => expect(editor.state().obstacle).toContain('sign in again'));
    server.refusing = undefined;
    await editor.flush();
    expect(server.revisions.at(-1)).toEqual(['10', '20']);
  });
});
