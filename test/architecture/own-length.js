/**
 * Refuses a function with too many own lines. Lines of inner functions count only for these: a factory is as long as
 * its part, but each function in it is judged separately.
 */
export const ownLength = {
  meta: {
    type: 'suggestion',
    schema: [{ type: 'integer', minimum: 1 }],
    messages: { long: '{{lines}} own lines; {{most}} are the most. Give a part of it a name.' },
  },
  create(context) {
    const [most] = context.options;
    /** One entry for each function around the current node: the lines of functions inside it. */
    const inner = [];
    const enter = () => void inner.push(0);
    const leave = (node) => {
      const all = node.loc.end.line - node.loc.start.line + 1;
      const lines = all - inner.pop();
      if (inner.length > 0) inner[inner.length - 1] += Math.max(0, all - 1);
      if (lines > most) context.report({ node, messageId: 'long', data: { lines, most } });
    };
    return { ':function': enter, ':function:exit': leave };
  },
};
