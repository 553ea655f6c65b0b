/** Every sentence that a folder's code can say, and every text that tests expect: read from the sources, so none is forgotten. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** A text of the code with its holes: `${owner} holds ${address}` has two. */
export type Sentence = Readonly<{ at: string; parts: readonly string[] }>;

const filesIn = (folder: string, ends: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ends))
    .sort()
    .map((name) => join(folder, name));

const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);

/** The fixed parts of a text, with its holes between them. */
function partsOf(node: ts.Node): readonly string[] | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  return undefined;
}

/** Two words beside one another, or a word beside a hole (§): what people read. Keys and operators have no such thing. */
const isSentence = (parts: readonly string[]): boolean => /[a-z]{2,}[,:;]? (?:[a-z]{2,}|§)|§ [a-z]{2,}/.test(parts.join("§"));

/** A bug is no message: what is thrown is for whoever mends it. Neither are names and types. */
const isSilent = (node: ts.Node): boolean =>
  ts.isThrowStatement(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node);

/** All that the code of a folder can say, in the order of files and lines. */
export function sentencesIn(folder: string, leftOut: readonly string[] = []): readonly Sentence[] {
  return filesIn(folder, ".ts")
    .filter((file) => !leftOut.includes(file))
    .flatMap((file) => {
      const source = parse(file);
      const found: Sentence[] = [];
      const visit = (node: ts.Node): void => {
        if (isSilent(node)) return;
        const parts = partsOf(node);
        if (parts && isSentence(parts))
          found.push({ at: `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, parts });
        ts.forEachChild(node, visit);
      };
      visit(source);
      return found;
    });
}

/** Where tests say what they are about, not what they expect. */
const isTitle = (node: ts.Node): boolean =>
  (ts.isCallExpression(node.parent) && /^(it|describe)$/.test(node.parent.expression.getText())) ||
  (ts.isPropertyAssignment(node.parent) && node.parent.name === node);

/** Every text that tests expect, whole: what is put together of several by + is one. A hole is any text. */
export function expectedIn(...files: readonly string[]): readonly string[] {
  const all = files.flatMap((file) => (file.endsWith(".ts") ? [file] : filesIn(file, ".test.ts")));
  return all.flatMap((file) => {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const text = textOf(node);
      if (text !== undefined && !isTitle(node)) found.push(text);
      if (text === undefined || ts.isTemplateExpression(node)) ts.forEachChild(node, visit);
    };
    visit(parse(file));
    return found;
  });
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(node.left), textOf(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return partsOf(node)?.join("…");
}

/** Whether a sentence stands in a text: its fixed parts, in their order. */
export function stands({ parts }: Sentence, text: string): boolean {
  let from = 0;
  for (const part of parts) {
    const found = text.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return true;
}
