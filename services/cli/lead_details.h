/* What is found out about a lead (LeadDetails), as people write and read it: of each group of deciders one note, the names of attachments in
 * one text, parted by ";". */
#pragma once

#include "cli.h"

#include "remuda/lead/v1/lead_intake.pb-c.h"

#define DECIDER_GROUPS 4 /* in the contract's order: environment, organisation, people, person */

/* Adds a note for each group that is not "". */
void lead_details_add_deciders(Remuda__Lead__V1__LeadDetails *details, char *const notes[static DECIDER_GROUPS], struct arena *arena);
void lead_details_add_attachments(Remuda__Lead__V1__LeadDetails *details, char *names, struct arena *arena);

/* The lines that follow those of the lead. */
void lead_details_print(struct cli *cli, const Remuda__Lead__V1__LeadDetails *details);
