#!lua flags=allow-key-locking
-- erase: removes who came from a booking, or from all of the same customer; what took place stays.
--
-- KEYS[1] booking            hash
-- KEYS[2] session            hash of a session of the staff; a name that nobody has for customers
-- KEYS[3] customers          all bookings by customer and start
-- KEYS[4] active             active bookings by customer and end
-- KEYS[5] words              the words by which bookings are found
-- KEYS[6..] others           hashes of the bookings in plan.others
--
-- ARGV[1] plan               JSON: who asks (parts/changes.lua); all: whether every booking of the customer is meant; others:
--                            their ids; pseudonym: who the customer is from now on; version, if only that one is meant; created,
--                            when it is asked for, in milliseconds
--
-- answers: erased    snapshot of the booking that was named, its event empty
-- answers: keys      ids of the bookings that the caller has to name; nothing was written
-- answers: unopened  there is no such booking, or it is not the caller's
-- answers: signed_out  the session of the caller is over
-- answers: version   the booking's own, which is not the one that the caller has seen
--
-- May run twice: the second run finds nobody to erase.
-- @include bookings
-- @include limits
-- @include trail
-- @include changes
-- @include customers
-- @include words

local plan = cjson.decode(ARGV[1])
local booking, is_open = load(KEYS[1], plan.id), redis.call('EXISTS', KEYS[2]) == 1
if plan.session and not is_open then return {'signed_out'} end
if not is_opened(plan, booking) then return {'unopened'} end
if is_erased(booking) then return {'erased', snapshot(booking, '')} end
if plan.version and plan.version ~= tonumber(booking.version) then return {'version', booking.version} end
local keys = {customers = KEYS[3], active = KEYS[4], words = KEYS[5], others = {unpack(KEYS, 6)}}
local found, missing = bookings_of(plan, booking, keys)
if missing then return {'keys', missing} end

for _, each in ipairs(found) do
  local key, places = KEYS[1], places_of(each)
  for n, id in ipairs(plan.others) do
    if id == each.id then key = keys.others[n] end
  end
  unlist(keys, each, places)
  find_by_other(keys, each, {{1, ''}, {2, ''}, {3, ''}, {4, ''}})
  each.customer, each.person, each.version = plan.pseudonym, '', tonumber(each.version) + 1
  redis.call('HSET', key, 'customer', each.customer, 'person', each.person, 'version', each.version, 'words', '',
    'a:' .. each.version, line_of(plan, each, nil, 'erased'))
  -- Who is nobody has no active bookings to be counted.
  redis.call('ZADD', keys.customers, 0, entry(each.customer, places[1].from, each.id))
end
return {'erased', snapshot(load(KEYS[1], plan.id), '')}
