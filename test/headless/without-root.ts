/**
 * The program without root's right to read everything, for tests that run as root. All that is imported stands in memory
 * before the right is given up: the checkout may lie where nobody else may look. The account has no name.
 */
import '../../main/hosts/cli/program.ts';
import './give-up-root.ts';
import '../../main/headless.ts';
