/* From what other services told to credits: LeadFiled, DeliveryReported, DeliveryCancelled, DeliveryReturned. All else
 * is passed over. */
#pragma once

#include "db/event_log.h"

event_apply incentive_apply_event;
event_apply_batch incentive_apply_events;
