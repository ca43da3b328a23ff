-- Grows with each change of the directory, and with the day.
SELECT version FROM directory.version_view
