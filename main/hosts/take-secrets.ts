/** Names of environment variables that hold a secret of Chartdrop. */
const secret = /^CHARTDROP_\w*(KEY|TOKEN|SECRET|PASSWORD|CREDENTIALS)$/i;

/**
 * Returns the environment and removes secrets from the process's own, so that no child (a browser, an opener, a
 * library's helper) inherits them.
 */
export function takeSecrets(env: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  const given = { ...env };
  for (const name of Object.keys(env).filter((one) => secret.test(one))) Reflect.deleteProperty(env, name);
  return given;
}
