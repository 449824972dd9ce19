import oktars from './index.cjs';

export const { startOrg, OrgError } = oktars;
