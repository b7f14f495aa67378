/**
 * Runs the program without root's right to read everything, for tests that run as root. All modules are loaded before
 * root is given up, since other accounts may not be able to read the checkout. The account has no name.
 */
import '../../../main/hosts/cli/program.ts';
import './give-up-root.ts';
import '../../../main/headless.ts';
