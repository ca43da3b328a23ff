"""What the system tests stand on: a private PostgreSQL, the services of a build, clients as a dealer's system would be."""
