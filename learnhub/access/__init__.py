"""Who may do what: identities, roles, permissions and the policy table. Pure: no web, no database."""
