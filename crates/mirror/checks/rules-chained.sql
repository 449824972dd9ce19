-- title: Group rules do not build on other groups
-- severity: low
-- why: A change of one group then moves people in others, and nobody sees why.
-- fix: Write the rule over attributes of people.
-- reads: group_rules
-- applies: select 1 from group_rules where status = 'ACTIVE'
select 'group_rules' as kind, id, name, 'it asks isMemberOf...: ' || expression as detail
from group_rules where status = 'ACTIVE' and expression like '%isMemberOf%'
