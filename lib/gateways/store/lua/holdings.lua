#!lua flags=no-writes,allow-key-locking
-- holdings: what is kept about who made a booking: that booking, or all of the same customer.
--
-- KEYS[1] booking            hash
-- KEYS[2] session            hash of a session of the staff; a name that nobody has for customers
-- KEYS[3] customers          all bookings by customer and start
-- KEYS[4..] others           hashes of the bookings in plan.others
--
-- ARGV[1] plan               JSON: who asks (parts/changes.lua); all: whether every booking of the customer is meant; others:
--                            their ids
--
-- answers: holdings  a snapshot of each booking, its event empty
-- answers: keys      ids of the bookings that the caller has to name
-- answers: unopened  there is no such booking, or it is not the caller's
-- answers: signed_out  the session of the caller is over
--
-- Reads only, so it may run any number of times.
-- @include bookings
-- @include limits
-- @include changes
-- @include customers

local plan = cjson.decode(ARGV[1])
local booking, is_open = load(KEYS[1], plan.id), redis.call('EXISTS', KEYS[2]) == 1
if plan.session and not is_open then return {'signed_out'} end
if not is_opened(plan, booking) then return {'unopened'} end
local found, missing = bookings_of(plan, booking, {customers = KEYS[3], others = {unpack(KEYS, 4)}})
if missing then return {'keys', missing} end
local told = {}
for n, each in ipairs(found) do told[n] = snapshot(each, '') end
return {'holdings', unpack(told)}
