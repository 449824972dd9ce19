import { PREFIX, all, http, makeUser, notFound, tell } from './story.mjs';

const attribute = PREFIX.replaceAll('-', '_');

export default async function schemas({ schemaApi, userApi, userTypeApi, linkedObjectApi }) {
  await tell('schemas: custom attributes of users', async (t) => {
    const name = `${attribute}_level`;
    const write = (property) => schemaApi.updateUserProfile({ schemaId: 'default', userSchema: { definitions: { custom: { id: '#custom', type: 'object', properties: { [name]: property }, required: [] } } } });
    const property = { title: 'Level', type: 'string', description: 'How far', minLength: 3, maxLength: 6 };
    const schema = await write(property);
    t.finally(() => write(null));
    t.is('defined', schema.definitions.custom.properties[name]?.title, 'Level');
    t.is('read', (await schemaApi.getUserSchema({ schemaId: 'default' })).definitions.custom.properties[name]?.title, 'Level');
    const user = await makeUser(t, userApi, 'schema', { profile: { [name]: 'high' } });
    t.is('kept', user.profile[name], 'high');
    await t.becomes('searched', async () => (await all(await userApi.listUsers({ search: `profile.${name} eq "high"` }))).map((found) => found.id), [user.id]);
    await t.refused('too long', userApi.updateUser({ userId: user.id, user: { profile: { [name]: 'further' } } }), { status: 400, code: 'E0000001' });
    const cleared = await userApi.updateUser({ userId: user.id, user: { profile: { [name]: null } } });
    t.is('cleared', cleared.profile[name] ?? null, null);
  });

  await tell('schemas: user types', async (t) => {
    const name = `${attribute}_type`;
    const type = await userTypeApi.createUserType({ userType: { name, displayName: 'Contractor', description: 'From outside' } });
    const typeId = type.id;
    t.finally(() => http('DELETE', `/api/v1/meta/types/user/${typeId}`));
    t.is('created', [type.name, type.displayName, type._default], [name, 'Contractor', false]);
    await t.holds('read', await userTypeApi.getUserType({ typeId }), `/api/v1/meta/types/user/${typeId}`);
    const updated = await userTypeApi.updateUserType({ typeId, userType: { displayName: 'Partner' } });
    t.is('updated', [updated.displayName, updated.description], ['Partner', 'From outside']);
    const replaced = await userTypeApi.replaceUserType({ typeId, userType: { name, displayName: 'Guest', description: 'Short' } });
    t.is('replaced', [replaced.displayName, replaced.description], ['Guest', 'Short']);
    t.is('listed, with the default one', (await all(await userTypeApi.listUserTypes())).filter((found) => found.id === typeId || found.name === 'user').map((found) => found.name).sort(), [name, 'user'].sort());
    const user = await makeUser(t, userApi, 'typed', { type: { id: typeId } });
    t.is('a user of this type', user.type.id, typeId);
    await t.refused('the same name twice', userTypeApi.createUserType({ userType: { name, displayName: 'Again' } }), { status: 400, code: 'E0000001' });
    await t.refused('a type that is not there', userTypeApi.getUserType({ typeId: 'otyaaaaaaaaaaaaaaaaa' }), { status: 404, code: 'E0000007' });
  });

  await tell('schemas: linked objects', async (t) => {
    const [boss, report] = [`${attribute}_boss`, `${attribute}_report`];
    const linkedObject = { primary: { name: boss, title: 'Boss', description: 'who leads', type: 'USER' }, associated: { name: report, title: 'Report', description: 'who is led', type: 'USER' } };
    const created = await linkedObjectApi.createLinkedObjectDefinition({ linkedObject });
    t.finally(() => http('DELETE', `/api/v1/meta/schemas/user/linkedObjects/${boss}`));
    t.is('defined', [created.primary.name, created.associated.name], [boss, report]);
    t.is('found by either name', (await linkedObjectApi.getLinkedObjectDefinition({ linkedObjectName: report })).primary.name, boss);
    const [lead, led] = [await makeUser(t, userApi, 'lead'), await makeUser(t, userApi, 'led')];
    await userApi.setLinkedObjectForUser({ associatedUserId: led.id, primaryRelationshipName: boss, primaryUserId: lead.id });
    const linked = async (userId, relationshipName) => (await all(await userApi.listLinkedObjectsForUser({ userId, relationshipName }))).length;
    t.is('linked both ways', [await linked(led.id, boss), await linked(lead.id, report)], [1, 1]);
    await userApi.deleteLinkedObjectForUser({ userId: led.id, relationshipName: boss });
    t.is('unlinked', await linked(led.id, boss), 0);
    await linkedObjectApi.deleteLinkedObjectDefinition({ linkedObjectName: boss });
    await t.refused('deleted', linkedObjectApi.getLinkedObjectDefinition({ linkedObjectName: boss }), notFound(boss, 'LinkedObjectProperty'));
  });
}
