// Pictures are sent as forms, and shown by their address: themes of brands, applications.

import { PREFIX, all, http, tell } from './story.mjs';
import { bookmark, makeApp } from './apps.mjs';

/** The smallest PNG there is: one pixel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

export default async function pictures({ customizationApi, applicationApi }) {
  await tell('pictures', async (t) => {
    const brand = await customizationApi.createBrand({ CreateBrandRequest: { name: `${PREFIX} pictures` } });
    t.finally(() => http('DELETE', `/api/v1/brands/${brand.id}`));
    const [theme] = await all(await customizationApi.listBrandThemes({ brandId: brand.id }));
    const own = { brandId: brand.id, themeId: theme.id };
    const at = `/api/v1/brands/${brand.id}/themes/${theme.id}`;
    const shown = async (member) => (await http('GET', at)).body[member];
    const before = theme.logo;
    const file = { data: PNG, name: 'logo.png' };
    const { url } = await customizationApi.uploadBrandThemeLogo({ ...own, file });
    t.is('a logo is shown by its address', await shown('logo'), url);
    await customizationApi.deleteBrandThemeLogo(own);
    t.is('and then the first one again', await shown('logo'), before);
    await customizationApi.uploadBrandThemeBackgroundImage({ ...own, file });
    t.is('a background', typeof (await shown('backgroundImage')), 'string');
    await customizationApi.deleteBrandThemeBackgroundImage(own);
    t.is('and none', await shown('backgroundImage'), null);

    const app = await makeApp(t, applicationApi, bookmark('pictured'));
    const links = async () => (await http('GET', `/api/v1/apps/${app.id}`)).body._links.logo[0].href;
    const first = await links();
    await applicationApi.uploadApplicationLogo({ appId: app.id, file });
    t.is('the logo of an application changes', (await links()) === first, false);
  });
}
