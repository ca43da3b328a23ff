SELECT version FROM directory.version_view
