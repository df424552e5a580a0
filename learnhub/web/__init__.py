"""The page toolkit: guards, forms, errors, headers, languages, templates and components."""
