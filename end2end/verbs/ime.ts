import type { Locator } from "@playwright/test";

/**
 * Types a word with an input method and picks it with Enter. Chrome tells the page that Enter
 * belongs to the composition (`isComposing`); Safari ends the composition first and then sends a
 * keydown with key code 229 that does not say so.
 */
export async function compose(
  field: Locator,
  keys: string,
  word: string,
  browser: "chrome" | "safari",
): Promise<void> {
  await field.focus();
  await field.evaluate(perform, { keys, word, browser });
}

interface Composition {
  keys: string;
  word: string;
  browser: "chrome" | "safari";
}

function perform(node: Element, { keys, word, browser }: Composition): void {
  const field = node as HTMLTextAreaElement;
  const composition = (type: string, data: string): boolean =>
    field.dispatchEvent(new CompositionEvent(type, { data, bubbles: true }));
  const key = (name: string, isComposing: boolean): boolean =>
    field.dispatchEvent(
      new KeyboardEvent("keydown", {
        key: name,
        keyCode: 229,
        isComposing,
        bubbles: true,
        cancelable: true,
      }),
    );
  const show = (text: string, isComposing: boolean): void => {
    field.value = text;
    const how = { data: text, inputType: "insertCompositionText", isComposing, bubbles: true };
    field.dispatchEvent(new InputEvent("input", how));
  };

  composition("compositionstart", "");
  for (let n = 1; n <= keys.length; n++) {
    key("Process", true);
    composition("compositionupdate", keys.slice(0, n));
    show(keys.slice(0, n), true);
  }
  if (browser === "chrome") key("Enter", true);
  composition("compositionupdate", word);
  show(word, browser === "chrome");
  composition("compositionend", word);
  if (browser === "safari") key("Enter", false);
  field.dispatchEvent(new KeyboardEvent("keyup", { key: "Enter", keyCode: 13, bubbles: true }));
}
