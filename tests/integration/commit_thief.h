/*
 * A proxy between one session and PostgreSQL that, once armed, lets the next COMMIT through, takes the server's
 * confirmation away and cuts the connection: what a network does at the worst moment.
 */
#pragma once

struct commit_thief;

struct commit_thief *commit_thief_start(const char *server_socket_folder);
/* The folder of sockets that a session connects through. */
const char *commit_thief_folder(const struct commit_thief *thief);
void commit_thief_arm(struct commit_thief *thief);
/* How many confirmations it has taken. */
int commit_thief_loot(const struct commit_thief *thief);
/* Sessions through it must be closed before. */
void commit_thief_stop(struct commit_thief *thief);
