import { useEffect } from 'react';
import { useEditor } from './use-editor.js';

/** Undo and redo by Ctrl+Z and Ctrl+Y, or their keys on a Mac. In a text field, these undo typing instead. */
export function useShortcuts(): void {
  const editor = useEditor();
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === 'z' && !event.shiftKey) void editor.undo();
      else if (key === 'y' || (key === 'z' && event.shiftKey)) void editor.redo();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [editor]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
