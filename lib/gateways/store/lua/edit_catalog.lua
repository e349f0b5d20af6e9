#!lua flags=allow-key-locking
-- edit_catalog: puts what somebody of the staff edited in the place of what they had read, and tells who it concerns.
--
-- KEYS[1] session            hash of a session of the staff
-- KEYS[2] catalog            hash: version, document
-- KEYS[3] before             hash: the same as it was before this edit
-- KEYS[4] entries            instructors' sessions and links by their end (parts/arrivals.lua)
-- KEYS[5..] more             schedules of instructors, then bookings, then keys of entries that end with this document
--
-- ARGV[1] plan               JSON: now and idle as in look_at_catalog, expected and new version, numbers of schedules and
--                            of bookings; marks and entries as in save_catalog
-- ARGV[2] document           JSON
--
-- answers: saved     sessions to come (parts/ahead.lua); JSON: names and values of each booking's fields in turn
-- answers: moved     another version than the expected one is in force; nothing was written
-- answers: signed_out  the session is over
-- answers: keys      entries that end, a line each: some of their keys were not declared; nothing was written
--
-- From this moment on nobody books under an earlier version, so that the sessions are all that there will be of them.
-- May run twice: the second run finds its own version in place.
-- @include awake
-- @include sessions
-- @include ahead
-- @include dismissals

local plan = cjson.decode(ARGV[1])
if not is_awake(KEYS[1], plan.now, plan.idle) then return {'signed_out'} end
local version, document = unpack(redis.call('HMGET', KEYS[2], 'version', 'document'))
version = version or ''
if version ~= plan.version then
  if version ~= plan.expected then return {'moved'} end
  local missing = put_out(KEYS[4], plan, 5 + plan.schedules + plan.bookings)
  if missing then return {'keys', missing} end
  if document then redis.call('HSET', KEYS[3], 'version', version, 'document', document) end
  redis.call('HSET', KEYS[2], 'version', plan.version, 'document', ARGV[2])
end
local schedules, bookings = {}, {}
for n = 5, 4 + plan.schedules + plan.bookings do
  if n < 5 + plan.schedules then
    schedules[#schedules + 1] = KEYS[n]
  else
    bookings[#bookings + 1] = redis.call('HGETALL', KEYS[n])
  end
end
return {'saved', lines_ahead(schedules, math.floor(plan.now / 60)), cjson.encode(bookings)}
