/** Names of variables that hold a secret of Chartdrop. */
const secret = /^CHARTDROP_\w*(KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS)$/i;

/**
 * The environment as it was given; what is secret in it is taken out of the process's own, so that no child (a browser, an
 * opener, a helper of a library) inherits it.
 */
export function takeSecrets(env: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  const given = { ...env };
  for (const name of Object.keys(env).filter((one) => secret.test(one))) Reflect.deleteProperty(env, name);
  return given;
}
