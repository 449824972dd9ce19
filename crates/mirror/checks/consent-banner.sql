-- title: A notice is shown before somebody signs in
-- severity: medium
-- stig: OKTA-APP-000200 V-273192 SV-273192r1098843_rule CCI-000048 CCI-000050 CCI-001384 CCI-001385 CCI-001386 CCI-001387 CCI-001388
-- why: People who use a system of the government must be told so first, and must agree.
-- fix: Put the notice and consent banner into the sign-in page of each brand. The check looks for its first words; read
--   the rest yourself.
-- reads: brands, sign_in_pages
-- applies: select 1 from brands
select 'brands' as kind, b.id, b.name,
    case when p.json ->> '$._embedded.customized.pageContent' is null then 'its sign-in page is the one of Okta'
        else 'its sign-in page lacks the words "You are accessing a U.S. Government"' end as detail
from brands b left join sign_in_pages p on p.brand_id = b.id
where coalesce(p.json ->> '$._embedded.customized.pageContent', '') not like '%You are accessing a U.S. Government%'
