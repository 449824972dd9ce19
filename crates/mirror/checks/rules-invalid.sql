-- title: No group rule is invalid
-- severity: medium
-- why: A broken rule puts nobody into its groups and takes nobody out, and does not tell you.
-- fix: Mend the expression or the groups of the rule, or delete it.
-- reads: group_rules
-- applies: select 1 from group_rules
select 'group_rules' as kind, id, name, 'its status is INVALID' as detail
from group_rules where status = 'INVALID'
