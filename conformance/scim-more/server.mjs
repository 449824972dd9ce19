// Users and groups in memory, served by scimmy-routers.

import express from 'express';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';

const [port] = process.argv.slice(2);

/** Keeps the resources of a kind. */
function keep(Resource) {
  const kept = new Map();
  Resource.extend?.(SCIMMY.Schemas.EnterpriseUser, false);
  Resource.ingress((resource, data) => {
    const id = resource.id ?? `${Resource.name.toLowerCase()}-${kept.size + 1}`;
    const taken = [...kept.values()].find((one) => one.id !== id && data.userName && one.userName === data.userName);
    if (taken) throw new SCIMMY.Types.Error(409, 'uniqueness', 'the userName is taken');
    const value = { ...JSON.parse(JSON.stringify(data)), id };
    kept.set(id, value);
    return value;
  });
  Resource.egress((resource) => {
    if (!resource.id) return resource.filter ? resource.filter.match([...kept.values()]) : [...kept.values()];
    if (!kept.has(resource.id)) throw new SCIMMY.Types.Error(404, null, `there is no ${resource.id}`);
    return kept.get(resource.id);
  });
  Resource.degress((resource) => { kept.delete(resource.id); });
}

keep(SCIMMY.Resources.declare(SCIMMY.Resources.User));
keep(SCIMMY.Resources.declare(SCIMMY.Resources.Group));
const site = express();
site.use('/scim/v2', new SCIMMYRouters({
  type: 'bearer',
  handler: (request) => {
    if (request.header('authorization') !== 'Bearer referee-token') throw new Error('wrong token');
    return 'okta';
  },
}));
site.listen(Number(port), '127.0.0.1');
