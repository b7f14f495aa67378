import { describe, expect, it } from 'vitest';
import { isAdministratorsOwn } from '../../main/hosts/preset/windows-acl.ts';

/** Output of `Get-Acl`: ProgramData's entries, inherited by a folder that an administrator created. */
const inherited = '(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)';
const folderInherited =
  '(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIIOID;GA;;;CO)(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)';
const person = 'S-1-5-21-1004336348-1177238915-682003330-1001';
const installer = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464';

describe('a file of Windows is its administrators’ own', () => {
  it.each([
    ['as an administrator makes it in ProgramData', `O:BAG:DUD:AI${inherited}`],
    ['as the system’s', `O:SYG:SYD:AI${inherited}`],
    ['as what installs the system makes it', `O:${installer}G:${installer}D:P(A;;FA;;;${installer})`],
    ['with everything denied to somebody', `O:BAG:BAD:(D;;FA;;;${person})${inherited}`],
    ['where only what lies below it is anybody’s', `O:BAD:(A;OICIIO;FA;;;WD)(A;;FA;;;BA)`],
    ['of a domain’s administrators', `O:DAG:DUD:(A;;FA;;;S-1-5-21-1-2-3-512)`],
    ['with a list of who is watched', `O:BAG:BAD:AI${inherited}S:AI(AU;SAFA;DCLC;;;WD)`],
  ])('%s', (_name, sddl) => {
    expect(isAdministratorsOwn(sddl, 'file')).toBe(true);
  });

  it.each([
    ['owned by a person', `O:${person}G:DUD:AI${inherited}`],
    ['that users may write', 'O:BAG:BAD:(A;;0x1301bf;;;BU)'],
    ['that users may write, in letters', 'O:BAG:BAD:(A;;FRFW;;;BU)'],
    ['that everybody may do everything with', 'O:BAG:BAD:(A;;FA;;;WD)'],
    ['that somebody may delete', `O:BAG:BAD:(A;;SD;;;${person})`],
    ['whose list somebody may change', `O:BAG:BAD:(A;;WD;;;${person})`],
    ['that somebody may take over', `O:BAG:BAD:(A;;0x80000;;;AU)`],
    ['that somebody may make a link of', `O:BAG:BAD:(A;;0x100;;;BU)`],
    ['with generic rights', 'O:BAG:BAD:(A;;GW;;;BU)'],
    ['that a local administrator by the wrong number owns', 'O:S-1-5-21-1-2-3-5000G:BAD:(A;;FA;;;BA)'],
    ['without a list: everybody may do everything', 'O:BAG:BAD:NO_ACCESS_CONTROL'],
    ['whose list is not told', 'O:BAG:BA'],
    ['with an entry under a condition', 'O:BAG:BAD:(XA;;FA;;;WD;(@User.Title=="x"))'],
    ['with an entry of a kind that is not known', 'O:BAG:BAD:(ZA;;FR;;;WD)'],
    ['with a right that is not known', 'O:BAG:BAD:(A;;QQ;;;BU)'],
    ['by no descriptor', ''],
    ['by a descriptor with something before it', 'x O:BAG:BAD:(A;;FA;;;BA)'],
  ])('not one %s', (_name, sddl) => {
    expect(isAdministratorsOwn(sddl, 'file')).toBe(false);
  });
});

describe('a folder of Windows is its administrators’ own', () => {
  it('if users may only add files, as in ProgramData', () => {
    expect(isAdministratorsOwn(`O:SYG:SYD:AI${folderInherited}`, 'folder')).toBe(true);
    // On a file, the same bit allows writing.
    expect(isAdministratorsOwn(`O:SYG:SYD:AI${folderInherited}`, 'file')).toBe(false);
  });

  it.each([
    ['a user made it first', `O:${person}G:DUD:AI${folderInherited}`],
    ['users may remove what lies in it', 'O:BAG:BAD:(A;OICI;DT;;;BU)'],
    ['users may rename it', 'O:BAG:BAD:(A;OICI;0x1301bf;;;AU)'],
  ])('not if %s', (_name, sddl) => {
    expect(isAdministratorsOwn(sddl, 'folder')).toBe(false);
  });
});
